"""The queue of calls, and the page of one call."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.review.claims import claim, release
from audit.review.exemplars import reason_of
from audit.review.filters import NAMES, Filters
from audit.review.page import CallPage, next_call, open_page, show_personal
from audit.review.permissions import may
from audit.review.queue import choices, count_stages, list_calls
from audit.review.stages import STAGES
from audit.review.views import drop_view, keep_view, list_views
from web.auth import person
from web.calls.course import course
from web.media import new_view
from web.privacy import show, shows
from web.state import state

blueprint = Blueprint("calls", __name__, template_folder="templates")


@blueprint.get("/")
def front() -> ResponseReturnValue:
    return redirect(url_for("calls.queue"))


@blueprint.get("/calls")
def queue() -> ResponseReturnValue:
    """Calls by risk. The filters live in the address, so that a list can be kept and shared."""
    filters = filters_of_request()
    page = list_calls(state().store, person(), filters, request.args.get("after", ""))
    counted = count_stages(state().store, person(), filters.values)
    return render_template(
        "calls/queue.html",
        page=page,
        filters=filters,
        counts=counted.by_stage,
        at_least=counted.at_least,
        rules=state().pack.rules,
        may_review=may(person(), "review"),
        kept=kept_filters(),
        without=without,
        views=list_views(state().store, person()),
        query=urlencode(kept_filters()),
    )


@blueprint.get("/calls/choices/<any(client, agency, team, collector):name>")
def choose(name: str) -> ResponseReturnValue:
    """What can be chosen for one filter, as options of a list; asked for when it is opened."""
    return render_template("calls/choices.html", choices=choices(state().store, person(), name))


@blueprint.get("/calls/<int:call_id>")
def call(call_id: int) -> ResponseReturnValue:
    """One call: sound, turns, findings. Whoever reviews claims it by looking."""
    return call_page(open_call(call_id), claim=claim(state().store, person(), call_id))


@blueprint.post("/calls/<int:call_id>/personal")
def personal(call_id: int) -> ResponseReturnValue:
    """Show this call's names and numbers for a while, or hide them again."""
    on = request.form.get("show") == "1"
    if on:
        show_personal(state().store, person(), call_id)
    show(call_id, on=on)
    return redirect(f"{url_for('calls.call', call_id=call_id)}?{urlencode(kept_filters())}")


@blueprint.post("/calls/<int:call_id>/release")
def let_go(call_id: int) -> ResponseReturnValue:
    """Somebody else may be led to this call now."""
    release(state().store, person(), call_id)
    return redirect(f"{url_for('calls.queue')}?{urlencode(kept_filters())}")


@blueprint.post("/views")
def keep() -> ResponseReturnValue:
    """Keep the filters of a queue under a name."""
    query = request.form.get("query", "")
    keep_view(state().store, person(), request.form.get("name", ""), query)
    return redirect(f"{url_for('calls.queue')}?{query}")


@blueprint.post("/views/<int:view_id>/drop")
def drop(view_id: int) -> ResponseReturnValue:
    drop_view(state().store, person(), view_id)
    return redirect(url_for("calls.queue"))


def open_call(call_id: int) -> CallPage:
    """A call's page, masked unless this person has its personal data on show."""
    return open_page(state().store, person(), call_id, unmasked=shows(call_id))


def call_page(page: CallPage, **more: Any) -> str:
    """The page as HTML; `more` is what a refused correction adds."""
    call_id = page.call.id
    return render_template(
        "calls/call.html",
        page=page,
        call=page.call,
        may_review=may(person(), "review"),
        next_id=next_call(state().store, person(), page.call, filters_of_request()),
        view=new_view(call_id) if page.call.recording_id else "",
        kept=kept_filters(),
        rules=state().pack.rules,
        course=course(page.turns),
        example=reason_of(state().store, person(), call_id),
        **more,
    )


def filters_of_request() -> Filters:
    """The filters of the address; an unknown stage is the first tab."""
    stage = request.args.get("stage", "pending")
    values = {name: request.args.get(name, "").strip() for name in NAMES}
    asked = {name: value for name, value in values.items() if value}
    return Filters(stage if stage in STAGES else "pending", asked)


def kept_filters() -> dict[str, str]:
    """The address's filters, for links that must keep them."""
    return {name: request.args[name] for name in ("stage", *NAMES) if request.args.get(name)}


def without(name: str) -> dict[str, str]:
    """The address's filters less one: what taking its mark away leads to."""
    return {key: value for key, value in kept_filters().items() if key != name}
