"""Good calls to learn from: GET /examples, and POST /calls/ID/example."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from audit.review.exemplars import choose, drop, lessons
from audit.review.page import open_page_of
from web.api import blueprint
from web.api.token import auth, caller
from web.state import state


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
