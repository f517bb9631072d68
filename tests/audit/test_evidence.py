"""The evidence package: what is in it, and that no change of it stays unnoticed."""

import hashlib
import json
import os
import shutil
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import handmade
import numpy as np
import pytest
from click.testing import CliRunner

from audit.cli.verify import command
from audit.config import Settings
from audit.evidence.clip import stretches
from audit.evidence.export import export
from audit.evidence.verify import check
from audit.recordings import Recordings
from audit.review.decide import decide
from audit.store import Call, JournalEntry, Store, User
from transcribe.problem import Problem

TITLES = {"abuse": "辱骂", "threat": "威胁"}
NAMES = ["SHA256SUMS", "case.html", "case.json", "clip-1.wav"]


@pytest.fixture
def settings(tmp_path: Path, store: Store) -> Settings:
    handmade.people(store)
    return Settings(data=tmp_path / "data")


def person(store: Store, name: str) -> User:
    with store.reading() as session:
        return session.query(User).filter_by(name=name).one()


def confirmed(store: Store, call: int) -> int:
    with store.reading() as session:
        found = handmade.finding_id(session, call, "abuse")
    note = "听过录音，周文博13812345678 <b>"
    decide(store, person(store, "inspector"), found, "confirm", note=note)
    return found


@pytest.fixture
def make(store: Store, settings: Settings, tmp_path: Path) -> Callable[..., Path]:
    def made(*, sound: bool = True) -> Path:
        recording = handmade.add_recording(settings, tmp_path) if sound else None
        call = handmade.add_call(store, "A1", findings=[handmade.ABUSE], recording=recording)
        target, kept = tmp_path / "package.zip", Recordings(settings.recordings)
        officer = person(store, "officer")
        export(store, kept, TITLES, confirmed(store, call), target, by=officer)
        return target

    return made


def test_it_holds_sound_turns_clauses_and_decisions(make: Callable[..., Path]) -> None:
    with ZipFile(make()) as package:
        assert sorted(package.namelist()) == NAMES
        case = json.loads(package.read("case.json"))
    assert case["案情"]["规则"] == "辱骂"
    assert [row["轮次"] for row in case["前后文"]] == [2, 3, 4, 5, 6]
    assert [row["轮次"] for row in case["前后文"] if row["证据"]] == [5]
    assert [clause["条号"] for clause in case["条款"]] == ["第1024条", ""]  # V, M
    (decision,) = case["复核记录"]
    assert (decision["复核人"], decision["角色"], decision["决定"]) == (
        "inspector",
        "质检员",
        "确认",
    )
    assert case["片段"] == [{"文件": "clip-1.wav", "起": 6.0, "止": 24.0}]
    assert case["录音"]["声道"] == 2


def test_texts_are_masked_and_no_markup_comes_through(make: Callable[..., Path]) -> None:
    with ZipFile(make()) as package:
        told = [package.read(name).decode() for name in ("case.html", "case.json")]
    assert [secret for secret in ("周文博", "13812345678") for text in told if secret in text] == []
    assert "周**" in told[0]
    assert "<b>" not in told[0]
    assert "http" not in told[0]


def test_the_clip_is_the_sound_of_those_seconds(make: Callable[..., Path], tmp_path: Path) -> None:
    with ZipFile(make()) as package, wave.open(package.open("clip-1.wav")) as clip:
        assert (clip.getnchannels(), clip.getframerate()) == (2, 8000)
        heard = np.frombuffer(clip.readframes(clip.getnframes()), "<i2")
    with wave.open(str(tmp_path / "tones.wav")) as whole:
        said = np.frombuffer(whole.readframes(whole.getnframes()), "<i2")
    # From second 6 on; the recording ends at 24, before the stretch does.
    assert np.array_equal(heard, said[6 * 8000 * 2 :])


def test_evidence_far_apart_is_two_clips() -> None:
    turns = [{"start": float(s), "end": s + 3.0} for s in (5, 30, 200)]
    spans = [(s.start_s, s.end_s, s.name) for s in stretches(turns, (2, 0))]
    assert spans == [(0.0, 18.0, "clip-1.wav"), (190.0, 213.0, "clip-2.wav")]
    assert [(s.start_s, s.end_s) for s in stretches(turns, (1, 0))] == [(0.0, 18.0), (20.0, 43.0)]
    near = [{"start": float(s), "end": s + 3.0} for s in (5, 20)]
    assert [(s.start_s, s.end_s) for s in stretches(near, (0, 1))] == [(0.0, 33.0)]


def test_a_call_without_recording_has_words_alone(make: Callable[..., Path]) -> None:
    package = make(sound=False)
    with ZipFile(package) as opened:
        assert "没有录音" in opened.read("case.html").decode()
    assert check(package).faults == ()


