"""POST /calls: a call as JSON with turns, with its recording, or with the address of one."""

import json
from dataclasses import dataclass
from typing import IO, Any

from apiflask import abort
from flask import request
from werkzeug.datastructures import FileStorage

from audit.callshape import check_fields
from audit.imports import as_call
from audit.intake.accept import take_in
from audit.intake.download import name_of
from audit.intake.fetch import find_order, order
from audit.intake.offer import Offer
from audit.places import recordings_of
from audit.review.permissions import demand
from transcribe.problem import Problem
from web.api import blueprint
from web.api.hook import refuse_unsigned
from web.api.shapes import FetchOut, ReceiptOut
from web.api.token import auth, caller
from web.state import state

SOURCE = "api"
HOOK = "webhook"


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
@blueprint.doc(responses=[202, 403, 409, 422])
def take_in_call() -> ReceiptOut | tuple[ReceiptOut, int]:
    """Take in one call in the call format: JSON, or multipart `recording` + `metadata` (JSON).

    JSON with `recording_url` is answered with 202: a worker fetches the sound from there.
    """
    demand(caller(), "take_in")
    raw = _sent()
    if isinstance(raw, dict) and "recording_url" in raw:
        return _order(raw, caller().name), 202
    upload = request.files.get("recording")
    fields = _checked(raw, upload.filename or "recording" if upload else None)
    offer = Offer(fields, SOURCE, Upload(upload) if upload else None)
    settings = state().settings
    receipt = take_in(state().store, recordings_of(settings), offer, SOURCE)
    if receipt.outcome != "accepted":
        status = 409 if receipt.outcome == "duplicate" else 422
        abort(status, receipt.message, detail={"code": receipt.code})
    return ReceiptOut(call_id=receipt.call_id, status="received")


@blueprint.get("/fetches/<path:call_id>")
@blueprint.auth_required(auth)
@blueprint.output(FetchOut)
@blueprint.doc(responses=[403, 404])
def fetch(call_id: str) -> FetchOut:
    """How far a recording is that is fetched from an address."""
    demand(caller(), "take_in")
    made = find_order(state().store, call_id)
    if made is None:
        raise Problem("not_found", "nothing was ordered under this id", mend="check it")
    return FetchOut(call_id=call_id, outcome=made.outcome, tries=made.tries, message=made.message)


@blueprint.post("/hooks/calls")
@blueprint.output(ReceiptOut, status_code=202)
@blueprint.doc(responses=[401, 404, 409, 422])
def hook() -> ReceiptOut:
    """A recorder tells of a new recording: a call with `recording_url`, signed, without a token."""
    refuse_unsigned(state().settings.fetch)
    raw = _sent()
    if not isinstance(raw, dict) or "recording_url" not in raw:
        raise Problem("missing_field", "names no recording_url", where=HOOK, mend="send one")
    return _order(raw, HOOK)


def _order(raw: dict[str, Any], by: str) -> ReceiptOut:
    url = str(raw.pop("recording_url"))
    fields = _checked(raw, name_of(url))
    order(state().store, state().settings.fetch, fields, url, by)
    return ReceiptOut(call_id=fields["call_id"], status="ordered")


def _sent() -> Any:
    raw: Any = request.get_json(silent=True)
    return _parsed(request.form.get("metadata", "")) if raw is None else raw


def _checked(raw: Any, sound: str | None) -> dict[str, Any]:
    """The call's fields; raises Problem for what the call format refuses."""
    if isinstance(raw, dict):
        raw.pop("audio", None)  # a path on the sender's machine says nothing here
        if sound is not None:
            raw["audio"] = sound
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
