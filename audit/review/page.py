"""Everything that the page of one call shows, read in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from audit import journal
from audit.masking import Hide, mask_of
from audit.review.carry import no_longer_found
from audit.review.filters import Filters
from audit.review.marks import Mark, Segment, segments
from audit.review.notes import notes_of
from audit.review.permissions import call_for, may, visible
from audit.review.queue import by_weight, cursor, list_calls
from audit.store import (
    Alert,
    Audit,
    Call,
    Fact,
    Finding,
    LegalHold,
    Note,
    Recording,
    ReviewDecision,
    Store,
    Transcript,
    User,
)
from transcribe.problem import Problem


@dataclass(frozen=True, slots=True)
class Heard:
    """What the machine had heard where a person corrected it."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn, its text cut at the evidence; `findings` are the ids that it proves.

    `heard` is there only where a person corrected the turn.
    """

    index: int
    speaker: str
    start: float
    end: float
    segments: Sequence[Segment]
    findings: Sequence[int]
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call with its newest audit; before the audit everything but `call` is empty.

    `findings` hold the doubts, behind all others. `undecided` are judgments that are not even
    doubtful, as stored (rule, reason, severity); `score` is what audit/scoring.py stored, `quality`
    what checks/quality.py measured. `by_meaning` is false where the meaning layer was off in that
    audit. `gone` are findings of earlier audits that a correction made disappear, for reading only;
    `notes` are for those who review, `hold` says why it is kept.
    """

    call: Call
    transcript: Transcript | None
    turns: Sequence[TurnView]
    findings: Sequence[Finding]
    undecided: Sequence[Mapping[str, Any]]
    alerts: Sequence[Alert]
    facts: Sequence[Fact]
    quality: Mapping[str, float | None]
    score: Mapping[str, Any] | None
    by_meaning: bool = True
    gone: Sequence[Finding] = ()
    audit: Audit | None = None
    notes: Sequence[Note] = ()
    hold: LegalHold | None = None


def open_page(store: Store, person: User, call_id: int, *, unmasked: bool = False) -> CallPage:
    """Read the page and journal that it was looked at; `unmasked` leaves names and numbers.

    Problem `not_found`.
    """
    with store.writing() as session:
        call = session.scalar(_visible_call(person).where(Call.id == call_id))
        return _page(session, person, _found(call), unmasked=unmasked)


def open_page_of(store: Store, person: User, call_id: str, *, unmasked: bool = False) -> CallPage:
    """The same by the recorder's id."""
    with store.writing() as session:
        call = session.scalar(_visible_call(person).where(Call.call_id == call_id))
        return _page(session, person, _found(call), unmasked=unmasked)


def show_personal(store: Store, person: User, call_id: int) -> None:
    """Journal that a person has the names and numbers of a call shown.

    Problem `not_found` or `forbidden`.
    """
    with store.writing() as session:
        call_for(session, person, call_id, "see_personal")
        journal.append(session, person.name, "personal data shown", call=call_id)


def open_bare(store: Store, person: User, call_id: int, *, unmasked: bool = False) -> CallPage:
    """A call with its newest turns and nothing that anybody found; journaled like any look.

    Problem `not_found`.
    """
    with store.writing() as session:
        call = _found(session.scalar(_visible_call(person).where(Call.id == call_id)))
        journal.append(session, person.name, "call viewed", call=call.id)
        newest = select(Transcript).where(Transcript.call_id == call.id)
        transcript = session.scalar(newest.order_by(Transcript.id.desc()).limit(1))
        turns = _turns(transcript, (), str if unmasked else mask_of(call)) if transcript else ()
        return CallPage(call, transcript, turns, (), (), (), (), {}, None)


