"""Samples: POST and GET /samples, GET /samples/ID/next, POST /samples/items/ID, GET …/results."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from audit.calibration.draw import Drawing, draw
from audit.calibration.intervals import Share
from audit.calibration.read import Progress, agree, answer, list_samples, next_item, open_item
from audit.calibration.results import results
from web.api import blueprint
from web.api.token import auth, caller
from web.state import state


class SampleIn(BaseModel):
    """What to draw; `values` are filters of the queue. See docs/review.md."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    count: Annotated[int, Field(ge=0, le=5000)] = 0
    percent: Annotated[float, Field(ge=0, le=100)] = 0.0
    stratum: Literal["", "collector", "team", "client"] = ""
    only: Literal["all", "flagged", "unflagged"] = "all"
    readers: Annotated[int, Field(ge=1, le=3)] = 1
    values: dict[str, str] = {}


class SampleOut(BaseModel):
    """How far a sample is; `mine_left` are this person's to read."""

    id: int
    name: str
    calls: int
    readers: int
    answers: int
    mine_left: int

    @classmethod
    def of(cls, told: Progress) -> "SampleOut":
        sample = told.sample
        return cls(
            id=sample.id,
            name=sample.name,
            calls=told.calls,
            readers=sample.readers,
            answers=told.answers,
            mine_left=told.mine_left,
        )


class SamplesOut(BaseModel):
    """The newest first."""

    items: list[SampleOut]


class ItemOut(BaseModel):
    """A call to read, without anything that was found in it; null when nothing is left."""

    item: int | None
    turns: list[dict[str, Any]]


class SampleAnswerIn(BaseModel):
    """The rules that the reader found broken; none is an answer, too."""

    rules: list[str]
    note: Annotated[str, StringConstraints(max_length=2000)] = ""


class AgreeIn(BaseModel):
    """The rules that hold; none is an answer, too."""

    rules: list[str]


class ResultsOut(BaseModel):
    """Shares with the bounds of their 95 % intervals; kappa is null where nothing could differ."""

    read: int
    missed: dict[str, Any]
    false_alarms: dict[str, Any]
    rules: list[dict[str, Any]]
    unsettled: list[int]


@blueprint.post("/samples")
@blueprint.auth_required(auth)
@blueprint.input(SampleIn, arg_name="asked")
@blueprint.output(SampleOut, status_code=201)
@blueprint.doc(responses=[403, 422])
def draw_sample(asked: SampleIn) -> SampleOut:
    """Draw a sample of audited calls."""
    made = draw(state().store, caller(), Drawing(**asked.model_dump()))
    return next(
        SampleOut.of(p) for p in list_samples(state().store, caller()) if p.sample.id == made.id
    )


@blueprint.get("/samples")
@blueprint.auth_required(auth)
@blueprint.output(SamplesOut)
@blueprint.doc(responses=[403])
def samples() -> SamplesOut:
    """All samples."""
    return SamplesOut(items=[SampleOut.of(each) for each in list_samples(state().store, caller())])


@blueprint.get("/samples/<int:sample_id>/next")
@blueprint.auth_required(auth)
@blueprint.output(ItemOut)
@blueprint.doc(responses=[403])
def next_of_sample(sample_id: int) -> ItemOut:
    """The next call for this reader."""
    item = next_item(state().store, caller(), sample_id)
    if item is None:
        return ItemOut(item=None, turns=[])
    _item, page = open_item(state().store, caller(), item)
    return ItemOut(item=item, turns=page.transcript.turns if page.transcript else [])


@blueprint.post("/samples/items/<int:item_id>")
@blueprint.auth_required(auth)
@blueprint.input(SampleAnswerIn, arg_name="given")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403, 404, 409])
def answer_item(item_id: int, given: SampleAnswerIn) -> str:
    """Keep what this reader found."""
    known = state().pack.rules
    answer(state().store, caller(), item_id, given.rules, known, note=given.note)
    return ""


@blueprint.post("/samples/items/<int:item_id>/agree")
@blueprint.auth_required(auth)
@blueprint.input(AgreeIn, arg_name="settled")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403, 404, 409, 422])
def settle_item(item_id: int, settled: AgreeIn) -> str:
    """What readers who differed settled on."""
    agree(state().store, caller(), item_id, settled.rules, state().pack.rules)
    return ""


@blueprint.get("/samples/<int:sample_id>/results")
@blueprint.auth_required(auth)
@blueprint.output(ResultsOut)
@blueprint.doc(responses=[403, 404])
def sample_results(sample_id: int) -> ResultsOut:
    """What the sample says of machine and readers."""
    told = results(state().store, caller(), sample_id)
    return ResultsOut(
        read=told.read,
        missed=_share(told.missed),
        false_alarms=_share(told.false_alarms),
        rules=[
            {
                "rule": each.rule,
                "kappa": each.readers.kappa,
                "interval": each.readers.interval,
                "precision": _share(each.precision),
                "recall": _share(each.recall),
            }
            for each in told.rules
        ],
        unsettled=[item.id for item in told.unsettled],
    )


def _share(share: Share) -> dict[str, Any]:
    return {
        "hits": share.hits,
        "total": share.total,
        "value": share.value,
        "low": share.low,
        "high": share.high,
    }
