"""The rules: GET /rules, GET /rules/ID, POST /rules/try, and changes that two people make."""

from datetime import datetime
from typing import Annotated, Any, Literal

from apiflask import abort
from pydantic import BaseModel, StringConstraints

from audit.review.permissions import demand
from audit.rulebook.box import try_out
from audit.rulebook.change import list_changes, propose, publish, withdraw_change
from audit.rulebook.draft import file_of
from audit.store import RuleChange
from web.api import blueprint
from web.api.token import auth, caller
from web.state import state


class TalkIn(BaseModel):
    """One turn a line, "坐席：…" or "客户：…"."""

    text: Annotated[str, StringConstraints(max_length=100_000)]
    called_party: Literal["", "debtor", "third_party", "guarantor"] = ""


class TalkOut(BaseModel):
    """What the present rules say of it; stored nowhere."""

    judgments: list[dict[str, Any]]
    alerts: list[dict[str, Any]]
    facts: list[dict[str, Any]]


class RuleItem(BaseModel):
    """A rule of the present pack; titles by language."""

    id: str
    version: int
    stage: str
    severity: str
    titles: dict[str, str]


class RulesOut(BaseModel):
    """`pack` is the digest of what judges now."""

    pack: str
    items: list[RuleItem]


class RuleOut(RuleItem):
    """With its whole file, tests included."""

    text: str


class ChangeIn(BaseModel):
    """The whole new file, and why."""

    text: Annotated[str, StringConstraints(max_length=200_000)]
    reason: Annotated[str, StringConstraints(max_length=500)]


class DecisionIn(BaseModel):
    """Publishing is for somebody else than who proposed it."""

    do: Literal["publish", "withdraw"]


class ChangeOut(BaseModel):
    """A proposed change; `trial` says what it adds and removes on stored calls. Times in UTC."""

    id: int
    rule: str
    reason: str
    status: str
    by: int
    at: datetime
    decided_by: int | None
    decided_at: datetime | None
    trial: dict[str, Any]

    @classmethod
    def of(cls, made: RuleChange) -> "ChangeOut":
        return cls(
            id=made.id, rule=made.rule, reason=made.reason, status=made.status, by=made.user_id,
            at=made.at, decided_by=made.decided_by_id, decided_at=made.decided_at, trial=made.trial,
        )  # fmt: skip


class ChangesOut(BaseModel):
    """The newest first."""

    items: list[ChangeOut]


@blueprint.get("/rules")
@blueprint.auth_required(auth)
@blueprint.output(RulesOut)
@blueprint.doc(responses=[403])
def rules() -> RulesOut:
    """All rules of the present pack."""
    demand(caller(), "review")
    pack = state().pack
    return RulesOut(pack=pack.digest, items=[RuleItem(**_item(id_)) for id_ in pack.rules])


@blueprint.get("/rules/<rule>")
@blueprint.auth_required(auth)
@blueprint.output(RuleOut)
@blueprint.doc(responses=[403, 404])
def rule_(rule: str) -> RuleOut:
    """One rule with its file."""
    demand(caller(), "review")
    _refuse_unknown(rule)
    return RuleOut(**_item(rule), text=file_of(state().pack, rule).read_text("utf-8"))


@blueprint.post("/rules/try")
@blueprint.auth_required(auth)
@blueprint.input(TalkIn, arg_name="asked")
@blueprint.output(TalkOut)
@blueprint.doc(responses=[403, 422])
def try_talk(asked: TalkIn) -> TalkOut:
    """Judge a typed talk."""
    demand(caller(), "review")
    result = try_out(state().pack, asked.text, asked.called_party).result
    return TalkOut(
        judgments=[judgment.as_dict() for judgment in result.judgments],
        alerts=[alert.as_dict() for alert in result.alerts],
        facts=[fact.as_dict() for fact in result.facts],
    )


@blueprint.get("/rules/changes")
@blueprint.auth_required(auth)
@blueprint.output(ChangesOut)
@blueprint.doc(responses=[403])
def changes() -> ChangesOut:
    """Changes that were proposed, with what became of them."""
    demand(caller(), "review")
    return ChangesOut(items=[ChangeOut.of(each) for each in list_changes(state().store, caller())])


@blueprint.post("/rules/<rule>/changes")
@blueprint.auth_required(auth)
@blueprint.input(ChangeIn, arg_name="asked")
@blueprint.output(ChangeOut, status_code=201)
@blueprint.doc(responses=[403, 404, 422])
def propose_change(rule: str, asked: ChangeIn) -> ChangeOut:
    """Have a changed file tested and tried on stored calls, to be approved by somebody else."""
    demand(caller(), "change_rules")
    _refuse_unknown(rule)
    made = propose(state().store, caller(), state().pack, rule, asked.text, reason=asked.reason)
    return ChangeOut.of(made)


@blueprint.post("/rules/changes/<int:number>")
@blueprint.auth_required(auth)
@blueprint.input(DecisionIn, arg_name="asked")
@blueprint.output(ChangeOut)
@blueprint.doc(responses=[403, 404, 409, 422])
def decide_change(number: int, asked: DecisionIn) -> ChangeOut:
    """Publish a change or take it away."""
    if asked.do == "publish":
        return ChangeOut.of(publish(state().store, caller(), state().pack, number))
    return ChangeOut.of(withdraw_change(state().store, caller(), number))


def _item(rule: str) -> dict[str, Any]:
    known = state().pack.rules[rule]
    return {"id": known.id, "version": known.version, "stage": known.stage,
            "severity": known.severity, "titles": dict(known.titles)}  # fmt: skip


def _refuse_unknown(rule: str) -> None:
    if rule not in state().pack.rules:
        abort(404, f"there is no rule {rule!r}")
