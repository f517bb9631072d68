"""Whether journal, recordings and database agree."""

from collections.abc import Iterator

from sqlalchemy import exists, not_, select
from sqlalchemy.orm import Session

from audit import journal
from audit.evidence.sums import digest
from audit.recordings import Recordings
from audit.sealing.files import BrokenSeal
from audit.store import Audit, Call, Recording, Store, Transcript


def faults(store: Store, recordings: Recordings) -> Iterator[str]:
    """Everything that does not agree, in words; nothing when all is whole."""
    with store.reading() as session:
        broken = journal.first_broken(session)
        if broken is not None:
            yield f"journal entry {broken} does not continue the chain"
        yield from _rows(session)
        known = session.scalars(select(Recording).order_by(Recording.id)).all()
    for recording in known:
        told = _sound(recordings, recording)
        if told:
            yield f"recording {recording.uri}: {told}"


def _rows(session: Session) -> Iterator[str]:
    audited = select(Call.call_id).where(
        Call.status == "audited", not_(exists().where(Audit.call_id == Call.id))
    )
    yield from (f"call {name}: audited without an audit" for name in session.scalars(audited))
    empty = select(Call.call_id).where(
        Call.recording_id.is_(None),
        Call.purged_at.is_(None),
        not_(exists().where(Transcript.call_id == Call.id)),
    )
    yield from (f"call {name}: neither sound nor text" for name in session.scalars(empty))


def _sound(recordings: Recordings, recording: Recording) -> str:
    try:
        with recordings.open(recording.uri) as file:
            found = digest(file)
    except BrokenSeal:
        return "changed since it was sealed"
    except OSError:
        return "missing"
    return "" if found == recording.sha256 else "changed"
