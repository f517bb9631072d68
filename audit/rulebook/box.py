"""The test box: a few typed turns, judged by every rule, stored nowhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

from audit.clock import now
from audit.store.summary import CHINA
from checks.call import Call, CalledParty
from checks.judgment import CallResult
from checks.rulepack import RulePack
from checks.run import check_call
from transcribe.problem import Problem
from transcribe.transcript import Speaker, Turn

_LINE = re.compile(r"\s*(坐席|催收员|客户|对方|agent|customer|a|c)\s*[:：]\s*(.+)", re.IGNORECASE)
_AGENT = {"坐席", "催收员", "agent", "a"}
MOST_TURNS = 200
EXAMPLE = "坐席：您好，请问是张先生吗？\n客户：是我。\n坐席：今天不还我就去你单位闹。"


@dataclass(frozen=True, slots=True)
class Tried:
    """The turns as they were read, and what the pack says of them."""

    turns: tuple[Turn, ...]
    result: CallResult


def try_out(pack: RulePack, text: str, called_party: str = "") -> Tried:
    """Judge typed turns, "坐席：…" or "客户：…" a line. Problem `bad_turns` names the line."""
    turns = tuple(_turns(text))
    if not 0 < len(turns) <= MOST_TURNS:
        raise Problem("bad_turns", f"1 to {MOST_TURNS} lines are needed", mend="write them")
    party = cast(CalledParty, called_party) if called_party in get_args(CalledParty) else None
    # A call of this morning: days that are said can be reckoned, and the hour breaks no rule.
    start = now().astimezone(CHINA).replace(hour=10, minute=0, second=0, microsecond=0)
    call = Call("trial", turns, started_at=start, called_party=party)
    return Tried(turns, check_call(call, pack))


def _turns(text: str) -> Iterator[Turn]:
    """Three seconds each, with one between, as the tests inside rule files."""
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        found = _LINE.fullmatch(line)
        if found is None:
            raise Problem(
                "bad_turns", f"nobody says {line.strip()[:20]!r}", where=f"line {number + 1}",
                mend="begin it with 坐席： or 客户：",
            )  # fmt: skip
        speaker: Speaker = "agent" if found[1].lower() in _AGENT else "customer"
        yield Turn(speaker, number * 4.0, number * 4.0 + 3, found[2].strip())
