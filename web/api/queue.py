"""What else the queue does: kept views, and letting a call go."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from audit.review.claims import release
from audit.review.page import open_page_of
from audit.review.views import drop_view, keep_view, list_views
from web.api import blueprint
from web.api.shapes import ReceiptOut
from web.api.token import auth, caller
from web.state import state


class ViewIn(BaseModel):
    """A name for an address: filters of the queue as its query says them."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    query: Annotated[str, StringConstraints(max_length=2000)] = ""


class ViewOut(ViewIn):
    """One's own."""

    id: int


class ViewsOut(BaseModel):
    """In the order in which they were kept."""

    items: list[ViewOut]


@blueprint.get("/views")
@blueprint.auth_required(auth)
@blueprint.output(ViewsOut)
def views() -> ViewsOut:
    """Views of the queue that this person kept."""
    kept = list_views(state().store, caller())
    return ViewsOut(items=[ViewOut(id=v.id, name=v.name, query=v.query) for v in kept])


@blueprint.post("/views")
@blueprint.auth_required(auth)
@blueprint.input(ViewIn, arg_name="asked")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[422])
def keep(asked: ViewIn) -> str:
    """Keep one; the same name again means the newer."""
    keep_view(state().store, caller(), asked.name, asked.query)
    return ""


@blueprint.delete("/views/<int:number>")
@blueprint.auth_required(auth)
@blueprint.output({}, status_code=204)
def drop(number: int) -> str:
    """Forget one."""
    drop_view(state().store, caller(), number)
    return ""


@blueprint.post("/calls/<path:call_id>/release")
@blueprint.auth_required(auth)
@blueprint.output(ReceiptOut)
@blueprint.doc(responses=[404])
def let_go(call_id: str) -> ReceiptOut:
    """Somebody else may be led to this call now."""
    release(state().store, caller(), open_page_of(state().store, caller(), call_id).call.id)
    return ReceiptOut(call_id=call_id, status="released")
