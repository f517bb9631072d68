"""What leads do: POST /assignments, /calls/ID/retry, and GET /journal."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from audit import journal
from audit.review.assign import assign
from audit.review.filters import Filters
from audit.review.page import open_page_of
from audit.review.permissions import demand
from audit.review.retry import retry
from web.api import blueprint
from web.api.shapes import ReceiptOut
from web.api.token import auth, caller
from web.state import state


class AssignIn(BaseModel):
    """Relative shares by the person's id; `values` are filters of the queue."""

    shares: dict[Annotated[int, Field(ge=1, le=2**62)], Annotated[float, Field(ge=0, le=1e6)]]
    limit: Annotated[int, Field(ge=1, le=2000)] = 100
    by_skill: bool = False
    values: dict[str, str] = {}


class AssignOut(BaseModel):
    """How many calls each person got, by name."""

    got: dict[str, int]


class JournalQuery(BaseModel):
    """`before` is the id of the last entry of the page before."""

    who: str = ""
    what: str = ""
    before: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 100


class EntryOut(BaseModel):
    """One entry; `hash` seals it and all before it."""

    id: int
    at: datetime
    who: str
    what: str
    about: dict[str, Any]
    hash: str


class JournalOut(BaseModel):
    """The newest first."""

    items: list[EntryOut]


@blueprint.post("/assignments")
@blueprint.auth_required(auth)
@blueprint.input(AssignIn, arg_name="asked")
@blueprint.output(AssignOut)
@blueprint.doc(responses=[403, 422])
def assign_calls(asked: AssignIn) -> AssignOut:
    """Give out waiting calls, the riskiest first."""
    filters = Filters("pending", asked.values)
    got = assign(
        state().store, caller(), filters, asked.shares, asked.limit, by_skill=asked.by_skill
    )
    return AssignOut(got=dict(got))


@blueprint.post("/calls/<path:call_id>/retry")
@blueprint.auth_required(auth)
@blueprint.output(ReceiptOut)
@blueprint.doc(responses=[403, 404, 409])
def retry_call(call_id: str) -> ReceiptOut:
    """Try a parked call again."""
    retry(state().store, caller(), open_page_of(state().store, caller(), call_id).call.id)
    return ReceiptOut(call_id=call_id, status="received")


@blueprint.get("/journal")
@blueprint.auth_required(auth)
@blueprint.input(JournalQuery, location="query", arg_name="query")
@blueprint.output(JournalOut)
@blueprint.doc(responses=[403])
def read_journal(query: JournalQuery) -> JournalOut:
    """The journal, as the page shows it."""
    demand(caller(), "see_journal")
    with state().store.reading() as session:
        told = journal.latest(
            session, who=query.who, what=query.what, before=query.before, limit=query.limit
        )
    names = EntryOut.model_fields
    return JournalOut(
        items=[EntryOut(**{name: getattr(each, name) for name in names}) for each in told]
    )
