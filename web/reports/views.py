"""The page on which a report is looked at and fetched."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template
from flask import request as asked
from flask.typing import ResponseReturnValue

from audit.clock import now
from audit.report.export import FORMATS, preview
from audit.report.request import Request, request_of
from audit.report.schedule import list_made, list_schedules
from audit.report.statistics import BY
from audit.report.summary import HEADER, overview, table
from audit.review.permissions import demand
from transcribe.problem import Problem
from web.auth import person
from web.language import language
from web.reports.download import download
from web.reports.words import word
from web.state import state

blueprint = Blueprint("reports", __name__, template_folder="templates")

# What the page proposes: a month is what regulators and clients ask for.
_DAYS = 30
_CHOICES = ("client", "agency", "team")


@blueprint.get("/reports")
def page() -> ResponseReturnValue:
    """The figures of the period in the address; 422 with what is wrong beside its field."""
    demand(person(), "report")
    typed = _typed()
    shown: dict[str, Any] = {
        "typed": typed,
        "formats": FORMATS,
        "problem": None,
        "tables": {},
        "schedules": list_schedules(state().store, person()),
        "made": list_made(state().store, person()),
    }
    try:
        request = _request(typed)
    except Problem as problem:
        return render_template("reports/page.html", **shown | {"problem": problem}), 422
    told = preview(state().store, state().pack, request, person(), language())
    tables = {by: list(table(told, by)) for by in BY if told.groups[by]}
    more = {"word": word, "overview": overview(told), "header": HEADER, "tables": tables}
    return render_template("reports/page.html", **shown | more, repeated=told.repeated)


@blueprint.get("/reports/<any(xlsx, pdf, csv, json):form>")
def file(form: str) -> ResponseReturnValue:
    demand(person(), "report")
    if form not in FORMATS:
        abort(404)
    return download(_request(_typed()), form, person())


def _typed() -> dict[str, str]:
    today = now().date()
    proposed = {"from": str(today - timedelta(days=_DAYS)), "to": str(today)}
    return {
        name: asked.args.get(name, proposed.get(name, "")).strip()
        for name in (*proposed, *_CHOICES)
    }


def _request(typed: dict[str, str]) -> Request:
    chosen = {name: typed[name] for name in _CHOICES}
    return request_of(typed["from"], typed["to"], **chosen)
