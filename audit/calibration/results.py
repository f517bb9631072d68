"""What a sample says of the machine and of the readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from audit.calibration.agreement import Agreement, agreement
from audit.calibration.intervals import Share
from audit.review.permissions import demand
from audit.store import Sample, SampleAnswer, SampleItem, Store, User
from transcribe.problem import Problem


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule: how readers agree, and the machine against what they said in the end.

    `precision` is of the calls in which the machine found it, `recall` of those in which people
    did; both hold for the calls of the sample alone.
    """

    rule: str
    readers: Agreement
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True)
class Results:
    """`missed` is the share of calls without a finding in which people found a violation.

    `unsettled` are items whose readers differ and nobody settled; they count in nothing.
    """

    read: int
    missed: Share
    false_alarms: Share
    rules: Sequence[RuleResult]
    unsettled: Sequence[SampleItem]
    missed_items: Sequence[SampleItem]


def results(store: Store, person: User, sample_id: int) -> Results:
    """Of the items that all their readers answered. Problem `forbidden` or `not_found`.

    Whoever only reads gets them once nothing is left to read, so that nobody is led.
    """
    demand(person, "review")
    items, readers = _items(store, sample_id)
    full = [item for item in items if len(item.answers) >= readers]
    if len(full) < len(items):
        demand(person, "draw_sample")
    settled = {item.id: rules for item in full if (rules := truth(item)) is not None}
    known = [item for item in full if item.id in settled]
    clean = [item for item in known if not item.machine]
    flagged = [item for item in known if item.machine]
    missed = [item for item in clean if settled[item.id]]
    return Results(
        len(full),
        Share(len(missed), len(clean)),
        Share(sum(not settled[item.id] for item in flagged), len(flagged)),
        [_rule(rule, full, known, settled) for rule in _named(full, settled)],
        [item for item in full if item.id not in settled],
        missed,
    )


def truth(item: SampleItem) -> frozenset[str] | None:
    """What was settled, else what all readers say alike; None where they differ."""
    if item.agreed is not None:
        return frozenset(item.agreed)
    said = {frozenset(each.rules) for each in item.answers}
    return said.pop() if len(said) == 1 else None


def _items(store: Store, sample_id: int) -> tuple[Sequence[SampleItem], int]:
    with store.reading() as session:
        sample = session.get(Sample, sample_id)
        if sample is None:
            raise Problem("not_found", "there is no such sample", mend="see the list")
        wanted = select(SampleItem).where(SampleItem.sample_id == sample_id)
        answers = selectinload(SampleItem.answers).joinedload(SampleAnswer.user)
        loaded = wanted.options(answers, joinedload(SampleItem.call)).order_by(SampleItem.id)
        return session.scalars(loaded).all(), sample.readers


def _named(items: Sequence[SampleItem], settled: Mapping[int, frozenset[str]]) -> list[str]:
    said = {rule for item in items for each in item.answers for rule in each.rules}
    found = {rule for item in items for rule in item.machine}
    return sorted(said | found | {rule for rules in settled.values() for rule in rules})


def _rule(
    rule: str,
    full: Sequence[SampleItem],
    known: Sequence[SampleItem],
    settled: Mapping[int, frozenset[str]],
) -> RuleResult:
    pairs = [
        (rule in item.answers[0].rules, rule in item.answers[1].rules)
        for item in full
        if len(item.answers) > 1
    ]
    machine = [item for item in known if rule in item.machine]
    people = [item for item in known if rule in settled[item.id]]
    return RuleResult(
        rule,
        agreement(pairs),
        Share(sum(rule in settled[item.id] for item in machine), len(machine)),
        Share(sum(rule in item.machine for item in people), len(people)),
    )
