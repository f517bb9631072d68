"""Reports that are made by themselves once their period is over."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from audit import journal
from audit.clock import now
from audit.config import Settings
from audit.report.export import FORMATS, export
from audit.report.request import Request
from audit.review.permissions import demand, may
from audit.store import Every, MadeReport, Schedule, Store, User
from audit.store.summary import day_of
from checks.rulepack import RulePack
from transcribe.problem import Problem

# A worker that began a report so long ago has died over it.
_GIVEN_UP = timedelta(hours=1)


def last_period(every: Every, today: date) -> tuple[date, date]:
    """The newest period that is wholly over, both days included."""
    if every == "day":
        return today - timedelta(days=1), today - timedelta(days=1)
    if every == "week":
        monday = today - timedelta(days=today.weekday())
        return monday - timedelta(days=7), monday - timedelta(days=1)
    until = today.replace(day=1) - timedelta(days=1)
    return until.replace(day=1), until


def add_schedule(
    store: Store,
    by: User,
    every: str,
    form: str,
    *,
    client: str = "",
    agency: str = "",
    team: str = "",
) -> Schedule:
    """Problem `forbidden` or `bad_schedule`."""
    demand(by, "report")
    if every not in get_args(Every) or form not in FORMATS:
        raise Problem("bad_schedule", "how often or which form is unknown", mend="choose both")
    with store.writing() as session:
        made = Schedule(
            every=cast(Every, every), form=form, client=client.strip(), agency=agency.strip(),
            team=team.strip(), user_id=by.id, at=now(),
        )  # fmt: skip
        session.add(made)
        session.flush()
        journal.append(session, by.name, "report scheduled", schedule=made.id, every=every)
        return made


def stop_schedule(store: Store, by: User, number: int) -> None:
    """What was made stays. Problem `forbidden` or `not_found`."""
    demand(by, "report")
    with store.writing() as session:
        made = session.get(Schedule, number)
        if made is None:
            raise Problem("not_found", "there is no such schedule", mend="see the list")
        made.active = False
        journal.append(session, by.name, "report schedule stopped", schedule=number)


def list_schedules(store: Store, by: User) -> Sequence[Schedule]:
    """Those that run. Problem `forbidden`."""
    demand(by, "report")
    with store.reading() as session:
        wanted = select(Schedule).where(Schedule.active).options(joinedload(Schedule.user))
        return session.scalars(wanted.order_by(Schedule.id)).all()


def list_made(store: Store, by: User, most: int = 50) -> Sequence[MadeReport]:
    """What this person's schedules made, the newest first. Problem `forbidden`.

    A report holds what its owner may see, so nobody else gets it.
    """
    demand(by, "report")
    with store.reading() as session:
        wanted = (
            select(MadeReport)
            .join(MadeReport.schedule)
            .where(MadeReport.made_at.is_not(None), Schedule.user_id == by.id)
            .options(joinedload(MadeReport.schedule))
            .order_by(MadeReport.made_at.desc())
        )
        return session.scalars(wanted.limit(most)).all()


def made_file(settings: Settings, store: Store, by: User, schedule: int, since: date) -> Path:
    """The file of a report that was made. Problem `forbidden` or `not_found`."""
    for made in list_made(store, by):
        file = settings.reports / made.name
        if (made.schedule_id, made.since) == (schedule, since) and file.is_file():
            with store.writing() as session:
                journal.append(
                    session, by.name, "report fetched", schedule=schedule, file=made.name
                )
            return file
    raise Problem("not_found", "there is no such report", mend="see the list")


def make_due(settings: Settings, store: Store, pack: RulePack) -> int:
    """Make every report whose period is over and that nobody made; how many."""
    with store.reading() as session:
        wanted = select(Schedule).where(Schedule.active).options(joinedload(Schedule.user))
        schedules = session.scalars(wanted).all()
    count = 0
    for schedule in schedules:
        since, until = last_period(schedule.every, day_of(now()))
        able = schedule.user.active and may(schedule.user, "report")
        if able and _claim(store, schedule, since, until):
            _make(settings, store, pack, schedule, since)
            count += 1
    return count


def _claim(store: Store, schedule: Schedule, since: date, until: date) -> bool:
    """Whether this worker is the one that makes it."""
    with store.writing() as session:
        made = session.get(MadeReport, (schedule.id, since))
        if made is not None and (made.made_at or made.begun_at > now() - _GIVEN_UP):
            return False
        made = made or MadeReport(schedule_id=schedule.id, since=since, until=until)
        made.begun_at = now()
        session.add(made)
        return True


def _make(
    settings: Settings, store: Store, pack: RulePack, schedule: Schedule, since: date
) -> None:
    with store.reading() as session:
        key = (schedule.id, since)
        made = session.get_one(MadeReport, key, options=[joinedload(MadeReport.schedule)])
    request = Request(made.since, made.until, schedule.client, schedule.agency, schedule.team)
    settings.reports.mkdir(parents=True, exist_ok=True)
    file = settings.reports / made.name
    digest = export(store, pack, request, file, form=schedule.form, by=schedule.user)
    with store.writing() as session:
        kept = session.get_one(MadeReport, key)
        kept.made_at, kept.sha256 = now(), digest
