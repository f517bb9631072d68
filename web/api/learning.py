"""For collectors: /scores, taking note of a deduction, and good calls to learn from."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from audit.review.appeals import acknowledge
from audit.review.deductions import Deduction, deductions
from audit.review.exemplars import choose, drop, lessons
from audit.review.page import open_page_of
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


class LessonOut(BaseModel):
    """A good call without names: pairs of speaker and text."""

    reason: str
    turns: list[tuple[str, str]]


class LessonsOut(BaseModel):
    """The newest first."""

    items: list[LessonOut]


class ExampleIn(BaseModel):
    """What is good about it; "" makes it no example any more."""

    reason: Annotated[str, StringConstraints(max_length=200)] = ""


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


@blueprint.get("/examples")
@blueprint.auth_required(auth)
@blueprint.output(LessonsOut)
def examples() -> LessonsOut:
    """Good calls to learn from."""
    found = lessons(state().store)
    return LessonsOut(
        items=[LessonOut(reason=each.reason, turns=list(each.turns)) for each in found]
    )


@blueprint.post("/calls/<path:call_id>/example")
@blueprint.auth_required(auth)
@blueprint.input(ExampleIn, arg_name="asked")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403, 404, 409])
def mark_example(call_id: str, asked: ExampleIn) -> str:
    """Make a call an example, or no longer."""
    call = open_page_of(state().store, caller(), call_id).call.id
    if asked.reason:
        choose(state().store, caller(), call, asked.reason)
    else:
        drop(state().store, caller(), call)
    return ""
