"""Results of other recognisers become turns; what is missing is named. All samples are invented."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from making import fields, write_jsonl, write_wav
from sqlalchemy import select

from audit.cli.check import command as check
from audit.imports import as_call
from audit.intake.accept import Receipt
from audit.intake.batch import run_batch
from audit.recordings import Recordings
from audit.store import Call, Store, Transcript
from transcribe.problem import Problem

HERE = Path(__file__).parent
SIDES = {"left": "agent", "right": "customer"}
BESIDE = {"call_id": "r", "started_at": "2026-03-02T10:15:00+08:00", "channels": SIDES}
SAMPLES = ["aws", "alibaba", "studio"]


def sample(name: str, **more: Any) -> dict[str, Any]:
    return json.loads((HERE / f"{name}.json").read_bytes()) | more


def brief(call: dict[str, Any]) -> list[tuple[str, float, float, str]]:
    return [(t["speaker"], t["start"], t["end"], t["text"]) for t in call["turns"]]


TALK = [("agent", 0.1, 2.0, "您好，请问是测试先生吗？"), ("customer", 2.2, 3.0, "是我。")]


@pytest.mark.parametrize("name", SAMPLES)
def test_turns_come_in_time_order_and_nothing_else_of_the_vendor(name: str) -> None:
    call = as_call(sample(name, **BESIDE), "r.json")
    assert brief(call)[:2] == TALK
    assert set(call) == {*BESIDE, "turns", "transcription"}
    assert as_call(call, "r.json") == call, "a call of our own stays"


def test_aws_tells_roles_words_and_confidence() -> None:
    call = as_call(sample("aws", **BESIDE), "r.json")
    first, second, third = call["turns"]
    assert first["confidence"] == 0.8
    assert [(w["start"], w["text"]) for w in first["words"]] == [
        (0.1, "您好"),
        (0.7, "请问是测试先生吗"),
    ]
    assert "words" not in second
    assert (third["speaker"], third["start"], third["end"]) == ("unknown", 3.1, 3.1)


@pytest.mark.parametrize("name", ["alibaba", "studio"])
def test_alibabas_channels_are_whose_the_call_says(name: str) -> None:
    call = as_call(sample(name, **BESIDE), "r.json")
    assert [w["text"] for w in call["turns"][1]["words"]] == ["是", "我"]
    turned = {"channels": {"left": "customer"}}
    call = as_call(sample(name, **BESIDE | turned), "r.json")
    assert [turn["speaker"] for turn in call["turns"]] == ["customer", "unknown"]
    call = as_call(sample(name, started_at=BESIDE["started_at"]), "r.json")
    assert [turn["speaker"] for turn in call["turns"]] == ["unknown", "unknown"]


def without(path: str) -> Callable[[dict[str, Any]], None]:
    def cut(result: dict[str, Any]) -> None:
        *outer, last = path.split(".")
        for key in outer:
            result = result[int(key) if key.isdigit() else key]
        del result[last]

    return cut


def put(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(result: dict[str, Any]) -> None:
        *outer, last = path.split(".")
        for key in outer:
            result = result[int(key) if key.isdigit() else key]
        result[last] = value

    return change


@pytest.mark.parametrize(
    ("name", "spoil", "told"),
    [
        ("aws", without("Transcript.0.Content"), r"'Transcript\[0\].Content' is missing"),
        ("aws", put("Transcript", {}), "'Transcript' is not a list"),
        ("aws", put("Transcript", ["secret"]), r"'Transcript\[0\]' is no object"),
        ("aws", put("Transcript.1.EndOffsetMillis", "9"), r"\[1\].EndOffsetMillis' is not a num"),
        ("aws", put("Transcript.1.EndOffsetMillis", float("nan")), "is not a number of milli"),
        ("aws", put("Transcript.1.BeginOffsetMillis", -1), "is not a number of milliseconds"),
        ("aws", put("JobStatus", "FAILED"), "is not COMPLETED; wait for the job"),
        ("alibaba", without("Result"), "'Result' is missing"),
        ("alibaba", without("Result.Sentences"), "'Result.Sentences' is missing"),
        ("alibaba", without("Result.Words.0.Word"), r"'Result.Words\[0\].Word' is missing"),
        ("alibaba", put("Result.Sentences.0.Text", 7), r"Sentences\[0\].Text' is not a text"),
        ("alibaba", put("StatusText", "RUNNING"), "status RUNNING, not SUCCESS"),
        ("alibaba", put("StatusText", {"a": "b"}), "status unknown, not SUCCESS"),
        ("studio", without("transcripts.1.sentences"), r"'transcripts\[1\].sentences' is missing"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    name: str, spoil: Callable[[dict[str, Any]], None], told: str
) -> None:
    result = sample(name, **BESIDE)
    spoil(result)
    with pytest.raises(Problem, match=told) as caught:
        as_call(result, "r.json")
    assert str(caught.value).startswith("r.json: ")
    assert "secret" not in str(caught.value)


def test_nobody_spoke() -> None:
    empty = {"TaskId": "t", "StatusText": "SUCCESS_WITH_NO_VALID_FRAGMENT", "StatusCode": 1}
    assert as_call(empty | BESIDE, "r.json")["turns"] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_check_reads_a_line_of_them_and_tells_what_to_add(name: str, tmp_path: Path) -> None:
    lines = write_jsonl(tmp_path / "calls.jsonl", [sample(name, **BESIDE), sample(name)])
    done = CliRunner().invoke(check, [str(lines)])
    assert done.exit_code == 1
    assert [json.loads(line)["call_id"] for line in done.stdout.splitlines()] == ["r"]
    assert "calls.jsonl line 2: field 'started_at' is missing, which a result of" in done.stderr


@pytest.fixture
def intake(store: Store, recordings: Recordings) -> Callable[..., list[Receipt]]:
    def run(*paths: Path, metadata: Path | None = None) -> list[Receipt]:
        named = str(metadata) if metadata else None
        return list(run_batch(store, recordings, [str(path) for path in paths], named))

    return run


def stored(store: Store) -> list[tuple[str, bool, list[tuple[str, float, float, str]]]]:
    """Every transcript: its call, whether a recording is kept, and the turns in brief."""
    with store.reading() as session:
        pairs = session.execute(
            select(Call, Transcript).join(Transcript, Transcript.call_id == Call.id)
        ).all()
        return [
            (call.call_id, call.recording is not None, brief({"turns": transcript.turns}))
            for call, transcript in pairs
        ]


@pytest.mark.parametrize("as_table", [True, False])
def test_a_row_names_a_vendors_json_or_a_recording_beside_one(
    intake: Callable[..., list[Receipt]], store: Store, tmp_path: Path, as_table: bool
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.json").write_bytes((HERE / "alibaba.json").read_bytes())
    (folder / "c.json").write_text('{"TaskId": "t", "StatusText": "SUCCESS"}')
    write_wav(folder / "b.wav")
    rows = [
        {key: value for key, value in fields(name, audio=audio, channels=SIDES).items()
         if key != "turns"}
        for name, audio in (("C", "c.json"), ("A", "a.json"), ("B", "b.wav"))
    ]  # fmt: skip
    table = write_jsonl((folder if as_table else tmp_path) / "calls.jsonl", rows)
    receipts = intake(folder) if as_table else intake(folder, metadata=table)
    assert sorted((r.outcome, r.code) for r in receipts) == [
        ("accepted", ""), ("accepted", ""), ("refused", "bad_import"),
    ]  # fmt: skip
    assert sorted(stored(store)) == [("A", False, TALK), ("B", True, TALK)]
    with store.reading() as session:
        call = session.scalars(select(Call).where(Call.call_id == "A")).one()
        assert call.agent_id == "8001"
        assert not {"Result", "audio"} & call.metadata_json.keys()


def test_a_json_alone_is_the_call_of_its_name(
    intake: Callable[..., list[Receipt]], store: Store, tmp_path: Path
) -> None:
    start = {"started_at": BESIDE["started_at"]}
    (tmp_path / "K7.json").write_text(json.dumps(sample("aws", **start)))
    (tmp_path / "K8.json").write_text(json.dumps(sample("aws")))
    receipts = intake(tmp_path / "K7.json", tmp_path / "K8.json")
    assert [(r.outcome, r.call_id, r.code) for r in receipts] == [
        ("accepted", "K7", ""),
        ("refused", "", "missing_field"),
    ]
    assert "name the file as 'audio' in a table with --metadata" in receipts[1].message
    assert [call for call, *_ in stored(store)] == ["K7"]


def test_a_row_that_names_some_other_json_is_refused(
    intake: Callable[..., list[Receipt]], tmp_path: Path
) -> None:
    (tmp_path / "x.json").write_text("{}")
    row = {key: value for key, value in fields("A", audio="x.json").items() if key != "turns"}
    (receipt,) = intake(write_jsonl(tmp_path / "calls.jsonl", [row]))
    assert "names x.json, which is no transcript of a known vendor" in receipt.message
