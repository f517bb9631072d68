"""Vectors of a transcript's turns: made once, then read from the store whatever pack checks it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.store import Store, TurnVectors
from checks.meaning.reader import Reader
from checks.meaning.vectors import Vectors
from transcribe.transcript import Turn


def recall(store: Store, transcript_pk: int, turns: Sequence[Turn], reader: Reader) -> Vectors:
    """The stored vectors of the reader's encoder, else new ones; stores nothing."""
    with store.reading() as session:
        known = recall_all(session, [transcript_pk], reader.encoder)
    return known.get(transcript_pk) or reader.vectors(turns)


def recall_all(session: Session, transcripts: Sequence[int], encoder: str) -> dict[int, Vectors]:
    """The stored vectors of these transcripts that this encoder made."""
    mine = TurnVectors.transcript_id.in_(transcripts), TurnVectors.encoder == encoder
    rows = session.execute(select(TurnVectors.transcript_id, TurnVectors.content).where(*mine))
    return {pk: Vectors.from_bytes(encoder, content) for pk, content in rows}


def keep_all(session: Session, made: Mapping[int, Vectors]) -> None:
    """Store vectors by transcript, in the caller's transaction; what is there stays."""
    mine = TurnVectors.transcript_id.in_(made)
    rows = session.execute(select(TurnVectors.transcript_id, TurnVectors.encoder).where(mine))
    known = {(pk, encoder) for pk, encoder in rows}
    session.add_all(
        TurnVectors(transcript_id=pk, encoder=vectors.encoder, content=vectors.as_bytes())
        for pk, vectors in made.items()
        if (pk, vectors.encoder) not in known
    )
