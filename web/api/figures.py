"""GET /figures: the dashboard's figures."""

from typing import Any

from pydantic import BaseModel

from audit.dashboard.figures import Line, board
from audit.dashboard.refresh import AT_ONCE, refresh
from audit.report.request import request_of
from web.api import blueprint
from web.api.shapes import PeriodQuery
from web.api.token import auth, caller
from web.state import state


class FiguresOut(BaseModel):
    """Counts of audited calls and of findings by status; `by` has a table for each way.

    `stale` says that some day of the period is being counted anew.
    """

    calls: int
    audited: int
    parked: int
    undecided: int
    found: dict[str, int]
    coverage: float | None
    by: dict[str, dict[str, Any]]
    stale: bool


@blueprint.get("/figures")
@blueprint.auth_required(auth)
@blueprint.input(PeriodQuery, location="query", arg_name="query")
@blueprint.output(FiguresOut)
@blueprint.doc(responses=[403, 422])
def figures(query: PeriodQuery) -> FiguresOut:
    """Figures of a period's calls that the token's person may see."""
    chosen = {"client": query.client, "agency": query.agency, "team": query.team}
    asked = request_of(str(query.since), str(query.until), **chosen)
    refresh(state().store, most_calls=AT_ONCE)
    made = board(state().store, caller(), asked)
    return FiguresOut(
        calls=made.calls,
        audited=made.total.audited,
        parked=made.parked,
        undecided=made.undecided,
        found=dict(made.total.found),
        coverage=made.coverage,
        by={by: {key: _line(line) for key, line in lines.items()} for by, lines in made.by.items()},
        stale=made.stale,
    )


def _line(line: Line) -> dict[str, Any]:
    return {"audited": line.audited, "found": dict(line.found), "per_thousand": line.per_thousand}
