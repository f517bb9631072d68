"""What happens to one call: transcribed, checked, recorded, or parked with the reason.

Plain functions over the store; audit/jobs.py makes them survive crashes. Texts stay in the
database and in memory: they never pass through the job engine.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from audit import journal
from audit.callformat import to_call
from audit.checked import Checked
from audit.clock import now
from audit.config import Settings
from audit.contacts import stored_histories, stored_history
from audit.intake.accept import IMPORTED
from audit.recogniser import model_name
from audit.recordings import Recordings
from audit.scoring import score
from audit.second_reader.kept import known_opinions
from audit.store import Call, Store, Transcript
from audit.vectors import recall_all
from checks import call as rules_call
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
    call, checked = _check(store, [transcript_pk], pack)[transcript_pk]
    if second is None:
        return checked
    with store.reading() as session:
        transcript = session.get_one(Transcript, transcript_pk)
        known = known_opinions(session, transcript.call_id, second.model)
    result, opinions = second.look(call, checked.result, pack, known)
    return Checked(result, score(result, pack), checked.vectors, opinions)


def check_all(store: Store, transcripts: Sequence[int], pack: RulePack) -> dict[int, Checked]:
    """The same for several, by transcript, read from the store together; no second reader."""
    return {pk: checked for pk, (_call, checked) in _check(store, transcripts, pack).items()}


def _check(
    store: Store, transcripts: Sequence[int], pack: RulePack
) -> dict[int, tuple[rules_call.Call, Checked]]:
    """By transcript, the call as rules saw it and what they say."""
    with store.reading() as session:
        wanted = select(Transcript).where(Transcript.id.in_(transcripts))
        found = session.scalars(wanted.options(joinedload(Transcript.call))).all()
        past = stored_histories(session, [each.call for each in found], pack.history_days)
        calls = {each.id: _to_check(each, past[each.call_id]) for each in found}
        known = recall_all(session, transcripts, pack.reader.encoder) if pack.reader else {}
    checked = {}
    for pk, call in calls.items():
        vectors = known.get(pk) or (pack.reader.vectors(call.turns) if pack.reader else None)
        result = check_call(call, pack, vectors)
        checked[pk] = call, Checked(result, score(result, pack), vectors)
    return checked


def call_to_check(session: Session, transcript: Transcript, history_days: int) -> rules_call.Call:
    """A stored call as rules see it, with so many days of contact history."""
    return _to_check(transcript, stored_history(session, transcript.call, history_days))


def _to_check(
    transcript: Transcript, history: tuple[rules_call.Contact, ...] | None
) -> rules_call.Call:
    return to_call(transcript.call.metadata_json | {"turns": transcript.turns}, history)


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
