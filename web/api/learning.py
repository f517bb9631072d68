"""For collectors: GET /scores, and taking note of a deduction."""

from datetime import datetime

from pydantic import BaseModel

from audit.review.appeals import acknowledge
from audit.review.deductions import Deduction, deductions
from audit.review.permissions import demand
from audit.review.scores import Week, mean, weeks
from web.api import blueprint
from web.api.shapes import FindingOut
from web.api.token import auth, caller
from web.state import state


class WeekOut(BaseModel):
    """`begin` in UTC; null where there is nothing, for `team` also below three colleagues."""

    begin: datetime
    calls: int
    mine: float | None
    team: float | None

    @classmethod
    def of(cls, week: Week) -> "WeekOut":
        return cls(begin=week.begin, calls=week.calls, mine=week.mine, team=week.team)


class DeductionOut(BaseModel):
    """What a confirmed finding costs; it may be appealed against until `until` (UTC)."""

    finding: FindingOut
    points: float
    until: datetime | None
    seen: bool

    @classmethod
    def of(cls, cut: Deduction) -> "DeductionOut":
        finding = FindingOut.of(cut.finding)
        return cls(finding=finding, points=cut.points, until=cut.until, seen=cut.seen)


class ScoresOut(BaseModel):
    """The collector's own."""

    mean: float | None
    weeks: list[WeekOut]
    deductions: list[DeductionOut]


@blueprint.get("/scores")
@blueprint.auth_required(auth)
@blueprint.output(ScoresOut)
@blueprint.doc(responses=[403])
def scores() -> ScoresOut:
    """The collector's own scores with each deduction."""
    demand(caller(), "appeal")
    store, card = state().store, state().pack.card
    past = weeks(store, caller(), card)
    cuts = deductions(store, caller(), card, state().settings.appeal_days)
    return ScoresOut(
        mean=mean(past),
        weeks=[WeekOut.of(week) for week in past],
        deductions=[DeductionOut.of(cut) for cut in cuts],
    )


@blueprint.post("/findings/<int:finding_id>/acknowledgement")
@blueprint.auth_required(auth)
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403, 404])
def take_note(finding_id: int) -> str:
    """The collector takes note of a deduction."""
    acknowledge(state().store, caller(), finding_id)
    return ""
