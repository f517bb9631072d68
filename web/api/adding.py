"""What people add to a call, take back and move: POST …/findings, …/notes, …/withdraw, …/move."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from audit.review.add import Missed, add_missed, move
from audit.review.notes import add_note
from audit.review.page import open_page_of
from audit.review.undo import withdraw
from web.api import blueprint
from web.api.shapes import FindingOut, Severity
from web.api.token import auth, caller
from web.state import state

_Text = Annotated[str, StringConstraints(max_length=2000)]
_Number = Annotated[int, Field(ge=0, le=2**62)]


class MissedIn(BaseModel):
    """A violation that the machine missed; `audit` is the one that the call was read with."""

    audit: _Number
    rule: str
    turn: _Number
    quote: Annotated[str, StringConstraints(min_length=1, max_length=5000)]
    start: _Number = 0
    severity: Severity | Literal[""] = ""
    note: _Text = ""


class NoteIn(BaseModel):
    """For whoever looks at the call next."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class NoteOut(BaseModel):
    """The note as it was kept."""

    id: int
    text: str


class VersionIn(BaseModel):
    """With `version` it is refused where somebody decided meanwhile."""

    version: int | None = None


class MoveIn(VersionIn):
    """The rule under which the evidence belongs."""

    rule: str


@blueprint.post("/calls/<path:call_id>/findings")
@blueprint.auth_required(auth)
@blueprint.input(MissedIn, arg_name="missed")
@blueprint.output(FindingOut, status_code=201)
@blueprint.doc(responses=[403, 404, 409])
def add_finding(call_id: str, missed: MissedIn) -> FindingOut:
    """Add and confirm a finding that the machine missed."""
    call = open_page_of(state().store, caller(), call_id).call.id
    told = Missed(**missed.model_dump())
    return FindingOut.of(add_missed(state().store, caller(), state().pack, call, told))


@blueprint.post("/calls/<path:call_id>/notes")
@blueprint.auth_required(auth)
@blueprint.input(NoteIn, arg_name="note")
@blueprint.output(NoteOut, status_code=201)
@blueprint.doc(responses=[403, 404])
def leave_note(call_id: str, note: NoteIn) -> NoteOut:
    """Leave a note on a call."""
    call = open_page_of(state().store, caller(), call_id).call.id
    made = add_note(state().store, caller(), call, note.text)
    return NoteOut(id=made.id, text=made.text)


@blueprint.post("/findings/<int:finding_id>/withdraw")
@blueprint.auth_required(auth)
@blueprint.input(VersionIn, arg_name="asked")
@blueprint.output(FindingOut)
@blueprint.doc(responses=[403, 404, 409])
def withdraw_decision(finding_id: int, asked: VersionIn) -> FindingOut:
    """Take back one's own last decision about a finding."""
    finding = withdraw(state().store, caller(), finding_id, version=asked.version)
    return FindingOut.of(finding)


@blueprint.post("/findings/<int:finding_id>/move")
@blueprint.auth_required(auth)
@blueprint.input(MoveIn, arg_name="asked")
@blueprint.output(FindingOut, status_code=201)
@blueprint.doc(responses=[403, 404, 409])
def move_finding(finding_id: int, asked: MoveIn) -> FindingOut:
    """Dismiss a finding and confirm its evidence under another rule; the new finding."""
    found = move(
        state().store,
        caller(),
        state().pack,
        finding_id,
        rule=asked.rule,
        version=asked.version,
    )
    return FindingOut.of(found)
