"""Vectors of a transcript's turns: made once, then read from the store whatever pack checks it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.store import Store, TurnVectors
from transcribe.transcript import Turn


class Vectors(Protocol):
    """What is kept: `encoder` names the model that made them, another one's mean nothing."""

    @property
    def encoder(self) -> str: ...

    def as_bytes(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Vectors as they lie in the store, unread."""

    encoder: str
    content: bytes

    def as_bytes(self) -> bytes:
        return self.content


V = TypeVar("V", bound=Vectors)
V_co = TypeVar("V_co", bound=Vectors, covariant=True)


@runtime_checkable
class Embedder(Protocol[V_co]):
    """A reader of meaning whose vectors can be kept."""

    @property
    def encoder(self) -> str: ...

    def vectors(self, turns: Sequence[Turn]) -> V_co: ...


def recall(
    store: Store,
    transcript_pk: int,
    turns: Sequence[Turn],
    embedder: Embedder[V],
    restore: Callable[[str, bytes], V],
) -> V:
    """The stored vectors of this encoder, else new ones (seconds); stores nothing."""
    with store.reading() as session:
        content = session.scalar(
            select(TurnVectors.content).where(
                TurnVectors.transcript_id == transcript_pk, TurnVectors.encoder == embedder.encoder
            )
        )
    return embedder.vectors(turns) if content is None else restore(embedder.encoder, content)


def keep(session: Session, transcript_pk: int, vectors: Vectors) -> None:
    """Store them with their transcript, in the caller's transaction; what is there stays."""
    known = session.scalar(
        select(TurnVectors.id).where(
            TurnVectors.transcript_id == transcript_pk, TurnVectors.encoder == vectors.encoder
        )
    )
    if known is None:
        session.add(
            TurnVectors(
                transcript_id=transcript_pk, encoder=vectors.encoder, content=vectors.as_bytes()
            )
        )
