"""One confirmed violation as a report tells it: masked, in words, in the order of the columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.masking import mask_of
from audit.report.wording import (
    APPEALS,
    CALLED,
    DECISIONS,
    LAYERS,
    RECTIFICATIONS,
    SEVERITIES,
    SPEAKERS,
)
from audit.store import Call, Finding

# Turns before and after the evidence: enough to see what it answers and how it was taken.
_AROUND = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One turn, masked; `proof` where it is evidence and not its surroundings. Seconds of call."""

    turn: int
    speaker: str
    start_s: float
    text: str
    proof: bool

    def __str__(self) -> str:
        minutes, seconds = divmod(int(self.start_s), 60)
        mark = "＞" if self.proof else "　"
        return f"{mark}[{self.turn + 1}｜{minutes:02}:{seconds:02}] {self.speaker}：{self.text}"


@dataclass(frozen=True, slots=True)
class Case:
    """A finding that a person confirmed, with all that it rests on."""

    finding: Finding
    title: str
    lines: tuple[Line, ...]

    @property
    def call(self) -> Call:
        return self.finding.call

    @property
    def evidence(self) -> str:
        return "\n".join(map(str, self.lines))

    @property
    def clauses(self) -> str:
        """Titles, with the number where it was read in the text (mark V) alone."""
        return "；".join(
            clause["title"] + (clause["number"] if clause["mark"] == "V" else "")
            for clause in self.finding.clauses
        )

    @property
    def opinion(self) -> str:
        """Every decision of a person in turn, with its note."""
        return "；".join(
            f"{d.at:%Y-%m-%d %H:%M}Z {d.user.name} {DECISIONS[d.decision]}"
            + (f"（改为{SEVERITIES[d.severity]}）" if d.severity else "")
            + (f"：{mask_of(self.call)(d.note)}" if d.note else "")
            for d in self.finding.decisions
        )

    @property
    def appeals(self) -> str:
        """What the collector asked and was answered, without the words."""
        return "；".join(
            f"{made.at:%Y-%m-%d}Z 第{made.level}次：{APPEALS[made.outcome]}"
            for made in self.finding.appeals
        )

    @property
    def rectifications(self) -> str:
        """What follows from it: measure, owner, due day and how far it is."""
        return "；".join(
            f"{made.action}（{made.owner.name}，{made.due} 前，{RECTIFICATIONS[made.status]}）"
            for made in self.finding.rectifications
        )


def case_of(finding: Finding, titles: Mapping[str, str], around: int = _AROUND) -> Case:
    turns: Sequence[Mapping[str, Any]] = finding.audit.transcript.turns
    near = {at + by for at in finding.turns for by in range(-around, around + 1)}
    hide = mask_of(finding.call)
    lines = (
        Line(
            at,
            SPEAKERS[turn["speaker"]],
            turn["start"],
            hide(turn["text"]),
            at in finding.turns,
        )
        for at, turn in enumerate(turns)
        if at in near
    )
    return Case(finding, titles.get(finding.rule, finding.rule), tuple(lines))


def _start(case: Case) -> str:
    started = case.call.local_start
    return started.isoformat(timespec="seconds") if started else ""


def _layers(names: Iterable[str]) -> str:
    return "、".join(LAYERS[name] for name in names)


COLUMNS: Mapping[str, Callable[[Case], str | float]] = {
    "编号": lambda case: case.finding.id,
    "通话": lambda case: case.call.call_id,
    "通话时间": _start,
    "委托方": lambda case: case.call.client,
    "机构": lambda case: case.call.agency,
    "班组": lambda case: case.call.team,
    "工号": lambda case: case.call.agent_id,
    "坐席": lambda case: case.call.agent_name,
    "债务人": lambda case: mask_of(case.call)(case.call.debtor_name),
    "接听人": lambda case: CALLED.get(case.call.called_party or "", "未知"),
    "规则": lambda case: case.title,
    "严重程度": lambda case: SEVERITIES[case.finding.severity],
    "理由": lambda case: case.finding.reason,
    "证据": lambda case: case.evidence,
    "依据条款": lambda case: case.clauses,
    "复核": lambda case: case.opinion,
    "申诉": lambda case: case.appeals,
    "整改": lambda case: case.rectifications,
    "机器把握": lambda case: round(case.finding.confidence, 2),
    "由谁发现": lambda case: _layers(case.finding.found_by),
    "规则版本": lambda case: f"{case.finding.rule} v{case.finding.rule_version}",
    "规则包": lambda case: case.finding.audit.pack_rev[:12],
}
"""Header of each column and what stands in it."""
