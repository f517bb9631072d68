"""Labelled calls as people write them, turned into the call format."""

from pathlib import Path

from audit.evaluation.convert import as_call
from checks.meaning.learn.calls import read_calls

_PROMISES = "promise_to_pay amount=2000 date=2026-03-10,promise_to_pay amount=4000 date=2026-03-20"
_CALL = f"""# X1 called=debtor debtor=张三 at=2026-03-02T10:15+08:00 amount=6000
a [debt_detail] 您还有六千没还。
c [{_PROMISES}] 十号两千，二十号四千。
"""


def test_two_promises_in_one_turn_are_two_facts(tmp_path: Path) -> None:
    path = tmp_path / "calls.txt"
    path.write_text(_CALL, encoding="utf-8")
    (call,) = read_calls(path)
    assert as_call(call)["labels"]["facts"] == [
        {"type": "promise_to_pay", "turn": 1, "amount": 2000, "date": "2026-03-10"},
        {"type": "promise_to_pay", "turn": 1, "amount": 4000, "date": "2026-03-20"},
    ]
