"""The transcript 转写 of a call, one for each revision of the recognition."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.sealing.fields import Sealed
from audit.store.base import Base
from audit.store.call import Call
from audit.store.user import User


class Transcript(Base):
    """`turns` is the array of the call format. `asr_rev` is "imported" where no engine ran.

    A correction by a person is a revision of its own, "corrected:1" and up; `corrects_id` is the
    machine's transcript, which stays as it was heard.
    """

    __tablename__ = "transcript"
    __table_args__ = (UniqueConstraint("call_id", "asr_rev"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    asr_rev: Mapped[str]
    turns: Mapped[list[dict[str, Any]]] = mapped_column(Sealed)
    duration_s: Mapped[float]
    engine: Mapped[str] = mapped_column(default="")
    model_digest: Mapped[str] = mapped_column(default="")
    confidence: Mapped[float | None]
    created_at: Mapped[datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("transcript.id"))
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    corrects: Mapped["Transcript | None"] = relationship(remote_side="Transcript.id")
    corrected_by: Mapped[User | None] = relationship()
    call: Mapped[Call] = relationship()
