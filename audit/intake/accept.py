"""Accepting one offered call: checked, stored whole or not at all, and written down either way."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from audit import journal
from audit.callformat import started_at, text_of
from audit.clock import now
from audit.intake.offer import Offer, Sound
from audit.progress import BACKFILL, FRESH
from audit.recordings import Recordings, copy_in
from audit.store import Call, IntakeEntry, Outcome, Recording, Store, Transcript
from transcribe.audio import check_recording
from transcribe.problem import PassingProblem, Problem

# Of yesterday evening still counts, also over a weekend.
_FRESH_FOR = timedelta(days=3)
IMPORTED = "imported"  # the asr_rev of turns that came with the call


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one offer; `code` and `message` are empty for an accepted one."""

    source: str
    outcome: Outcome
    call_id: str = ""
    code: str = ""
    message: str = ""


def take_in(store: Store, recordings: Recordings, offer: Offer, batch: str) -> Receipt:
    """Store one call or refuse it with a reason; never raises for what a person can mend.

    PassingProblem where something around it failed: then nothing is written down, and the same
    offer may be made again.
    """
    try:
        return _accept(store, recordings, offer, batch)
    except PassingProblem:
        raise
    except Problem as problem:
        return refuse(store, problem, offer.source, batch)


def refuse(store: Store, problem: Problem, source: str, batch: str) -> Receipt:
    """Write down what was not taken in."""
    outcome: Outcome = "duplicate" if problem.code.startswith("duplicate") else "refused"
    entry = IntakeEntry(
        batch=batch,
        source=source,
        outcome=outcome,
        code=problem.code,
        message=str(problem),
        at=now(),
    )
    with store.writing() as session:
        session.add(entry)
    return Receipt(source, outcome, code=problem.code, message=str(problem))


def _accept(store: Store, recordings: Recordings, offer: Offer, batch: str) -> Receipt:
    _refuse_known_id(store, offer)
    recording = _keep(store, recordings, offer.sound, offer) if offer.sound else None
    try:
        with store.writing() as session:
            _insert(session, offer, recording, batch)
    except IntegrityError:  # another intake was faster with the same call or sound
        _refuse_known_id(store, offer)
        if recording is not None:
            _refuse_known_sound(store, recording.sha256, offer.source)
        raise
    return Receipt(offer.source, "accepted", offer.fields["call_id"])


def _keep(store: Store, recordings: Recordings, sound: Sound, offer: Offer) -> Recording:
    """Check the sound and put it into the recordings folder; the original is only read.

    Where the call says what form its sound without a header has, that becomes the ending of the
    stored file: whoever reads it later needs nothing else.
    """
    form, source = text_of(offer.fields, "audio_format"), offer.source
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / (f"{Path(sound.name).stem}.{form}" if form else sound.name)
        try:
            with sound.open() as stream:
                sha256 = copy_in(stream, copy)
        except OSError as error:
            raise Problem(
                "audio_missing",
                f"the recording {sound.name} cannot be read",
                where=source,
                mend="check the path beside the file that names it",
            ) from error
        _refuse_known_sound(store, sha256, source)
        info = check_recording(copy)
        uri = recordings.put(copy, sha256)
        return Recording(
            sha256=sha256,
            uri=uri,
            codec=info.codec,
            channel_count=info.channels,
            duration_s=info.duration_s,
            size_bytes=copy.stat().st_size,
        )


def _insert(session: Session, offer: Offer, recording: Recording | None, batch: str) -> None:
    call = _call(offer.fields, recording)
    session.add(call)
    session.flush()
    turns = offer.fields.get("turns")
    if turns or recording is None:
        session.add(_imported(call, turns or []))
    source = offer.source
    session.add(
        IntakeEntry(batch=batch, source=source, outcome="accepted", call_id=call.id, at=now())
    )
    sha256 = recording.sha256 if recording else None
    journal.append(session, "intake", "call taken in", call=call.id, recording=sha256)


def _imported(call: Call, turns: list[dict[str, Any]]) -> Transcript:
    """Turns that came with the call are its transcript: it is not transcribed again."""
    return Transcript(
        call_id=call.id,
        asr_rev=IMPORTED,
        turns=turns,
        duration_s=call.duration_s or 0.0,
        created_at=now(),
    )


def _call(fields: Mapping[str, Any], recording: Recording | None) -> Call:
    start = started_at(fields)
    offset = start.utcoffset() if start else None
    return Call(
        call_id=fields["call_id"],
        started_at=start,
        utc_offset_min=int(offset.total_seconds() // 60) if offset else 0,
        duration_s=recording.duration_s if recording else _length(fields),
        direction=fields.get("direction") or "outbound",
        agent_id=text_of(fields, "agent", "id"),
        agent_name=text_of(fields, "agent", "name"),
        team=text_of(fields, "agent", "team"),
        case_id=text_of(fields, "case_id"),
        client=text_of(fields, "client"),
        agency=text_of(fields, "agency"),
        phone=text_of(fields, "phone"),
        called_party=fields.get("called_party"),
        callback_requested=bool(fields.get("callback_requested")),
        debtor_name=text_of(fields, "debtor", "name"),
        channels=fields.get("channels"),
        metadata_json={key: value for key, value in fields.items() if key != "turns"},
        recording=recording,
        received_at=now(),
        priority=_priority(start),
    )


def _priority(start: datetime | None) -> int:
    """What nobody dates may be of today."""
    return FRESH if start is None or now() - start < _FRESH_FOR else BACKFILL


def _length(fields: Mapping[str, Any]) -> float | None:
    """Seconds as given, else until the end of the last turn."""
    ends = [turn["end"] for turn in fields.get("turns") or ()]
    given: float | None = fields.get("duration_s")
    return given if given is not None else max(ends, default=None)


def _refuse_known_id(store: Store, offer: Offer) -> None:
    call_id = offer.fields["call_id"]
    with store.reading() as session:
        known = session.scalar(select(Call.id).where(Call.call_id == call_id))
    if known is not None:
        raise Problem(
            "duplicate_call",
            f"call {call_id} is stored already",
            where=offer.source,
            mend="leave it out, or give it its own call_id if it is another call",
        )


def _refuse_known_sound(store: Store, sha256: str, source: str) -> None:
    with store.reading() as session:
        known = session.scalar(
            select(Call.call_id).join(Call.recording).where(Recording.sha256 == sha256)
        )
    if known is not None:
        raise Problem(
            "duplicate_recording",
            f"the same recording is stored as call {known}",
            where=source,
            mend="leave it out",
        )
