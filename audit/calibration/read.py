"""Reading a sample: each reader alone, without the machine's answer and without the others'."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from audit import journal
from audit.clock import now
from audit.review.page import CallPage, open_bare
from audit.review.permissions import demand, may, visible
from audit.store import (
    Call,
    Finding,
    ReviewDecision,
    Sample,
    SampleAnswer,
    SampleItem,
    Store,
    User,
)
from transcribe.problem import Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """A sample in a list: how many answers there are of how many, and how many are still mine."""

    sample: Sample
    calls: int
    answers: int
    mine_left: int

    @property
    def complete(self) -> bool:
        return self.answers >= self.calls * self.sample.readers


def list_samples(store: Store, person: User) -> Sequence[Progress]:
    """The newest first. Problem `forbidden`."""
    demand(person, "review")
    with store.reading() as session:
        samples = session.scalars(select(Sample).order_by(Sample.id.desc())).all()
        return [_progress(session, person, sample) for sample in samples]


def load_sample(store: Store, person: User, sample_id: int) -> Progress:
    """One sample with its items. Problem `not_found` or `forbidden`."""
    demand(person, "review")
    with store.reading() as session:
        sample = session.get(Sample, sample_id, options=[selectinload(Sample.items)])
        if sample is None:
            raise Problem("not_found", "there is no such sample", mend="see the list")
        return _progress(session, person, sample)


def next_item(store: Store, person: User, sample_id: int) -> int | None:
    """The next item for this reader, None when nothing is left."""
    demand(person, "review")
    with store.reading() as session:
        left = _left(person, sample_id).order_by(SampleItem.id).limit(1)
        return session.scalar(left)


def open_item(store: Store, person: User, item_id: int) -> tuple[SampleItem, CallPage]:
    """An item's call as it was heard, masked, without anything that was found in it.

    Problem `not_found`, also where it is not this reader's to read.
    """
    demand(person, "review")
    with store.reading() as session:
        item = session.get(SampleItem, item_id, options=[selectinload(SampleItem.sample)])
        mine = item and session.scalar(
            _left(person, item.sample_id).where(SampleItem.id == item_id)
        )
    if item is None or mine is None:
        raise Problem("not_found", "this call is not to be read by you", mend="see the list")
    return item, open_bare(store, person, item.call_id)


def answer(
    store: Store,
    person: User,
    item_id: int,
    rules: Collection[str],
    known: Collection[str],
    *,
    note: str = "",
) -> None:
    """Keep what this reader found, once. Problem `not_found`, `bad_rule` or `conflict`."""
    item, _page = open_item(store, person, item_id)
    if set(rules) - set(known):
        raise Problem("bad_rule", "there is no such rule", mend="choose some of the list")
    try:
        with store.writing() as session:
            session.add(
                SampleAnswer(
                    item_id=item.id, user_id=person.id, rules=sorted(set(rules)),
                    note=note.strip(), at=now(),
                )
            )  # fmt: skip
            session.flush()
            journal.append(session, person.name, "sample answered", item=item.id)
    except IntegrityError as error:
        raise Problem("conflict", "you answered this one already", mend="take the next") from error


def agree(
    store: Store, by: User, item_id: int, rules: Collection[str], known: Collection[str]
) -> SampleItem:
    """What the readers settled on after talking about it. Problem as of `answer`."""
    demand(by, "draw_sample")
    if set(rules) - set(known):
        raise Problem("bad_rule", "there is no such rule", mend="choose some of the list")
    with store.writing() as session:
        item = session.get(SampleItem, item_id, options=[selectinload(SampleItem.answers)])
        if item is None:
            raise Problem("not_found", "there is no such item", mend="see the sample")
        item.agreed, item.agreed_by_id = sorted(set(rules)), by.id
        journal.append(session, by.name, "sample settled", item=item.id)
        return item


def _progress(session: Session, person: User, sample: Sample) -> Progress:
    items = select(func.count()).select_from(SampleItem).where(SampleItem.sample_id == sample.id)
    answers = (
        select(func.count())
        .select_from(SampleAnswer)
        .join(SampleAnswer.item)
        .where(SampleItem.sample_id == sample.id)
    )
    left = select(func.count()).select_from(_left(person, sample.id).subquery())
    return Progress(
        sample,
        session.scalar(items) or 0,
        session.scalar(answers) or 0,
        (session.scalar(left) or 0) if may(person, "review") else 0,
    )


def _left(person: User, sample_id: int) -> Select[int]:
    """Items that still need a reader, and whose call this person neither read nor decided about."""
    answers = select(func.count()).where(SampleAnswer.item_id == SampleItem.id).scalar_subquery()
    mine = exists().where(SampleAnswer.item_id == SampleItem.id, SampleAnswer.user_id == person.id)
    decided = exists().where(
        Finding.call_id == SampleItem.call_id,
        ReviewDecision.finding_id == Finding.id,
        ReviewDecision.user_id == person.id,
    )
    return (
        select(SampleItem.id)
        .join(SampleItem.sample)
        .join(Call, Call.id == SampleItem.call_id)
        .where(
            SampleItem.sample_id == sample_id,
            visible(person),
            answers < Sample.readers,
            not_(mine),
            not_(decided),
        )
    )
