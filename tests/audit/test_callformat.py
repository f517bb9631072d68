"""The call format: every kind of bad line is told with file, line, field and mend."""

import json
from typing import Any

import pytest

from audit.callformat import RawCall, parse_calls, read_calls, to_call
from transcribe.problem import Problem

GOOD: dict[str, Any] = {
    "call_id": "T1",
    "started_at": "2026-03-02T22:15:00+08:00",
    "agent": {"id": "8021", "name": "测试员"},
    "debtor": {"name": "某某"},
    "phone": "P1",
    "vendor_field": {"kept": True},
    "turns": [{"speaker": "agent", "start": 0.5, "end": 2, "text": "您好"}],
}


def parse(*lines: bytes | dict[str, Any]) -> list[RawCall | Problem]:
    return list(
        parse_calls(
            [
                x if isinstance(x, bytes) else json.dumps(x, ensure_ascii=False).encode()
                for x in lines
            ],
            "calls.jsonl",
        )
    )


def changed(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in (GOOD | fields).items() if value != "DROP"}


def turn(**fields: Any) -> dict[str, Any]:
    return changed(turns=[GOOD["turns"][0] | fields])


def half(fields: dict[str, Any]) -> bytes:
    """The line with half of a character, as only an escape in JSON can write it."""
    return json.dumps(fields).replace("HALF", "好\\ud800").encode()


def test_a_good_line_is_kept_whole() -> None:
    (call,) = parse(GOOD)
    assert isinstance(call, RawCall)
    assert call.fields == GOOD
    seen = to_call(call.fields)
    assert (seen.call_id, seen.agent_name, seen.number) == ("T1", "测试员", "P1")
    assert seen.started_at is not None
    assert seen.started_at.hour == 22
    assert seen.contacts is None


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (b'{"call_id": "T1"\n', "broken_json", "column 17"),
        (b"[" * 100_000, "broken_json", "one complete JSON object"),
        (b'{"call_id": "\xff"}', "not_utf8", "save the file as UTF-8"),
        (b"[1]", "not_an_object", "JSON object"),
        (changed(call_id="DROP"), "missing_field", "'call_id' is missing"),
        (changed(started_at="DROP"), "missing_field", "'started_at' is missing"),
        (changed(call_id=7), "bad_field", "'call_id'"),
        (changed(call_id=""), "bad_field", "'call_id'"),
        (changed(started_at="2026-03-02T10:15:00"), "bad_field", "ISO 8601 with offset"),
        (changed(started_at="yesterday"), "bad_field", "ISO 8601 with offset"),
        (changed(started_at="0001-01-01T00:00:00+08:00"), "bad_field", "ISO 8601 with offset"),
        (changed(duration_s="12"), "bad_field", "'duration_s'"),
        (changed(agent={"id": 8021}), "bad_field", "'agent.id'"),
        (changed(called_party="mother"), "bad_field", "'called_party'"),
        (changed(turns="DROP"), "no_content", "neither 'audio' nor 'turns'"),
        (turn(speaker="robot"), "bad_field", "'turns[0].speaker'"),
        (turn(end=0.1), "bad_field", "'end' lies before 'start'"),
        (turn(start="0"), "bad_field", "'turns[0].start'"),
        (turn(end=float("nan")), "bad_field", "'turns[0].end'"),
        (changed(turns=[GOOD["turns"][0] | {"start": 1}, GOOD["turns"][0]]), "bad_field", "turn 1"),
        (half(turn(text="HALF")), "bad_text", "'turns[0].text' holds half of a surrogate pair"),
        (half(changed(debtor={"name": "HALF"})), "bad_text", "'debtor.name'"),
        (half(changed(vendor_field=[{"HALF": 1}])), "bad_text", "'vendor_field[0].a name'"),
        (half(changed(HALF={"x": "HALF"})), "bad_text", "holds half"),
    ],
)
def test_a_bad_line_is_told_and_the_next_one_read(line: Any, code: str, says: str) -> None:
    problem, good = parse(line, changed(call_id="T2"))
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert problem.where == "calls.jsonl line 1"
    assert problem.mend
    assert says in str(problem)
    assert str(problem).encode()
    assert isinstance(good, RawCall)


def test_a_whole_pair_is_a_character_and_depth_is_no_fault() -> None:
    line = json.dumps(turn(text="PAIR", vendor_field="DEEP")).replace("PAIR", "\\ud83d\\ude00")
    (call,) = parse(line.replace('"DEEP"', "[" * 700 + "]" * 700).encode())
    assert isinstance(call, RawCall)
    assert call.fields["turns"][0]["text"] == "😀"


def test_a_second_use_of_an_id_names_the_first() -> None:
    _, problem = parse(GOOD, GOOD)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where) == ("duplicate_in_file", "calls.jsonl line 2")
    assert "line 1" in str(problem)


def test_byte_order_mark_and_empty_lines_are_no_fault() -> None:
    (call,) = parse(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), b"\n", b"  \r\n")
    assert isinstance(call, RawCall)


def test_a_file_without_calls_or_missing_is_told(tmp_path: Any) -> None:
    (problem,) = parse(b"\n")
    assert isinstance(problem, Problem)
    assert problem.code == "no_calls"
    with pytest.raises(Problem, match="cannot be read"):
        list(read_calls(tmp_path / "none.jsonl"))


def test_no_value_of_a_call_appears_in_a_problem() -> None:
    (problem,) = parse(changed(called_party="13800138000", phone=13800138000))
    assert isinstance(problem, Problem)
    assert "13800138000" not in str(problem)