def listen(store: Store, person: User, call_id: int, *, again: bool) -> Recording:
    """The recording of a call; journals the listen unless it is only the rest of one (`again`)."""
    with store.reading() as session:
        call = _found(session.scalar(_visible_call(person).where(Call.id == call_id)))
    if call.recording is None:
        raise Problem("not_found", "this call has no recording", mend="read its transcript")
    if not again:
        with store.writing() as session:
            journal.append(session, person.name, "call listened", call=call.id)
    return call.recording


def next_call(store: Store, person: User, call: Call, filters: Filters) -> int | None:
    """The id of the call behind this one in the filtered queue, from its top again at the end.

    One that somebody else is at work on is passed over.
    """
    # Behind a call without risk there are only others of that kind: a walk through most of all.
    behind = call.risk > 0 or call.review in {"waiting", "doubtful"}
    for after in (cursor(call), "") if behind else ("",):
        for row in list_calls(store, person, filters, after, limit=2, unheld=True).rows:
            if row.call.id != call.id:
                return row.call.id
    return None


def _visible_call(person: User) -> Any:
    return select(Call).where(visible(person)).options(joinedload(Call.recording))


def _found(call: Call | None) -> Call:
    if call is None:
        raise Problem("not_found", "there is no such call", mend="check its id")
    return call


def _page(session: Session, person: User, call: Call, *, unmasked: bool) -> CallPage:
    shown = {"unmasked": True} if unmasked else {}
    journal.append(session, person.name, "call viewed", call=call.id, **shown)
    audit = session.scalar(
        select(Audit)
        .where(Audit.call_id == call.id)
        .options(
            joinedload(Audit.transcript).joinedload(Transcript.corrects),
            joinedload(Audit.transcript).joinedload(Transcript.corrected_by),
        )
        .order_by(Audit.id.desc())
        .limit(1)
    )
    if audit is None:
        return CallPage(call, None, (), (), (), (), (), {}, None)
    findings = sorted(_findings(session, audit), key=by_weight)
    result = audit.result
    return CallPage(
        call,
        audit.transcript,
        _turns(audit.transcript, findings, str if unmasked else mask_of(call)),
        findings,
        [
            j
            for j in result.get("judgments", ())
            if j["outcome"] == "undecided" and not j.get("doubtful")
        ],
        session.scalars(
            select(Alert).where(Alert.audit_id == audit.id).options(joinedload(Alert.call))
        ).all(),
        session.scalars(select(Fact).where(Fact.audit_id == audit.id).order_by(Fact.turn)).all(),
        result.get("quality", {}),
        cast(Mapping[str, Any] | None, result.get("score")),
        by_meaning=result.get("by_meaning", True),
        gone=no_longer_found(session, audit, findings),
        audit=audit,
        notes=notes_of(session, call.id) if may(person, "review") else (),
        hold=session.get(LegalHold, call.id),
    )


def _findings(session: Session, audit: Audit) -> Sequence[Finding]:
    decisions = selectinload(Finding.decisions).joinedload(ReviewDecision.user)
    return session.scalars(
        select(Finding)
        .where(Finding.audit_id == audit.id)
        .options(decisions, joinedload(Finding.call))
    ).all()


def _heard(transcript: Transcript, index: int, hide: Hide) -> Heard | None:
    if transcript.corrects is None:
        return None
    was, turn = transcript.corrects.turns[index], transcript.turns[index]
    same = (was["speaker"], was["text"]) == (turn["speaker"], turn["text"])
    return None if same else Heard(was["speaker"], hide(was["text"]))


def _turns(transcript: Transcript, findings: Sequence[Finding], hide: Hide) -> list[TurnView]:
    return [
        TurnView(
            index,
            turn["speaker"],
            turn["start"],
            turn["end"],
            segments(
                hide(turn["text"]),
                [
                    Mark(span["start"], span["end"], finding.id)
                    for finding in findings
                    for span in finding.spans
                    if span["turn"] == index
                ],
            ),
            [finding.id for finding in findings if index in finding.turns],
            _heard(transcript, index, hide),
        )
        for index, turn in enumerate(transcript.turns)
    ]
