"""What happens to one call: transcribed, checked, recorded, or parked with the reason.

Plain functions over the store; audit/jobs.py makes them survive crashes. Texts stay in the
database and in memory: they never pass through the job engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from audit import journal
from audit.callformat import to_call
from audit.clock import now
from audit.config import Settings
from audit.contacts import stored_history
from audit.intake.accept import IMPORTED
from audit.recogniser import model_name
from audit.recordings import Recordings
from audit.review.carry import carry
from audit.risk import risk
from audit.scoring import Score, score
from audit.second_reader.kept import keep_opinions, known_opinions
from audit.second_reader.opinion import Opinion
from audit.store import Alert, Audit, Call, Fact, Finding, Store, Transcript
from audit.vectors import keep, recall
from checks import call as rules_call
from checks.judgment import CallResult, Judgment, Outcome
from checks.meaning.vectors import Vectors
from checks.rulepack import RulePack
from checks.run import check_call
from transcribe.problem import Problem
from transcribe.transcript import Transcript as Recognised

if TYPE_CHECKING:
    from audit.second_reader.reader import SecondReader

# From a minute to hourly: after 30 waits a good day has passed.
_LONGEST, MOST_WAITS = 60, 30
Hear = Callable[[Path, Mapping[str, str] | None, float], Recognised]
"""Transcribes a local file, given who speaks on which channel and its length in seconds."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of one transcript, not stored yet."""

    result: CallResult
    score: Score
    vectors: Vectors | None = None
    opinions: tuple[Opinion, ...] = ()


def asr_rev(settings: Settings) -> str:
    """Names the recognition that these settings ask for; one transcript of a call for each."""
    model = model_name(settings)
    return f"{settings.engine}:{model}" if model else settings.engine


def transcribe(
    store: Store, recordings: Recordings, call_pk: int, revision: str, hear: Hear
) -> int:
    """The id of the call's transcript: the one that it came with or that exists, else a new one.

    Raises Problem for a recording that cannot be used, HearingError where recognition failed.
    """
    with store.reading() as session:
        existing = _existing(session, call_pk, revision)
        call = session.get_one(Call, call_pk)
        recording = call.recording
    if existing is not None:
        return existing
    if recording is None:
        raise Problem("no_content", f"call {call.call_id} has neither recording nor turns")
    with recordings.local(recording.uri) as file:
        heard = hear(file, call.channels, recording.duration_s)
    try:
        with store.writing(alone=False) as session:
            transcript = _transcript(call_pk, revision, heard)
            session.add(transcript)
    except IntegrityError:  # a worker that was taken for dead finished it first
        with store.reading() as session:
            existing = _existing(session, call_pk, revision)
        if existing is None:
            raise
        return existing
    return transcript.id


def check(
    store: Store, transcript_pk: int, pack: RulePack, second: "SecondReader | None" = None
) -> Checked:
    """Check one transcript with the call's metadata and contact history; stores nothing.

    Where something stays doubtful and the owner named a `second` reader, that one is asked.
    """
    with store.reading() as session:
        transcript = session.get_one(Transcript, transcript_pk)
        call = call_to_check(session, transcript, pack.history_days)
        known = known_opinions(session, transcript.call_id, second.model) if second else {}
    vectors = recall(store, transcript_pk, call.turns, pack.reader) if pack.reader else None
    result = check_call(call, pack, vectors)
    opinions: tuple[Opinion, ...] = ()
    if second is not None:
        result, opinions = second.look(call, result, pack, known)
    return Checked(result, score(result, pack), vectors, opinions)


def call_to_check(session: Session, transcript: Transcript, history_days: int) -> rules_call.Call:
    """A stored call as rules see it, with so many days of contact history."""
    fields = transcript.call.metadata_json | {"turns": transcript.turns}
    return to_call(fields, stored_history(session, transcript.call, history_days))


def record(session: Session, transcript_pk: int, checked: Checked) -> int:
    """Store a result with findings, doubts, alerts, facts and vectors, and close the call; its id.

    All in the caller's transaction. A result that is there already is left as it is.
    """
    call = session.get_one(Transcript, transcript_pk).call
    result = checked.result
    audit = session.scalar(
        select(Audit).where(
            Audit.transcript_id == transcript_pk, Audit.pack_rev == result.pack_digest
        )
    )
    if audit is None:
        audit = Audit(
            call_id=call.id,
            transcript_id=transcript_pk,
            pack_rev=result.pack_digest,
            result=_as_json(checked),
            score=checked.score.value,
            undecided=_undecided(result),
            created_at=now(),
        )
        session.add(audit)
        session.flush()
        findings = [
            _finding(audit, j) for j in result.judgments if j.outcome is Outcome.HIT or j.doubtful
        ]
        session.add_all([*findings, *_alerts(audit, result), *_facts(audit, result)])
        session.flush()
        carry(session, audit, findings)
        keep_opinions(session, audit, checked.opinions)
        journal.append(
            session,
            "machine",
            "call audited",
            call=call.id,
            audit=audit.id,
            pack=result.pack_digest,
            findings=[finding.rule for finding in findings if not finding.doubtful],
            doubts=[finding.rule for finding in findings if finding.doubtful],
            **_asked(checked),
        )
    if checked.vectors is not None:
        keep(session, transcript_pk, checked.vectors)
    call.status, call.stage, call.risk, call.finished_at = "audited", "", risk(result), now()
    call.error_code = call.error = ""
    call.waits, call.wait_until = 0, None
    return audit.id


