"""GET /calls/ID/sound: the recording of a call."""

from flask.typing import ResponseReturnValue

from audit import media
from audit.review.page import listen, open_page_of
from web.api import blueprint
from web.api.token import auth, caller
from web.media import send
from web.state import state


@blueprint.get("/calls/<path:call_id>/sound")
@blueprint.auth_required(auth)
@blueprint.doc(
    responses={200: "The sound", 206: "A range of it", 404: "None", 416: "No such range"}
)
def sound(call_id: str) -> ResponseReturnValue:
    """The recording in a form that browsers play, or a range of it; each request is journaled."""
    call = open_page_of(state().store, caller(), call_id).call
    recording = listen(state().store, caller(), call.id, again=False)
    file, kind = media.playable(state().settings, recording)
    return send(file, kind, recording.sha256)
