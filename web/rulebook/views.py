"""Each rule documented from its file, the test box, and changes that wait for approval."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.calibration.precision import records
from audit.review.permissions import demand, may
from audit.rulebook.box import EXAMPLE, try_out
from audit.rulebook.change import list_changes, propose, publish, withdraw_change
from audit.rulebook.draft import file_of
from checks.rulepack import DEFAULT_PACK
from transcribe.problem import Problem
from web.auth import person
from web.state import state

blueprint = Blueprint("rulebook", __name__, template_folder="templates")


@blueprint.get("/rules")
def page() -> ResponseReturnValue:
    """All rules, and the test box."""
    demand(person(), "review")
    return _list()


@blueprint.post("/rules/try")
def box() -> ResponseReturnValue:
    """Judge what was typed; nothing is stored."""
    demand(person(), "review")
    text, party = request.form.get("text", ""), request.form.get("party", "")
    try:
        tried = try_out(state().pack, text, party)
    except Problem as problem:
        if problem.code != "bad_turns":
            raise
        return _list(text=text, party=party, wrong=problem.where or "text"), 422
    return _list(text=text, party=party, tried=tried)


@blueprint.get("/rules/<rule>")
def one(rule: str) -> ResponseReturnValue:
    demand(person(), "review")
    return _one(rule)


@blueprint.post("/rules/<rule>/changes")
def change(rule: str) -> ResponseReturnValue:
    """Propose a changed file; refused, the page keeps it and says what is wrong."""
    text, reason = request.form.get("text", ""), request.form.get("reason", "")
    try:
        propose(state().store, person(), state().pack, rule, text, reason=reason)
    except Problem as problem:
        if problem.code not in {"bad_rule_text", "bad_reason", "pack_shipped"}:
            raise
        return _one(rule, text=text, reason=reason, problem=problem), 422
    return redirect(url_for("rulebook.one", rule=rule, _anchor="changes"))


@blueprint.post("/rules/changes/<int:number>")
def decide(number: int) -> ResponseReturnValue:
    """Publish a change, or take it away."""
    wanted = request.form.get("do", "")
    if wanted == "publish":
        made = publish(state().store, person(), state().pack, number)
    elif wanted == "withdraw":
        made = withdraw_change(state().store, person(), number)
    else:
        abort(422)
    return redirect(url_for("rulebook.one", rule=made.rule, _anchor="changes"))


def _list(**shown: Any) -> str:
    pack = state().pack
    made = records(state().store, person(), pack, state().settings.demote_below)
    return render_template(
        "rulebook/rules.html",
        **{"text": EXAMPLE, "party": "debtor", "tried": None, "wrong": ""} | shown,
        pack=pack,
        records={record.rule: record for record in made},
        changes=[
            each for each in list_changes(state().store, person()) if each.status == "proposed"
        ],
    )


def _one(rule: str, **shown: Any) -> str:
    pack = state().pack
    if rule not in pack.rules:
        abort(404)
    return render_template(
        "rulebook/rule.html",
        **{"text": file_of(pack, rule).read_text("utf-8"), "reason": "", "problem": None} | shown,
        rule=pack.rules[rule],
        clauses=[mapped for mapped in pack.regulations if rule in mapped.rules],
        changes=list_changes(state().store, person(), rule),
        may_change=may(person(), "change_rules"),
        own=pack.folder.resolve() != DEFAULT_PACK.resolve(),
    )
