"""Reports that are made by themselves: GET and POST /schedules, DELETE /schedules/ID."""

from typing import Any, Literal

from flask import Response
from pydantic import BaseModel

from audit.report.schedule import add_schedule, list_made, list_schedules, stop_schedule
from audit.store import Every, Schedule
from web.api import blueprint
from web.api.token import auth, caller
from web.reports.scheduled import made_download
from web.state import state


class ScheduleIn(BaseModel):
    """One report for each past day, week or month; empty names are all."""

    every: Every
    form: Literal["json", "csv", "xlsx", "pdf"]
    client: str = ""
    agency: str = ""
    team: str = ""


class ScheduleOut(ScheduleIn):
    """A schedule that goes on."""

    id: int

    @classmethod
    def of(cls, made: Schedule) -> "ScheduleOut":
        return cls(**{name: getattr(made, name) for name in cls.model_fields})


class SchedulesOut(BaseModel):
    """Those that the token's person may see."""

    items: list[ScheduleOut]


class MadeOut(BaseModel):
    """Periods by their first day, with the digest of the file."""

    items: list[dict[str, Any]]


@blueprint.get("/schedules")
@blueprint.auth_required(auth)
@blueprint.output(SchedulesOut)
@blueprint.doc(responses=[403])
def schedules() -> SchedulesOut:
    """Schedules that go on."""
    made = list_schedules(state().store, caller())
    return SchedulesOut(items=[ScheduleOut.of(each) for each in made])


@blueprint.post("/schedules")
@blueprint.auth_required(auth)
@blueprint.input(ScheduleIn, arg_name="asked")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403, 422])
def new_schedule(asked: ScheduleIn) -> str:
    """Begin one."""
    store, chosen = state().store, asked.model_dump(include={"client", "agency", "team"})
    add_schedule(store, caller(), asked.every, asked.form, **chosen)
    return ""


@blueprint.delete("/schedules/<int:number>")
@blueprint.auth_required(auth)
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403, 404])
def end_schedule(number: int) -> str:
    """End one; what was made stays."""
    stop_schedule(state().store, caller(), number)
    return ""


@blueprint.get("/schedules/made")
@blueprint.auth_required(auth)
@blueprint.output(MadeOut)
@blueprint.doc(responses=[403])
def made_reports() -> MadeOut:
    """What one's own schedules made, the newest first."""
    made = list_made(state().store, caller())
    return MadeOut(
        items=[
            {"schedule": each.schedule_id, "since": str(each.since), "until": str(each.until),
             "sha256": each.sha256}
            for each in made
        ]
    )  # fmt: skip


@blueprint.get("/schedules/<int:number>/made/<since>")
@blueprint.auth_required(auth)
@blueprint.doc(responses={200: "The file", 403: "Forbidden", 404: "None of that day"})
def made_report(number: int, since: str) -> Response:
    """The report of the period that begins on this day."""
    return made_download(number, since, caller())