def put_back(session: Session, call_pk: int, code: str, text: str, first_s: float) -> None:
    """Let a call wait where something around it failed: a store that is away, a disk that is full.

    `first_s` seconds first, then twice as long each time up to 60 times that; in the end it is
    parked, because somebody must look.
    """
    call = session.get_one(Call, call_pk)
    if call.waits >= MOST_WAITS:
        park(session, call_pk, code, text)
        return
    call.wait_until = now() + timedelta(seconds=first_s * min(2**call.waits, _LONGEST))
    call.waits, call.try_no = call.waits + 1, call.try_no + 1
    call.status, call.error_code, call.error = "received", code, text
    journal.append(session, "machine", "call put back", call=call.id, code=code, waits=call.waits)


def park(session: Session, call_pk: int, code: str, text: str) -> None:
    """Set a call aside with the reason; its stage says how far it came. A person may retry it."""
    call = session.get_one(Call, call_pk)
    call.status, call.error_code, call.error, call.finished_at = "parked", code, text, now()
    journal.append(session, "machine", "call parked", call=call.id, stage=call.stage, code=code)


def _existing(session: Session, call_pk: int, revision: str) -> int | None:
    return session.scalar(
        select(Transcript.id)
        .where(
            Transcript.call_id == call_pk,
            or_(Transcript.asr_rev.in_((IMPORTED, revision)), Transcript.corrects_id.is_not(None)),
        )
        # What a person corrected goes before what came along, and that before what was heard.
        .order_by(
            Transcript.corrects_id.is_(None), Transcript.asr_rev != IMPORTED, Transcript.id.desc()
        )
        .limit(1)
    )


def _transcript(call_pk: int, revision: str, heard: Recognised) -> Transcript:
    return Transcript(
        call_id=call_pk,
        asr_rev=revision,
        turns=[turn.as_dict() for turn in heard.turns],
        duration_s=heard.duration_s,
        engine=heard.engine,
        model_digest=heard.model_digest,
        confidence=heard.confidence,
        created_at=now(),
    )


def _asked(checked: Checked) -> dict[str, Any]:
    """For the journal: about which rules the second reader was asked, and what came of it."""
    if not checked.opinions:
        return {}
    return {"second_reader": {o.rule: [o.model, o.outcome] for o in checked.opinions}}


def _as_json(checked: Checked) -> dict[str, Any]:
    """The complete result; each judgment has more keys than the command line promises."""
    result = checked.result
    return {
        "call_id": result.call_id,
        "pack": result.pack_digest,
        "judgments": [
            j.as_dict()
            | {"rule_version": j.rule_version, "spans": _spans(j), "doubtful": j.doubtful}
            for j in result.judgments
        ],
        "alerts": [alert.as_dict() for alert in result.alerts],
        "facts": [fact.as_dict() for fact in result.facts],
        "quality": dict(result.quality),
        "score": checked.score.as_dict(),
        "by_meaning": result.by_meaning,
    }


def _undecided(result: CallResult) -> str:
    open_ = (j for j in result.judgments if j.outcome is Outcome.UNDECIDED and not j.doubtful)
    return "".join(f",{judgment.rule}" for judgment in open_) + ","


def _spans(judgment: Judgment) -> list[dict[str, Any]]:
    return [{"turn": s.turn, "start": s.start, "end": s.end} for s in judgment.spans]


def _finding(audit: Audit, judgment: Judgment) -> Finding:
    return Finding(
        audit_id=audit.id,
        call_id=audit.call_id,
        rule=judgment.rule,
        rule_version=judgment.rule_version,
        severity=judgment.severity,
        turns=list(judgment.turns),
        quotes=list(judgment.quotes),
        spans=_spans(judgment),
        found_by=[layer.value for layer in judgment.found_by],
        confidence=judgment.confidence,
        reason=judgment.reason,
        clauses=[clause.as_dict() for clause in judgment.clauses],
        status="doubtful" if judgment.doubtful else "suspected",
        doubtful=judgment.doubtful,
    )


def _alerts(audit: Audit, result: CallResult) -> list[Alert]:
    return [
        Alert(
            audit_id=audit.id,
            call_id=audit.call_id,
            name=alert.name,
            turns=list(alert.turns),
            quotes=list(alert.quotes),
        )
        for alert in result.alerts
    ]


def _facts(audit: Audit, result: CallResult) -> list[Fact]:
    return [
        Fact(
            audit_id=audit.id,
            call_id=audit.call_id,
            type=fact.type,
            turn=fact.turn,
            values=dict(fact.values),
        )
        for fact in result.facts
    ]
