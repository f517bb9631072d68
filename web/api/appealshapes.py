"""What goes in and out of the API about appeals."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from audit.store import Appeal, AppealOutcome

Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class AppealIn(BaseModel):
    """What was different from what the finding says."""

    reason: Reason


class AppealAnswerIn(BaseModel):
    """An answer that overturns dismisses the finding."""

    outcome: Literal["upheld", "overturned"]
    note: Reason


class AppealOut(BaseModel):
    """One appeal; times in UTC."""

    id: int
    finding: int
    level: int
    reason: str
    at: datetime
    outcome: AppealOutcome
    note: str
    decided_at: datetime | None

    @classmethod
    def of(cls, made: Appeal) -> "AppealOut":
        return cls(
            id=made.id,
            finding=made.finding_id,
            level=made.level,
            reason=made.reason,
            at=made.at,
            outcome=made.outcome,
            note=made.note,
            decided_at=made.decided_at,
        )


class AppealsOut(BaseModel):
    """Those that wait for an answer."""

    items: list[AppealOut]
