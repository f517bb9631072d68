"""POST /findings/ID/appeal, GET /appeals and POST /appeals/ID/answer."""

from audit.review.appeals import answer, appeal, open_appeals
from web.api import blueprint
from web.api.appealshapes import AppealAnswerIn, AppealIn, AppealOut, AppealsOut
from web.api.token import auth, caller
from web.state import state


@blueprint.post("/findings/<int:finding_id>/appeal")
@blueprint.auth_required(auth)
@blueprint.input(AppealIn, arg_name="asked")
@blueprint.output(AppealOut, status_code=201)
@blueprint.doc(responses=[403, 404])
def make_appeal(finding_id: int, asked: AppealIn) -> AppealOut:
    """A collector appeals against a confirmed finding of an own call."""
    days = state().settings.appeal_days
    return AppealOut.of(appeal(state().store, caller(), finding_id, asked.reason, days))


@blueprint.get("/appeals")
@blueprint.auth_required(auth)
@blueprint.output(AppealsOut)
@blueprint.doc(responses=[403])
def list_appeals() -> AppealsOut:
    """The open appeals, the oldest first."""
    made = open_appeals(state().store, caller())
    return AppealsOut(items=[AppealOut.of(each) for each in made])


@blueprint.post("/appeals/<int:appeal_id>/answer")
@blueprint.auth_required(auth)
@blueprint.input(AppealAnswerIn, arg_name="given")
@blueprint.output(AppealOut)
@blueprint.doc(responses=[403, 404, 409])
def answer_appeal(appeal_id: int, given: AppealAnswerIn) -> AppealOut:
    """Uphold the finding or overturn it, with a reason."""
    return AppealOut.of(answer(state().store, caller(), appeal_id, given.outcome, given.note))
