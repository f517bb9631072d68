"""Compares what the checks say of labelled calls with the labels (rules.md, last paragraph)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.evaluation.labels import Labels
from audit.evaluation.tally import Tally, rounded, share
from checks.judgment import CallResult, Fact, Judgment, Outcome

ALWAYS_LABELLED = "promise_to_pay"
"""The one fact type that every evaluation set labels. Another type is compared only in a set whose
labels hold it at least once: elsewhere its absence from the labels says nothing."""

Pair = tuple[Labels, CallResult]


@dataclass(slots=True)
class Evaluation:
    """The figures of one labelled set; `alarmed` of its `clean` calls had a false alarm."""

    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    alerts: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    facts: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    clean: int = 0
    alarmed: int = 0

    @property
    def macro_f1(self) -> float | None:
        """The mean F1 of the rules with at least one violation or one false alarm."""
        values = [t.f1 for t in self.rules.values() if t.f1 is not None]
        return sum(values) / len(values) if values else None

    @property
    def micro_f1(self) -> float | None:
        """F1 of the counts of all rules together."""
        tallies = self.rules.values()
        return Tally(
            tp=sum(t.tp for t in tallies),
            fp=sum(t.fp for t in tallies),
            fn=sum(t.fn for t in tallies),
        ).f1

    @property
    def clean_false_alarm(self) -> float | None:
        """The share of calls without any labelled violation in which a rule hit all the same."""
        return share(self.alarmed, self.clean)

    def as_dict(self) -> dict[str, Any]:
        return {
            "rules": _as_dicts(self.rules),
            "macro_f1": rounded(self.macro_f1),
            "micro_f1": rounded(self.micro_f1),
            "clean_false_alarm": rounded(self.clean_false_alarm),
            "alerts": _as_dicts(self.alerts),
            "facts": _as_dicts(self.facts),
        }


def evaluate(pairs: Sequence[Pair], alerts: Iterable[str] = ()) -> Evaluation:
    """Compare every result with its labels; `alerts` are names to count even if they never come.

    A rule that only the labels name counts its violations as misses.
    """
    total = Evaluation()
    labelled_rules = {rule for labels, _ in pairs for rule in labels.violations}
    alert_names = set(alerts).union(
        *(labels.alerts | {alert.name for alert in result.alerts} for labels, result in pairs)
    )
    fact_types = {ALWAYS_LABELLED, *(f["type"] for labels, _ in pairs for f in labels.facts)}
    for labels, result in pairs:
        _rules(total, labels, result, labelled_rules)
        _alerts(total.alerts, labels, result, alert_names)
        for type_ in fact_types:
            _facts(total.facts[type_], labels, result, type_)
    return total


def _rules(total: Evaluation, labels: Labels, result: CallResult, labelled: set[str]) -> None:
    judged = {judgment.rule: judgment for judgment in result.judgments}
    for rule in (judged.keys() | labelled) - labels.ambiguous:
        _rule(total.rules[rule], labels.violations.get(rule), judged.get(rule))
    if not labels.violations:
        hits = {j.rule for j in result.judgments if j.outcome is Outcome.HIT}
        total.clean += 1
        total.alarmed += bool(hits - labels.ambiguous)


def _rule(tally: Tally, labelled: frozenset[int] | None, judged: Judgment | None) -> None:
    """`labelled` is None where the rule was not broken, `judged` where the pack lacks the rule."""
    outcome = judged.outcome if judged else Outcome.CLEAR
    tally.undecided += outcome is Outcome.UNDECIDED
    if outcome is Outcome.HIT:
        tally.found(right=labelled is not None)
    elif labelled is not None or outcome is not Outcome.UNDECIDED:
        tally.missing(right=labelled is None)
    if judged and outcome is Outcome.HIT and labelled is not None:
        tally.show(labelled, frozenset(judged.turns))


def _alerts(tallies: dict[str, Tally], labels: Labels, result: CallResult, names: set[str]) -> None:
    raised = {alert.name for alert in result.alerts}
    for name in names:
        if name in raised:
            tallies[name].found(right=name in labels.alerts)
        else:
            tallies[name].missing(right=name not in labels.alerts)


def _facts(tally: Tally, labels: Labels, result: CallResult, type_: str) -> None:
    """Match one to one; every value that the label gives must be equal, the turn only shows."""
    wanted = [fact for fact in labels.facts if fact["type"] == type_]
    found = [fact for fact in result.facts if fact.type == type_]
    if not wanted and not found:
        tally.missing(right=True)
    for fact in found:
        match = next((label for label in wanted if _same(label, fact)), None)
        tally.found(right=match is not None)
        if match is not None:
            wanted.remove(match)
            tally.show(frozenset({match["turn"]} - {None}), frozenset({fact.turn}))
    tally.fn += len(wanted)


def _same(label: Mapping[str, Any], fact: Fact) -> bool:
    values = {key: value for key, value in label.items() if key not in ("type", "turn")}
    return all(fact.values.get(key) == value for key, value in values.items())


def _as_dicts(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {name: tallies[name].as_dict() for name in sorted(tallies)}
