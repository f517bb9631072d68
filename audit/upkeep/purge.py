"""Forgetting calls whose time is over: sound, text and names go, what was decided stays.

A call at a time, each in a transaction of its own: stopped anywhere, the next run goes on. The
sound goes first, so that no row is without its text while the sound still lies there.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, exists, func, not_, select, update
from sqlalchemy.orm import Session

from audit import journal
from audit.clients import retention
from audit.clock import now
from audit.config import Settings
from audit.places import recordings_of
from audit.progress import OPEN
from audit.recordings import Recordings
from audit.store import (
    Alert,
    Audit,
    Call,
    Exemplar,
    Fact,
    Finding,
    LegalHold,
    Note,
    Recording,
    SecondOpinion,
    Store,
    Transcript,
    TurnVectors,
)
from audit.store.said import forget
from audit.upkeep.retention import RetentionSettings, kept_until
from transcribe.problem import Problem

GONE = "（已按期删除）"
# What stays of a call's metadata: who called for whom and when, nobody's name.
_KEPT = ("call_id", "started_at", "duration_s", "direction", "client", "agency", "retention_class")
_PAGE = 200


def due(store: Store, settings: RetentionSettings) -> Iterator[int]:
    """Ids of calls whose time is over and that nobody holds."""
    with store.reading() as session:
        settings = retention(session, settings)
    last, oldest = 0, now() - timedelta(days=settings.shortest)
    began = func.coalesce(Call.started_at, Call.received_at)
    held = exists().where(LegalHold.call_id == Call.id)
    wanted = select(Call).where(
        Call.purged_at.is_(None), Call.status.not_in(OPEN), began < oldest, not_(held)
    )
    while True:
        with store.reading() as session:
            page = session.scalars(
                wanted.where(Call.id > last).order_by(Call.id).limit(_PAGE)
            ).all()
        if not page:
            return
        yield from (call.id for call in page if kept_until(settings, call) < now())
        last = page[-1].id


def purge(settings: Settings, store: Store) -> int:
    """Forget every call that is due; how many."""
    recordings = recordings_of(settings)
    return sum(
        forget_call(settings, store, recordings, pk) for pk in due(store, settings.retention)
    )


def forget_call(settings: Settings, store: Store, recordings: Recordings, call_pk: int) -> bool:
    """Whether this call was forgotten now; a hold that came meanwhile keeps it."""
    with store.reading() as session:
        call = session.get_one(Call, call_pk)
        recording = session.get(Recording, call.recording_id) if call.recording_id else None
        if session.get(LegalHold, call_pk) is not None or call.purged_at is not None:
            return False
    if recording is not None:
        recordings.delete(recording.uri)
        _delete_made(settings.data / "media", recording.sha256)
    with store.writing() as session:
        if session.get(LegalHold, call_pk) is not None:
            return False
        _redact(session, session.get_one(Call, call_pk))
        digest = recording.sha256 if recording else None
        journal.append(session, "machine", "call purged", call=call_pk, recording=digest)
    return True


def hold(store: Store, call_id: str, reason: str, *, by: str = "command line") -> None:
    """Keep a call whatever its age. Problem `not_found` or `bad_reason`."""
    if not reason.strip():
        raise Problem("bad_reason", "a hold needs a reason", mend="write why")
    with store.writing() as session:
        pk = _pk(session, call_id)
        session.merge(LegalHold(call_id=pk, reason=reason.strip(), by=by, at=now()))
        journal.append(session, by, "legal hold set", call=pk)


def release(store: Store, call_id: str, *, by: str = "command line") -> None:
    """Let a call grow old again. Problem `not_found`."""
    with store.writing() as session:
        pk = _pk(session, call_id)
        session.execute(delete(LegalHold).where(LegalHold.call_id == pk))
        journal.append(session, by, "legal hold released", call=pk)


def _pk(session: Session, call_id: str) -> int:
    found = session.scalar(select(Call.id).where(Call.call_id == call_id))
    if found is None:
        raise Problem("not_found", f"there is no call {call_id!r}", mend="check its id")
    return found


def _redact(session: Session, call: Call) -> None:
    """Everything that was said or names a person; statuses, rules, decisions and points stay."""
    own = Transcript.call_id == call.id
    ids = select(Transcript.id).where(own)
    session.execute(delete(TurnVectors).where(TurnVectors.transcript_id.in_(ids)))
    session.execute(update(Transcript).where(own).values(turns=[]))
    for table in (Note, Exemplar, SecondOpinion):
        session.execute(delete(table).where(table.call_id == call.id))
    forget(session.connection(), call.id)
    for finding in session.scalars(select(Finding).where(Finding.call_id == call.id)):
        finding.quotes, finding.spans = [GONE for _ in finding.quotes], []
    for alert in session.scalars(select(Alert).where(Alert.call_id == call.id)):
        alert.quotes = [GONE for _ in alert.quotes]
    session.execute(delete(Fact).where(Fact.call_id == call.id))
    for audit in session.scalars(select(Audit).where(Audit.call_id == call.id)):
        audit.result = _without_words(audit.result)
    call.metadata_json = {k: v for k, v in call.metadata_json.items() if k in _KEPT}
    call.debtor_name = call.phone = ""
    call.error = GONE if call.error else ""
    gone = call.recording_id
    call.recording_id, call.purged_at = None, now()
    session.flush()
    if gone is not None:
        session.execute(delete(Recording).where(Recording.id == gone))


def _without_words(result: dict[str, Any]) -> dict[str, Any]:
    bare: dict[str, Any] = {"quotes": [], "spans": []}
    judgments = [judgment | bare for judgment in result.get("judgments", ())]
    alerts = [alert | {"quotes": []} for alert in result.get("alerts", ())]
    return result | {"judgments": judgments, "alerts": alerts, "facts": []}


def _delete_made(folder: Path, sha256: str) -> None:
    """What was made of the sound for browsers."""
    for file in folder.rglob(f"{sha256}*"):
        file.unlink(missing_ok=True)
