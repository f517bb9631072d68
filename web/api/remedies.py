"""Rectifications: GET and POST /rectifications, POST /rectifications/ID/steps."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from audit.remedy.rectify import (
    Plan,
    list_rectifications,
    open_rectification,
    overdue,
    take_step,
)
from audit.store import Rectification, RectificationStatus
from web.api import blueprint
from web.api.token import auth, caller
from web.state import state

_Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
_Id = Annotated[int, Field(ge=1, le=2**62)]


class RectificationIn(BaseModel):
    """`owner` is a person's id, `finding` the violation that it follows."""

    title: _Text
    cause: _Text
    action: _Text
    owner: _Id
    due: date
    finding: _Id | None = None


class StepIn(BaseModel):
    """What was done, or seen."""

    step: Literal["done", "returned", "accepted", "remark"]
    text: _Text


class RectificationOut(BaseModel):
    """One rectification with its steps; times in UTC."""

    id: int
    finding: int | None
    title: str
    cause: str
    action: str
    owner: int
    due: date
    status: RectificationStatus
    overdue: bool
    steps: list[tuple[datetime, int, str, str]]

    @classmethod
    def of(cls, made: Rectification) -> "RectificationOut":
        return cls(
            id=made.id,
            finding=made.finding_id,
            title=made.title,
            cause=made.cause,
            action=made.action,
            owner=made.owner_id,
            due=made.due,
            status=made.status,
            overdue=overdue(made),
            steps=[(each.at, each.user_id, each.step, each.text) for each in made.steps],
        )


class RectificationsOut(BaseModel):
    """The first due first."""

    items: list[RectificationOut]


@blueprint.get("/rectifications")
@blueprint.auth_required(auth)
@blueprint.output(RectificationsOut)
def rectifications() -> RectificationsOut:
    """Those that the token's person may see."""
    made = list_rectifications(state().store, caller())
    return RectificationsOut(items=[RectificationOut.of(each) for each in made])


@blueprint.post("/rectifications")
@blueprint.auth_required(auth)
@blueprint.input(RectificationIn, arg_name="asked")
@blueprint.output(RectificationOut, status_code=201)
@blueprint.doc(responses=[403, 404, 422])
def new_rectification(asked: RectificationIn) -> RectificationOut:
    """Open one."""
    return RectificationOut.of(
        open_rectification(state().store, caller(), Plan(**asked.model_dump()))
    )


@blueprint.post("/rectifications/<int:number>/steps")
@blueprint.auth_required(auth)
@blueprint.input(StepIn, arg_name="given")
@blueprint.output(RectificationOut)
@blueprint.doc(responses=[403, 404, 409])
def step_of_rectification(number: int, given: StepIn) -> RectificationOut:
    """Say that it is done, accept it, return it, or remark."""
    return RectificationOut.of(take_step(state().store, caller(), number, given.step, given.text))
