"""The sound of a call, in ranges, and its waveform."""

import io
import secrets
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import FileWrapper

from audit import media
from audit.review.page import listen
from web.auth import person
from web.state import state

blueprint = Blueprint("media", __name__)

# Views of call pages whose sound was or was not asked for yet. One listen is journaled for each
# view, not for each range; a forgotten view (restart, or so many later ones) costs one more entry.
VIEWS_KEPT = 10_000
_BLOCK = 1 << 16  # bytes sent at once
_views: OrderedDict[tuple[str, int, int], bool] = OrderedDict()
_lock = Lock()


def new_view(call_id: int) -> str:
    """A token for one look at a call's page, for the address of its sound."""
    token = secrets.token_urlsafe(12)
    with _lock:
        _views[token, person().id, call_id] = False
        while len(_views) > VIEWS_KEPT:
            _views.popitem(last=False)
    return token


@blueprint.get("/media/calls/<int:call_id>")
def sound(call_id: int) -> ResponseReturnValue:
    """The recording in a form that browsers play, with Range. Journals the listen."""
    again = _heard_before(request.args.get("view", ""), call_id)
    recording = listen(state().store, person(), call_id, again=again)
    file, kind = media.playable(state().settings, recording)
    return send(file, kind, recording.sha256)


@blueprint.get("/media/calls/<int:call_id>/peaks.json")
def peaks(call_id: int) -> ResponseReturnValue:
    """The waveform; looking at it is no listening."""
    recording = listen(state().store, person(), call_id, again=True)
    file = media.peaks(state().settings, recording)
    return send(file, "application/json", recording.sha256)


def send(file: Path, kind: str, tag: str) -> ResponseReturnValue:
    """A file, or the range of it that is asked for."""
    stream = media.opened(state().settings, file)
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    answer = Response(FileWrapper(stream, _BLOCK), mimetype=kind, direct_passthrough=True)
    answer.content_length = size
    answer.set_etag(tag)
    answer.call_on_close(stream.close)
    return answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)


def _heard_before(token: str, call_id: int) -> bool:
    """Whether this view's listen is in the journal; an unknown token is a listen of its own."""
    key = (token, person().id, call_id)
    with _lock:
        heard = _views.get(key, False)
        if key in _views:
            _views[key] = True
    return heard
