"""The audit 稽核: one pack's complete answer about one transcript, with alerts and facts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.sealing.fields import Sealed
from audit.store.base import Base
from audit.store.call import Call
from audit.store.transcript import Transcript


class Audit(Base):
    """`result` is the whole CallResult as JSON, judgments with spans and undecided ones included.

    `pack_rev` is the digest of the rule pack; a new pack adds a row and changes none. `undecided`
    names the rules that could not judge and found nothing doubtful either, as ",threat,abuse,".
    """

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("transcript_id", "pack_rev"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id"))
    pack_rev: Mapped[str]
    result: Mapped[dict[str, Any]] = mapped_column(Sealed)
    score: Mapped[float | None]
    undecided: Mapped[str] = mapped_column(default=",", server_default=",")
    created_at: Mapped[datetime]

    transcript: Mapped[Transcript] = relationship()


class Alert(Base):
    """预警: makes somebody look soon. `seen` once somebody did."""

    __tablename__ = "alert"
    # Together: for "unseen ones of this audit" an index of `seen` alone is the worse of two.
    __table_args__ = (Index(None, "seen", "audit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    name: Mapped[str]
    turns: Mapped[list[int]]
    quotes: Mapped[list[str]] = mapped_column(Sealed)
    seen: Mapped[bool] = mapped_column(default=False)

    call: Mapped[Call] = relationship()


class Fact(Base):
    """要素: something said that the business needs; `values` hold amount, date, time or number."""

    __tablename__ = "fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    type: Mapped[str]
    turn: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(Sealed)
