"""The call 通话: its row is the truth about where a recording stands."""

from datetime import datetime, timedelta, timezone
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.sealing.fields import Sealed
from audit.store.base import Base
from audit.store.recording import Recording

CallStatus = Literal["received", "queued", "processing", "audited", "parked"]
Review = Literal["", "clean", "waiting", "doubtful", "reviewed"]


class Call(Base):
    """One attempt to reach somebody, with what the recorder knew of it.

    `metadata_json` is the complete mapping it came with, less the turns, so that unknown fields
    are kept; the columns beside it serve lists and filters. `risk` orders the queue, higher first;
    `priority` orders the work, lower first. `try_no` moves when a person retries, and when the call
    is put back until `wait_until` because something around it failed, so far `waits` times.
    `started_at` is None where a recording came without metadata: nobody guesses at it, because the
    hour of a call decides about a violation. After `purged_at` sound, text and people's names are
    gone, and what was decided stays.

    `newest_audit_id` and `review` repeat what audits, findings and alerts say, so that lists over a
    million calls need not look there; audit/store/review.py keeps both.
    """

    __tablename__ = "call"
    __table_args__ = (
        Index(None, "status", "risk"),
        Index(None, "status", "review"),
        Index(None, "review", "risk"),
        Index(None, "risk", "id"),
        Index(None, "agent_name"),
        Index(None, "finished_at"),
        Index(None, "case_id", "started_at"),
        Index(None, "debtor_name", "client", "started_at"),
        *(Index(None, name, "risk") for name in ("client", "agency", "team", "called_party")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(unique=True)
    started_at: Mapped[datetime | None] = mapped_column(index=True)
    utc_offset_min: Mapped[int] = mapped_column(default=0)
    duration_s: Mapped[float | None]
    direction: Mapped[str] = mapped_column(default="outbound")
    agent_id: Mapped[str] = mapped_column(default="", index=True)
    agent_name: Mapped[str] = mapped_column(default="")
    team: Mapped[str] = mapped_column(default="")
    case_id: Mapped[str] = mapped_column(default="")
    client: Mapped[str] = mapped_column(default="")
    agency: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    called_party: Mapped[str | None]
    callback_requested: Mapped[bool] = mapped_column(default=False)
    debtor_name: Mapped[str] = mapped_column(default="")
    channels: Mapped[dict[str, str] | None]
    metadata_json: Mapped[dict[str, Any]] = mapped_column(Sealed)
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id"), unique=True)
    status: Mapped[CallStatus] = mapped_column(String(20), default="received")
    stage: Mapped[str] = mapped_column(default="")
    error_code: Mapped[str] = mapped_column(default="")
    error: Mapped[str] = mapped_column(default="")
    try_no: Mapped[int] = mapped_column(default=1)
    priority: Mapped[int] = mapped_column(default=100)
    wait_until: Mapped[datetime | None]
    waits: Mapped[int] = mapped_column(default=0, server_default="0")
    risk: Mapped[float] = mapped_column(default=0.0)
    received_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    newest_audit_id: Mapped[int | None]
    review: Mapped[Review] = mapped_column(String(10), default="", server_default="")

    recording: Mapped[Recording | None] = relationship()

    @property
    def local_start(self) -> datetime | None:
        """The start with the call's own UTC offset, as the recorder gave it."""
        if self.started_at is None:
            return None
        return self.started_at.astimezone(timezone(timedelta(minutes=self.utc_offset_min)))
