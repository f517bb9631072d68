"""Runs the tests that stand inside rule, alert and act files."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from checks.call import Call, CalledParty, Contact
from checks.dialogue.acts import Act
from checks.judgment import Outcome
from checks.rule import Rule
from checks.rulepack import RulePack
from checks.run import judge, see
from transcribe.problem import Problem
from transcribe.transcript import Speaker, Turn


@dataclass(frozen=True, slots=True)
class Tried:
    """One test of one file; `known_miss` marks a gap that is kept visible and must still fail."""

    file: str
    name: str
    passed: bool
    known_miss: bool
    told: str


def try_pack(pack: RulePack) -> Iterator[Tried]:
    """Run every test of the pack."""
    for rule in (*pack.rules.values(), *pack.alerts.values()):
        yield from try_rule(rule, pack)
    for act in pack.acts:
        for number, test in enumerate(act.tests, 1):
            with _readable(act.id, number):
                tried = _try_act(act, test, pack)
            yield tried


def try_rule(rule: Rule, pack: RulePack) -> Iterator[Tried]:
    """Run every test of one rule with the acts and the model of `pack`."""
    for number, test in enumerate(rule.tests, 1):
        with _readable(rule.id, number):
            tried = _try_rule(rule, test, pack)
        yield tried


@contextmanager
def _readable(file: str, number: int) -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise Problem(
            "rule_test",
            f"test {number} cannot be read",
            where=f"{file}.yaml",
            mend="run rules lint, which tells what is wrong with it",
        ) from error


def call_of(test: Mapping[str, Any], name: str) -> Call:
    """The call that a test describes: metadata under `call`, and its `turns`.

    A turn is [speaker, text], said for three seconds with one of silence after it, or
    [speaker, text, start, end] in seconds, with the loudness in decibels as a fifth.
    """
    raw = dict(test.get("call", {}))
    started = raw.pop("started_at", None)
    contacts = raw.pop("contacts", None)
    length = raw.pop("duration_s", None)
    return Call(
        name,
        tuple(_turn(i, turn) for i, turn in enumerate(test["turns"])),
        started_at=datetime.fromisoformat(started) if started else None,
        called_party=cast(CalledParty | None, raw.pop("called_party", None)),
        callback_requested=raw.pop("callback_requested", "false") == "true",
        contacts=None if contacts is None else tuple(_contact(c) for c in contacts),
        duration_s=None if length is None else float(length),
        **raw,
    )


def _turn(number: int, raw: Sequence[str]) -> Turn:
    speaker, text, *numbers = raw
    start, end, *energy = map(float, numbers or (number * 4, number * 4 + 3))
    return Turn(cast(Speaker, speaker), start, end, text, energy_db=next(iter(energy), None))


def _contact(raw: Mapping[str, str]) -> Contact:
    started = datetime.fromisoformat(raw["started_at"])
    return Contact(started, raw["connected"] == "true", raw.get("number", ""))


def _try_rule(rule: Rule, test: Mapping[str, Any], pack: RulePack) -> Tried:
    """Run one test of a rule.

    `hits: [n, ...]` asks for a hit with just these turns, `hits: []` for no hit, `outcome:` for
    that outcome alone.
    """
    judged = judge(rule, see(call_of(test, test["name"]), pack), pack)
    hits = sorted(int(turn) for turn in test.get("hits", ()))
    wanted = Outcome(test.get("outcome", "hit" if hits else "clear"))
    same_turns = not hits or list(judged.turns) == hits
    if "outcome" not in test and not hits:
        passed = judged.outcome in (Outcome.CLEAR, Outcome.NOT_APPLICABLE)
    else:
        passed = judged.outcome is wanted and same_turns
    return _tried(rule.id, test, passed, f"{judged.outcome} {list(judged.turns)}")


def _try_act(act: Act, test: Mapping[str, Any], pack: RulePack) -> Tried:
    """An act's test is one `text` with, where it replies, the other side's `before`.

    It tries what stands in the file, the words: a sentence without its call is not what the
    meaning layer reads. How well acts are found in calls say the figures (docs/judging.md).
    """
    pack = replace(pack, reader=None)
    other = "customer" if act.speaker == "agent" else "agent"
    turns = [[act.speaker, test["text"]]]
    if "before" in test:
        turns.insert(0, [other, test["before"]])
    scene = see(call_of({**test, "turns": turns}, act.id), pack)
    hit = scene.acted(act.id, len(turns) - 1)
    return _tried(
        act.id, {"name": test["text"], **test}, hit is (test["hit"] == "true"), f"hit={hit}"
    )


def _tried(file: str, test: Mapping[str, Any], passed: bool, told: str) -> Tried:
    return Tried(file, test["name"], passed, test.get("known_miss") == "true", told)
