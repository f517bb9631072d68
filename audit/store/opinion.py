"""The second opinion 第二意见 on a doubtful judgment, as the second reader gave it or failed to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class SecondOpinion(Base):
    """One row for each question of an audit; one that was answered before is repeated from there.

    Then `asked_at` and `took_s` are those of the time when the model was asked. `answer` is the
    whole answer as it was accepted, with masked quotes; None where there is none, and `problem`
    says why.
    """

    __tablename__ = "second_opinion"
    __table_args__ = (
        UniqueConstraint("audit_id", "rule"),
        Index(None, "call_id", "model"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    rule: Mapped[str]
    model: Mapped[str]
    prompt_digest: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(20))
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    problem: Mapped[str]
    asked_at: Mapped[datetime]
    took_s: Mapped[float]
