"""Vectors of a transcript's turns: made once, then read from the store whatever pack checks it."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from audit.store import Store, TurnVectors
from checks.meaning.reader import Reader
from checks.meaning.vectors import Vectors
from transcribe.transcript import Turn


def recall(store: Store, transcript_pk: int, turns: Sequence[Turn], reader: Reader) -> Vectors:
    """The stored vectors of the reader's encoder, else new ones; stores nothing."""
    with store.reading() as session:
        stored = session.scalars(_of(transcript_pk, reader.encoder)).one_or_none()
        content = stored.content if stored else None
    return Vectors.from_bytes(reader.encoder, content) if content else reader.vectors(turns)


def keep(session: Session, transcript_pk: int, vectors: Vectors) -> None:
    """Store them with their transcript, in the caller's transaction; what is there stays."""
    if session.scalars(_of(transcript_pk, vectors.encoder)).one_or_none() is None:
        session.add(
            TurnVectors(
                transcript_id=transcript_pk, encoder=vectors.encoder, content=vectors.as_bytes()
            )
        )


def _of(transcript_pk: int, encoder: str) -> Select[TurnVectors]:
    mine = TurnVectors.transcript_id == transcript_pk
    return select(TurnVectors).where(mine, TurnVectors.encoder == encoder)
