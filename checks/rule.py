"""One rule: what it is for, the conditions it is made of, and how they become a judgment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from checks.answer import Answer, Match, Truth
from checks.lexicon import Lexicons
from checks.naming import check_names
from checks.operators import OPERATORS
from checks.operators.check import Check
from checks.params import flag, number, one_of
from checks.reach import AnswerOf, reach
from checks.scene import Scene
from checks.scope import Scope
from checks.source import within
from checks.when import When, evaluate, names, read_when
from transcribe.problem import Problem

Severity = Literal["critical", "major", "minor"]
"""致命, 严重, 一般."""
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
STAGES = ("draft", "trial", "stable", "retired")


@dataclass(frozen=True, slots=True)
class Condition:
    """A named operator with the scope in which it looks, and the speech acts that either names.

    `days` is how many calendar days of contact history it counts, this one included.
    """

    scope: Scope
    check: Check
    acts: frozenset[str] = frozenset()
    days: int = 1

    @classmethod
    def read(cls, raw: Mapping[str, Any], lexicons: Lexicons) -> "Condition":
        params = {k: v for k, v in raw.items() if k not in ("operator", "scope")}
        name = raw.get("operator", "")
        if name not in OPERATORS:
            raise Problem(
                "rule_operator",
                f"there is no operator {name!r}",
                where="operator",
                mend=f"use one of {sorted(OPERATORS)}",
            )
        with within("scope"):
            scope = Scope.read(raw.get("scope", {}))
        acts = frozenset({*scope.acts, *params.get("acts", ())})
        check = OPERATORS[name](params, lexicons)
        return cls(scope, check, acts, int(params.get("days", 1)))

    def answer(self, scene: Scene, answer_of: AnswerOf) -> Answer:
        return reach(self.check, self.scope, scene, answer_of)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule file, read. `titles` and `reasons` by language (zh, en).

    `applies` decides whether the rule concerns the call at all; `minor_when` names a condition that
    makes a hit a minor one (不宜 beside 不应 in one rule, "" for none); `evidence` names those
    whose matches prove a hit, `first_only` keeps just the earliest match of the first of them
    that has one. `weight` (0 or more) and `veto` are for the scorecard: how much a hit counts, and
    whether it alone fails the call.
    """

    id: str
    version: int
    stage: str
    severity: Severity
    titles: Mapping[str, str]
    reasons: Mapping[str, str]
    rationale: str
    review_guide: str
    false_positives: tuple[str, ...]
    conditions: Mapping[str, Condition]
    applies: When | None
    minor_when: str
    when: When
    evidence: tuple[str, ...]
    first_only: bool
    tests: tuple[Mapping[str, Any], ...]
    weight: float = 1.0
    veto: bool = False

    @classmethod
    def read(cls, raw: Mapping[str, Any], lexicons: Lexicons) -> "Rule":
        conditions = dict(_conditions(raw["conditions"], lexicons))
        evidence = raw.get("evidence", [])
        first_only = isinstance(evidence, dict)
        rule = cls(
            raw["id"],
            int(raw["version"]),
            one_of(raw, "stage", STAGES),
            cast(Severity, one_of(raw, "severity", SEVERITIES)),
            raw["title"],
            raw["reason"],
            raw["rationale"],
            raw["review_guide"],
            tuple(raw["false_positives"]),
            conditions,
            _when(raw, "applies") if "applies" in raw else None,
            raw.get("minor_when", ""),
            _when(raw, "when"),
            tuple(evidence["first"] if first_only else evidence),
            first_only,
            tuple(raw["tests"]),
            number(raw, "weight", 1),
            flag(raw, "veto"),
        )
        check_names(
            conditions,
            when=names(rule.when),
            applies=names(rule.applies) if rule.applies else (),
            evidence=rule.evidence,
            minor_when=filter(None, [rule.minor_when]),
        )
        return rule

    def look(self, scene: Scene) -> "Look":
        return Look(self, scene, {})


def _conditions(raw: Mapping[str, Any], lexicons: Lexicons) -> Iterator[tuple[str, Condition]]:
    for name, body in raw.items():
        with within("conditions", name):
            yield name, Condition.read(body, lexicons)


def _when(raw: Mapping[str, Any], name: str) -> When:
    with within(name):
        return read_when(raw[name])


@dataclass(slots=True)
class Look:
    """One rule looking at one call; every condition is answered at most once."""

    rule: Rule
    scene: Scene
    answers: dict[str, Answer]

    def answer(self, name: str) -> Answer:
        found = self.answers.get(name)
        if found is None:
            found = self.rule.conditions[name].answer(self.scene, self.answer)
            self.answers[name] = found
        return found

    def truth(self, when: When) -> Truth:
        return evaluate(when, self._truth)

    def _truth(self, name: str) -> Truth:
        return self.answer(name).truth

    def matches(self) -> list[Match]:
        """The evidence, in the order of the call."""
        groups = [sorted(self.answer(name).matches, key=_place) for name in self.rule.evidence]
        if self.rule.first_only:
            return next((group[:1] for group in groups if group), [])
        return sorted({match for group in groups for match in group}, key=_place)

    def severity(self) -> Severity:
        """How heavy a hit in this call is."""
        lesser = self.rule.minor_when
        return "minor" if lesser and self.answer(lesser).truth else self.rule.severity

    def support(self, evidence: list[Match]) -> list[Match]:
        """What a hit with that evidence rests on.

        The evidence, or for a rule without evidence turns (the hour, the contact history)
        whatever made it true.
        """
        return evidence or [m for a in self.answers.values() if a.truth for m in a.matches]

    def missing(self) -> set[str]:
        """Names of the facts that kept conditions open."""
        return {answer.missing for answer in self.answers.values() if answer.truth is None}


def _place(match: Match) -> tuple[int, int, int]:
    return (match.span.turn, match.span.start, match.span.end)