def test_the_usual_tool_reads_the_list(make: Callable[..., Path], tmp_path: Path) -> None:
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("this machine has no sha256sum")
    with ZipFile(make()) as package:
        package.extractall(tmp_path / "out")
    done = subprocess.run([tool, "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=False)
    assert done.returncode == 0


def rewritten(package: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The package again, its files changed by hand as somebody with a zip tool would."""
    with ZipFile(package) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    with ZipFile(package, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return package


def _swap(files: dict[str, bytes], name: str, old: bytes, new: bytes) -> None:
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda f: _swap(f, "case.json", "不要".encode(), "很要".encode()), "case.json: changed"),
        (lambda f: f.update({"clip-1.wav": f["clip-1.wav"][:-2]}), "clip-1.wav: changed"),
        (lambda f: f.pop("clip-1.wav"), "clip-1.wav: missing"),
        (lambda f: f.update({"more.txt": b"x"}), "more.txt: added, not listed"),
        (lambda f: _swap(f, "SHA256SUMS", b"  case.html", b"  other.html"), "other.html: missing"),
        (lambda f: f.update(SHA256SUMS=b"nonsense"), "SHA256SUMS: changed, it cannot be read"),
    ],
)  # fmt: skip
def test_a_changed_package_names_what_was_changed(
    make: Callable[..., Path], change: Callable[[dict[str, bytes]], object], fault: str
) -> None:
    package = make()
    assert check(package).faults == ()
    told = CliRunner().invoke(command, [str(rewritten(package, change))])
    assert told.exit_code == 1
    assert f"error: {fault}" in told.stderr


def test_no_flipped_byte_changes_the_contents_unnoticed(make: Callable[..., Path]) -> None:
    package = make(sound=False)
    right = package.read_bytes()
    with ZipFile(package) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    noticed = 0
    for at in range(0, len(right), 7):
        package.write_bytes(right[:at] + bytes([right[at] ^ 0x55]) + right[at + 1 :])
        try:
            whole = not check(package).faults
        except Problem:
            whole = False
        noticed += not whole
        if whole:  # a time stamp, say: what is in the files is the same
            with ZipFile(package) as opened:
                assert {name: opened.read(name) for name in opened.namelist()} == contents
    assert noticed > 100


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(Problem) as refused:
        check(tmp_path / "a.zip")
    assert refused.value.code == "bad_package"


def test_who_rewrites_file_and_list_does_not_get_past_the_journal(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    package, data = make(), ["--data", str(tmp_path / "data")]
    told = CliRunner().invoke(command, [str(package), *data])
    assert told.exit_code == 0, told.output
    assert "known to the journal" in told.stdout

    def rewrite(files: dict[str, bytes]) -> None:
        before = hashlib.sha256(files["case.html"]).hexdigest()
        files["case.html"] = b"nothing happened"
        after = hashlib.sha256(files["case.html"]).hexdigest()
        _swap(files, "SHA256SUMS", before.encode(), after.encode())

    rewritten(package, rewrite)
    assert CliRunner().invoke(command, [str(package)]).exit_code == 0  # by itself it is whole
    told = CliRunner().invoke(command, [str(package), *data])
    assert isinstance(told.exception, Problem)
    assert told.exception.code == "unknown_package"


def test_a_recording_that_changed_proves_nothing(
    make: Callable[..., Path], store: Store, settings: Settings, tmp_path: Path
) -> None:
    make()
    with store.reading() as session:
        kept = session.query(Call).one().recording
    assert kept is not None
    file = Path(settings.recordings) / kept.uri
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(Problem) as refused:
        export(
            store, Recordings(settings.recordings), TITLES, 1, tmp_path / "b.zip",
            by=person(store, "officer"),
        )  # fmt: skip
    assert refused.value.code == "recording_changed"
    assert not (tmp_path / "b.zip").exists()


def test_verify_without_a_package_checks_the_journal(
    make: Callable[..., Path], store: Store, tmp_path: Path
) -> None:
    if os.environ.get("CALLAUDIT_TEST_POSTGRES"):
        pytest.skip("tampers with SQLite's own tables")
    make()
    data = ["--data", str(tmp_path / "data")]
    told = CliRunner().invoke(command, data)
    assert told.exit_code == 0, told.output
    with store.reading() as session:
        entries = session.query(JournalEntry).count()
    assert told.stdout == f"journal whole: {entries} entries\n"
    with store.engine.begin() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in names.fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE journal SET body = '{}' WHERE id = 2")
    told = CliRunner().invoke(command, data)
    assert isinstance(told.exception, Problem)
    assert told.exception.where == "journal entry 2"
