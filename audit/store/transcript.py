"""The transcript 转写 of a call, one for each revision of the recognition."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.call import Call


class Transcript(Base):
    """`turns` is the array of the call format. `asr_rev` is "imported" where no engine ran."""

    __tablename__ = "transcript"
    __table_args__ = (UniqueConstraint("call_id", "asr_rev"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    asr_rev: Mapped[str]
    turns: Mapped[list[dict[str, Any]]]
    duration_s: Mapped[float]
    engine: Mapped[str] = mapped_column(default="")
    model_digest: Mapped[str] = mapped_column(default="")
    confidence: Mapped[float | None]
    created_at: Mapped[datetime]

    call: Mapped[Call] = relationship()
