"""Intake: what is accepted, what is refused and why, and that nothing is half stored."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest
from making import fields, write_jsonl, write_wav
from sqlalchemy import func, select

from audit import journal
from audit.intake.accept import Receipt
from audit.intake.batch import run_batch
from audit.recordings import Recordings
from audit.store import Base, Call, IntakeEntry, Recording, Store, Transcript

Intake = Callable[..., list[Receipt]]


@pytest.fixture
def intake(store: Store, recordings: Recordings) -> Intake:
    def run(*paths: object, metadata: Path | None = None) -> list[Receipt]:
        named = None if metadata is None else str(metadata)
        return list(run_batch(store, recordings, [str(path) for path in paths], named))

    return run


def outcomes(receipts: list[Receipt]) -> list[tuple[str, str]]:
    return [(receipt.outcome, receipt.code) for receipt in receipts]


def rows(store: Store, table: type[Base]) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def truncated_wav(path: Path) -> Path:
    content = write_wav(path, 3).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


BAD_SOUND = {
    "audio_unreadable": lambda path: path.write_text("this is text, not sound\n" * 50),
    "audio_empty": lambda path: path.write_bytes(b""),
    "audio_zero_length": lambda path: write_wav(path, 0),
    "audio_truncated": truncated_wav,
    "audio_silent": lambda path: write_wav(path, 1, hertz=0),
}


@pytest.mark.parametrize("code", BAD_SOUND)
def test_bad_sound_is_refused_and_its_neighbour_taken(
    code: str, intake: Intake, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    BAD_SOUND[code](folder / "a.wav")
    write_wav(folder / "b.wav")
    bad, good = intake(folder)
    assert (bad.outcome, bad.code) == ("refused", code)
    assert "a.wav" in bad.message
    assert "; " in bad.message, "says how to mend it"
    assert good.outcome == "accepted"
    assert (rows(store, Call), rows(store, Recording), rows(store, IntakeEntry)) == (1, 1, 2)


def test_bad_lines_are_refused_one_by_one(intake: Intake, store: Store, tmp_path: Path) -> None:
    no_start = {key: value for key, value in fields("C3").items() if key != "started_at"}
    file = write_jsonl(
        tmp_path / "calls.jsonl",
        [fields("C1"), '{"call_id": "C2",', no_start, fields("C1"), fields("C5", turns=[])],
    )
    receipts = intake(file)
    assert outcomes(receipts) == [
        ("accepted", ""), ("refused", "broken_json"), ("refused", "missing_field"),
        ("duplicate", "duplicate_in_file"), ("accepted", ""),
    ]  # fmt: skip
    assert [r.source for r in receipts][1:4] == [f"calls.jsonl line {n}" for n in (2, 3, 4)]
    assert rows(store, Call) == 2
    assert rows(store, Transcript) == 2


def test_what_is_stored_already_is_a_duplicate(intake: Intake, tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "calls.jsonl", [fields()])
    sound, copy = (write_wav(tmp_path / name) for name in ("a.wav", "b.wav"))
    assert outcomes(intake(file, sound)) == [("accepted", ""), ("accepted", "")]
    again = intake(file, sound, copy)
    assert outcomes(again) == [
        ("duplicate", "duplicate_call"), ("duplicate", "duplicate_call"),
        ("duplicate", "duplicate_recording"),
    ]  # fmt: skip
    assert "stored as call a" in again[2].message


def test_a_recording_is_kept_by_content_and_the_original_left_alone(
    intake: Intake, store: Store, recordings: Recordings, tmp_path: Path
) -> None:
    sound = write_wav(tmp_path / "a.wav")
    before = (sound.read_bytes(), sound.stat().st_mtime_ns)
    intake(sound)
    assert (sound.read_bytes(), sound.stat().st_mtime_ns) == before
    with store.reading() as session:
        kept = session.scalars(select(Recording)).one()
        call = session.scalars(select(Call)).one()
    assert kept.sha256 == hashlib.sha256(before[0]).hexdigest()
    assert kept.uri == f"{kept.sha256[:2]}/{kept.sha256}.wav"
    with recordings.open(kept.uri) as stream:
        assert stream.read() == before[0]
    assert (kept.duration_s, kept.channel_count, kept.size_bytes) == (1.0, 1, len(before[0]))
    assert (call.call_id, call.started_at, call.status) == ("a", None, "received")


def test_sidecar_table_and_metadata_all_say_what_a_recording_is(
    intake: Intake, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for index, name in enumerate(("side", "jsonl", "csv", "table")):
        write_wav(folder / f"{name}.wav", hertz=300 + 100 * index)
    side = {"started_at": "2026-03-02T22:30:00+08:00", "channels": {"left": "agent"}}
    (folder / "side.json").write_text(json.dumps(side))
    sound_only = fields("C-table", audio="table.wav", turns=None)
    write_jsonl(folder / "calls.jsonl", [sound_only])
    by_jsonl = write_jsonl(
        tmp_path / "m.jsonl", [fields("C-jsonl", audio="in/jsonl.wav", turns=None)]
    )
    by_csv = tmp_path / "m.csv"
    by_csv.write_text(
        "call_id,started_at,audio,agent.id,debt.amount,callback_requested\n"
        "C-csv,2026-03-02T10:00:00+08:00,csv.wav,8001,12.5,true\n",
        encoding="utf-8-sig",
    )
    assert {r.outcome for r in intake(folder / "jsonl.wav", metadata=by_jsonl)} == {"accepted"}
    assert {r.outcome for r in intake(folder / "csv.wav", metadata=by_csv)} == {"accepted"}
    assert outcomes(intake(folder / "calls.jsonl", folder / "table.wav", folder / "side.wav")) == [
        ("accepted", ""), ("accepted", ""),
    ]  # fmt: skip
    with store.reading() as session:
        calls = {call.call_id: call for call in session.scalars(select(Call))}
    assert set(calls) == {"C-jsonl", "C-csv", "C-table", "side"}
    assert all(call.recording_id for call in calls.values())
    assert calls["side"].local_start.isoformat() == "2026-03-02T22:30:00+08:00"
    assert calls["C-csv"].metadata_json["debt"] == {"amount": 12.5}
    assert calls["C-csv"].callback_requested
    assert calls["C-csv"].agent_id == "8001"


def test_sound_that_is_not_there(intake: Intake, tmp_path: Path) -> None:
    file = write_jsonl(
        tmp_path / "calls.jsonl", [fields(audio="gone.wav", turns=None), fields("C2")]
    )
    assert outcomes(intake(file)) == [("refused", "audio_missing"), ("accepted", "")]
    sound = write_wav(tmp_path / "a.wav")
    other = write_jsonl(tmp_path / "m.jsonl", [fields("M", audio="other.wav", turns=None)])
    assert outcomes(intake(sound, metadata=other)) == [
        ("refused", "audio_missing"),
        ("accepted", ""),
    ]


@pytest.mark.parametrize("path", ["nowhere", "none*.wav", "zzz://place"])
def test_a_path_that_leads_nowhere(path: str, intake: Intake, store: Store, tmp_path: Path) -> None:
    (receipt,) = intake(path if "://" in path else tmp_path / path)
    assert receipt.outcome == "refused"
    assert rows(store, IntakeEntry) == 1


def test_stores_by_url_and_globs(intake: Intake, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe("/calls/one.wav", write_wav(tmp_path / "one.wav").read_bytes())
    memory.pipe("/calls/two.jsonl", json.dumps(fields("C2")).encode())
    assert outcomes(intake("memory://calls")) == [("accepted", ""), ("accepted", "")]
    write_wav(tmp_path / "three.wav", hertz=600)
    assert outcomes(intake(f"file://{tmp_path}/th*.wav")) == [("accepted", "")]


def test_other_files_of_a_folder_are_left_alone(intake: Intake, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "README.txt").write_text("x")
    (folder / ".hidden.wav").write_text("x")
    write_wav(folder / "a.wav")
    assert outcomes(intake(folder)) == [("accepted", "")]


def test_unknown_fields_are_kept(intake: Intake, store: Store, tmp_path: Path) -> None:
    odd = fields(vendor={"line": 7}, turns=[{**fields()["turns"][0], "mood": "calm"}])
    intake(write_jsonl(tmp_path / "calls.jsonl", [odd]))
    with store.reading() as session:
        call = session.scalars(select(Call)).one()
        turns = session.scalars(select(Transcript)).one().turns
    assert call.metadata_json | {"turns": turns} == odd


@pytest.mark.parametrize("broken", ["put", "commit"])
def test_a_failure_in_between_stores_nothing_and_the_next_intake_all(
    broken: str, intake: Intake, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = write_wav(tmp_path / "a.wav")

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        if broken == "put":
            patch.setattr("fsspec.implementations.local.LocalFileSystem.mv", fail)
        else:
            patch.setattr(journal, "append", fail)
        if broken == "put":  # told, and not written down, so that a later look takes it in
            assert outcomes(intake(sound)) == [("refused", "store_down")]
        else:
            with pytest.raises(OSError, match="disk full"):
                intake(sound)
    assert [rows(store, t) for t in (Call, Recording, IntakeEntry, Transcript)] == [0, 0, 0, 0]
    assert outcomes(intake(sound)) == [("accepted", "")]
    with store.reading() as session:
        uri = session.scalars(select(Recording.uri)).one()
    kept = [p for p in (tmp_path / "data/recordings").rglob("*") if p.suffix == ".wav"]
    assert [path.name for path in kept] == [Path(uri).name]


def test_sound_without_a_header_is_kept_with_its_form(
    intake: Intake, store: Store, tmp_path: Path
) -> None:
    write_wav(tmp_path / "a.wav")
    raw_sound = (tmp_path / "a.wav").read_bytes()[44:]
    (tmp_path / "a.wav").unlink()
    (tmp_path / "a.raw").write_bytes(raw_sound)
    bare = {key: value for key, value in fields(audio="a.raw").items() if key != "turns"}
    file = write_jsonl(
        tmp_path / "calls.jsonl",
        [
            bare | {"call_id": "C0"},
            bare | {"call_id": "C1", "audio_format": "wav"},
            bare | {"call_id": "C2", "audio_format": "s16le-8000"},
        ],
    )
    untold, wrong, told = intake(file)
    assert (untold.code, wrong.code) == ("audio_unreadable", "bad_field")
    assert "audio_format" in untold.message
    assert "audio_format" in wrong.message
    assert told.outcome == "accepted"
    with store.reading() as session:
        kept = session.scalars(select(Recording)).one()
    assert kept.uri.endswith(f"{kept.sha256}.s16le-8000")
    assert kept.sha256 == hashlib.sha256(raw_sound).hexdigest()
    assert (kept.codec, kept.duration_s) == ("pcm_s16le", len(raw_sound) / 16000)
