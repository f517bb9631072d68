"""GET /clients, PUT /clients/NAME, and POST /calls/ID/hold."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from audit.clients import LONGEST_DAYS, MOST_AT_ONCE, list_clients, set_terms
from audit.review.hold import hold_call, release_call
from audit.review.page import open_page_of
from web.api import blueprint
from web.api.shapes import ReceiptOut
from web.api.token import auth, caller
from web.state import state


class TermsIn(BaseModel):
    """Null goes back to the settings."""

    keep_days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None = None
    at_once: Annotated[int, Field(ge=1, le=MOST_AT_ONCE)] | None = None


class ClientOut(BaseModel):
    """`keep_days` is what applies."""

    name: str
    calls: int
    waiting: int
    keep_days: int
    at_once: int | None


class ClientsOut(BaseModel):
    """By name."""

    items: list[ClientOut]


class HoldIn(BaseModel):
    """With a reason it is kept, with none no longer."""

    reason: Annotated[str, StringConstraints(max_length=500)] = ""


@blueprint.get("/clients")
@blueprint.auth_required(auth)
@blueprint.output(ClientsOut)
@blueprint.doc(responses=[403])
def clients() -> ClientsOut:
    """Clients with their terms."""
    names = ClientOut.model_fields
    listed = list_clients(state().store, caller(), state().settings.retention)
    return ClientsOut(items=[ClientOut(**{n: getattr(each, n) for n in names}) for each in listed])


@blueprint.put("/clients/<path:name>")
@blueprint.auth_required(auth)
@blueprint.input(TermsIn, arg_name="asked")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403])
def new_terms(name: str, asked: TermsIn) -> str:
    """Set the terms of a client."""
    set_terms(state().store, caller(), name, keep_days=asked.keep_days, at_once=asked.at_once)
    return ""


@blueprint.post("/calls/<path:call_id>/hold")
@blueprint.auth_required(auth)
@blueprint.input(HoldIn, arg_name="asked")
@blueprint.output(ReceiptOut)
@blueprint.doc(responses=[403, 404])
def hold(call_id: str, asked: HoldIn) -> ReceiptOut:
    """Keep a call whatever its age, or let it grow old again."""
    call = open_page_of(state().store, caller(), call_id).call
    if asked.reason:
        hold_call(state().store, caller(), call.id, asked.reason)
    else:
        release_call(state().store, caller(), call.id)
    return ReceiptOut(call_id=call_id, status="held" if asked.reason else "released")
