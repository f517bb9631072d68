"""Who is working on what: the lease that lets another worker take over."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class Executor(Base):
    """One running worker process; a `beat` older than the dead time means that it is gone."""

    __tablename__ = "executor"

    id: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    pid: Mapped[int]
    beat: Mapped[datetime]


class Attempt(Base):
    """One start of a stage; without `ended_at` the worker died in it, or is still in it."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "call_id", "stage", "try_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stage: Mapped[str]
    try_no: Mapped[int]
    executor_id: Mapped[str]
    host: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
