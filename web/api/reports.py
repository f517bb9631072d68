"""GET /reports/violations."""

from flask import Response

from audit.report.request import request_of
from web.api import blueprint
from web.api.shapes import ReportQuery
from web.api.token import auth, caller
from web.reports.download import download


@blueprint.get("/reports/violations")
@blueprint.auth_required(auth)
@blueprint.input(ReportQuery, location="query", arg_name="query")
@blueprint.doc(responses={200: "The file", 403: "Forbidden", 422: "No such period"})
def violations(query: ReportQuery) -> Response:
    """What people confirmed in a period, as a file: JSON, CSV, Excel or PDF."""
    chosen = {"client": query.client, "agency": query.agency, "team": query.team}
    request = request_of(str(query.since), str(query.until), **chosen)
    return download(request, query.format, caller())
