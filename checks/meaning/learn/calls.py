"""Whole labelled calls as people write them (`data/calls/*.txt`; the form: data/README.md)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.meaning.labels import LABELS
from checks.meaning.learn.example import CALL, Example
from checks.meaning.pairs import pairs
from transcribe.problem import Problem
from transcribe.transcript import Speaker, Turn

# Rules about order, which no single turn shows by itself, stand in the labels of calls as well.
ORDER_RULES = frozenset(
    {"identity_disclosure", "premature_disclosure", "recording_notice", "third_party_disclosure"}
)
_SPEAKERS: Mapping[str, Speaker] = {"a": "agent", "c": "customer", "u": "unknown"}
_TURN = re.compile(r"(?P<really>[ac])(?:/(?P<marked>[acu]))? \[(?P<labels>[^\]]*)\] (?P<text>.+)")
# Seconds that a turn of so many characters lasts, for calls that were never spoken: 240 characters
# a minute, an unhurried rate.
_SECONDS_A_CHARACTER, _PAUSE = 0.25, 0.6


@dataclass(frozen=True, slots=True)
class Labelled:
    """One turn: who really speaks, who is said to speak, its labels with their values.

    `every` holds them as written: two promises in one turn are one label and two facts.
    """

    really: Speaker
    marked: Speaker
    labels: Mapping[str, Mapping[str, str]]
    every: Sequence[tuple[str, Mapping[str, str]]]
    text: str


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """`head` holds the call's metadata as written."""

    call_id: str
    head: Mapping[str, str]
    turns: tuple[Labelled, ...]

    def spoken(self) -> tuple[Turn, ...]:
        """The transcript, with times at an even rate."""
        out: list[Turn] = []
        at = 0.0
        for turn in self.turns:
            end = at + len(turn.text) * _SECONDS_A_CHARACTER
            out.append(Turn(turn.marked, round(at, 2), round(end, 2), turn.text))
            at = end + _PAUSE
        return tuple(out)


def read_calls(path: Path) -> Iterator[LabelledCall]:
    """Every call of a file; a Problem names the first line that is wrong."""
    head: list[str] = []
    turns: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# "):
            if head:
                yield _call(head, turns)
            head, turns = line[2:].split(), []
        elif line.strip():
            turns.append(_turn(line, f"{path.name}, line {number}", known=bool(head)))
    if head:
        yield _call(head, turns)


def turn_examples(call: LabelledCall) -> Iterator[Example]:
    """One example a turn, in the context in which a call's turns are read."""
    for turn, (before, text) in zip(call.turns, pairs(call.spoken()), strict=True):
        side: Any = turn.really
        yield Example(CALL, _shown(turn), before, text, side)


def _shown(turn: Labelled) -> frozenset[str]:
    shown = {label for label in turn.labels if label in LABELS}
    if {"self_name", "self_institution"} <= shown:
        shown.add("self_introduction")
    return frozenset(shown)


def _call(head: Sequence[str], turns: Sequence[Labelled]) -> LabelledCall:
    values = dict(part.split("=", 1) for part in head[1:] if "=" in part)
    return LabelledCall(head[0], values, tuple(turns))


def _turn(line: str, where: str, *, known: bool) -> Labelled:
    found = _TURN.fullmatch(line)
    every = tuple(_labels(found["labels"])) if found else ()
    labels = dict(every)
    wrong = labels.keys() - LABELS.keys() - ORDER_RULES
    if not found or not known or wrong:
        raise Problem(
            "meaning_data",
            f"is no labelled turn{f': unknown {sorted(wrong)}' if wrong else ''}",
            where=where,
            mend="write: a [label, label] text, below a line # ID key=value",
        )
    really, marked = _SPEAKERS[found["really"]], _SPEAKERS[found["marked"] or found["really"]]
    return Labelled(really, marked, labels, every, found["text"].strip())


def _labels(written: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for part in filter(None, (part.strip() for part in written.split(","))):
        name, *values = part.split()
        yield name, dict(value.split("=", 1) for value in values)
