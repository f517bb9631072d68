"""POST /calls: one call as JSON with turns, or as a recording with its metadata."""

import json
from dataclasses import dataclass
from typing import IO, Any

from apiflask import abort
from flask import request
from werkzeug.datastructures import FileStorage

from audit.callshape import check_fields
from audit.imports import as_call
from audit.intake.accept import take_in
from audit.intake.offer import Offer
from audit.recordings import Recordings
from audit.review.permissions import demand
from transcribe.problem import Problem
from web.api import blueprint
from web.api.shapes import ReceiptOut
from web.api.token import auth, caller
from web.state import state

SOURCE = "api"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded recording, in the shape that intake reads."""

    file: FileStorage

    @property
    def name(self) -> str:
        return self.file.filename or "recording"

    def open(self) -> IO[bytes]:
        return self.file.stream


@blueprint.post("/calls")
@blueprint.auth_required(auth)
@blueprint.output(ReceiptOut, status_code=201)
@blueprint.doc(responses=[403, 409, 422])
def take_in_call() -> ReceiptOut:
    """Take in one call in the call format: JSON, or multipart `recording` + `metadata` (JSON)."""
    demand(caller(), "take_in")
    upload = request.files.get("recording")
    offer = Offer(
        _fields(with_sound=upload is not None), SOURCE, Upload(upload) if upload else None
    )
    settings = state().settings
    receipt = take_in(state().store, Recordings(settings.recordings), offer, SOURCE)
    if receipt.outcome != "accepted":
        status = 409 if receipt.outcome == "duplicate" else 422
        abort(status, receipt.message, detail={"code": receipt.code})
    return ReceiptOut(call_id=receipt.call_id, status="received")


def _fields(*, with_sound: bool) -> dict[str, Any]:
    """The call's fields, checked; raises Problem for what the call format refuses."""
    raw: Any = request.get_json(silent=True)
    if raw is None:
        raw = _parsed(request.form.get("metadata", ""))
    if isinstance(raw, dict):
        raw.pop("audio", None)  # a path on the sender's machine says nothing here
        if with_sound and isinstance(upload := request.files.get("recording"), FileStorage):
            raw["audio"] = upload.filename or "recording"
    return dict(check_fields(as_call(raw, SOURCE), SOURCE))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Problem(
            "broken_json",
            "the call's fields are missing or no JSON",
            where=SOURCE,
            mend="send JSON, or multipart with `recording` and `metadata`",
        ) from error
