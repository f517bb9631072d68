"""The finding 疑似违规 or doubt 存疑, and the decisions of people about it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, not_, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.sealing.fields import Sealed
from audit.store.audit import Audit
from audit.store.base import Base
from audit.store.call import Call
from audit.store.user import User

FindingStatus = Literal["suspected", "doubtful", "confirmed", "dismissed"]
if TYPE_CHECKING:  # they point here
    from audit.store.appeal import Appeal
    from audit.store.rectification import Rectification

Verdict = Literal["confirm", "dismiss"]
"""What a person says of a finding."""
Decision = Verdict | Literal["withdraw"]
"""What stands in its history: a verdict, or that its author took the last one back."""
PERSON = "person"
"""In `found_by` of what the machine missed and a person added."""


class Finding(Base):
    """A stored hit or doubt: the machine only suspects, a person confirms or dismisses.

    `doubtful` tells for good that the machine was not sure enough for a hit. Such a row has the
    status of that name until a person decides, and counts as a finding only once confirmed.
    `version` guards against two people deciding at once: the second one's save fails with
    StaleDataError. `spans` are `{"turn", "start", "end"}` in characters of the turn's text.
    """

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("audit_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    rule: Mapped[str] = mapped_column(index=True)
    rule_version: Mapped[int]
    severity: Mapped[str]
    turns: Mapped[list[int]]
    quotes: Mapped[list[str]] = mapped_column(Sealed)
    spans: Mapped[list[dict[str, Any]]]
    found_by: Mapped[list[str]]
    confidence: Mapped[float]
    reason: Mapped[str]
    clauses: Mapped[list[dict[str, Any]]]
    status: Mapped[FindingStatus] = mapped_column(String(20), default="suspected", index=True)
    doubtful: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    audit: Mapped[Audit] = relationship()
    call: Mapped[Call] = relationship()
    decisions: Mapped[list["ReviewDecision"]] = relationship(
        back_populates="finding", order_by="ReviewDecision.id", cascade="save-update"
    )

    appeals: Mapped[list["Appeal"]] = relationship(back_populates="finding", order_by="Appeal.id")
    rectifications: Mapped[list["Rectification"]] = relationship(
        back_populates="finding", order_by="Rectification.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once

    @property
    def by_person(self) -> bool:
        """Whether the machine missed it and a person added it."""
        return PERSON in self.found_by

    @hybrid_property
    def counts(self) -> bool:
        """Whether figures and lists of findings hold it; a condition in queries."""
        return not self.doubtful or self.status == "confirmed"

    @counts.inplace.expression
    @classmethod
    def _counts(cls) -> ColumnElement[bool]:
        return or_(not_(cls.doubtful), cls.status == "confirmed")


class ReviewDecision(Base):
    """复核: what one person decided, with the reason. Never changed; a later row overrules.

    `severity` and `severity_before` are there where the decision changed how grave the finding is.
    """

    __tablename__ = "review_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decision: Mapped[Decision] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(default="")
    severity: Mapped[str] = mapped_column(default="", server_default="")
    severity_before: Mapped[str] = mapped_column(default="", server_default="")
    at: Mapped[datetime]

    finding: Mapped[Finding] = relationship(back_populates="decisions")
    user: Mapped[User] = relationship()
