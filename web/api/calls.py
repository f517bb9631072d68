"""GET /calls and /calls/ID."""

from audit.review.correct import correct_turn, swap_speakers
from audit.review.filters import NAMES, Filters
from audit.review.page import open_page_of
from audit.review.permissions import may
from audit.review.queue import list_calls
from web.api import blueprint
from web.api.shapes import CallItem, CallOut, CallQuery, CallsOut, CorrectionIn, CorrectionOut
from web.api.token import auth, caller
from web.state import state


@blueprint.get("/calls")
@blueprint.auth_required(auth)
@blueprint.input(CallQuery, location="query", arg_name="query")
@blueprint.output(CallsOut)
def list_(query: CallQuery) -> CallsOut:
    """Calls that the token's person may see."""
    asked = query.model_dump(include=set(NAMES), exclude_none=True)
    filters = Filters(query.stage, {name: str(value) for name, value in asked.items()})
    page = list_calls(state().store, caller(), filters, query.after, query.limit)
    return CallsOut(items=[CallItem.of(row) for row in page.rows], next=page.next or None)


@blueprint.get("/calls/<path:call_id>")
@blueprint.auth_required(auth)
@blueprint.output(CallOut)
@blueprint.doc(responses=[404])
def one(call_id: str) -> CallOut:
    """One call with its turns and everything that was found; masked by the token's role."""
    unmasked = may(caller(), "see_personal")
    return CallOut.of_page(open_page_of(state().store, caller(), call_id, unmasked=unmasked))


@blueprint.post("/calls/<path:call_id>/correction")
@blueprint.auth_required(auth)
@blueprint.input(CorrectionIn, arg_name="correction")
@blueprint.output(CorrectionOut)
@blueprint.doc(responses=[403, 404, 409])
def correct(call_id: str, correction: CorrectionIn) -> CorrectionOut:
    """Correct one turn or exchange both speakers; the call is checked again."""
    store, who, base = state().store, caller(), correction.transcript
    call = open_page_of(store, who, call_id).call.id
    if correction.turn is None:
        return CorrectionOut(transcript=swap_speakers(store, who, call, base))
    text, speaker = correction.text, correction.speaker
    new = correct_turn(store, who, call, base, correction.turn, text=text, speaker=speaker)
    return CorrectionOut(transcript=new)
