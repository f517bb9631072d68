"""Who may do what: the one table that pages and API ask."""

from typing import Literal

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import Session

from audit.store import Call, Role, User
from transcribe.problem import Problem

Action = Literal[
    "see_all_calls",
    "review",
    "see_personal",
    "take_in",
    "report",
    "appeal",
    "decide_appeal",
    "decide_final_appeal",
    "assign",
    "draw_sample",
    "rectify",
    "change_rules",
    "see_journal",
    "manage_people",
    "manage_clients",
]
_REVIEWING: frozenset[Action] = frozenset(
    {"see_all_calls", "review", "see_personal", "take_in", "decide_appeal"}
)
_LEADING: frozenset[Action] = _REVIEWING | {
    "report",
    "decide_final_appeal",
    "draw_sample",
    "rectify",
}

TABLE: dict[Role, frozenset[Action]] = {
    "inspector": _REVIEWING,
    "officer": _LEADING | {"see_journal", "change_rules", "manage_clients"},
    "lead": _LEADING | {"assign"},
    "admin": _LEADING
    | {"assign", "see_journal", "change_rules", "manage_people", "manage_clients"},
    # A collector sees the own calls (PIPL art. 45: access to one's own data) and may ask that a
    # person look again (art. 24: no decision by the machine alone), but decides nothing.
    "collector": frozenset({"appeal"}),
}


def may(person: User, action: Action) -> bool:
    return action in TABLE[person.role]


def demand(person: User, action: Action) -> None:
    """Raise Problem `forbidden` where the role may not do this."""
    if not may(person, action):
        raise Problem(
            "forbidden",
            f"the role {person.role} may not do this",
            mend="ask somebody with the right role",
        )


def visible(person: User) -> ColumnElement[bool]:
    """The condition on Call that keeps other people's calls out of every query."""
    if not may(person, "see_all_calls"):
        return Call.agent_id == person.collector_id
    clients = Call.client.in_(person.clients) if person.clients else true()
    teams = Call.team.in_(person.teams) if person.teams else true()
    return and_(clients, teams)


def call_for(session: Session, person: User, call_id: int, action: Action) -> Call:
    """A call that this person sees and may do this with. Problem `not_found` or `forbidden`."""
    call = session.scalar(select(Call).where(Call.id == call_id, visible(person)))
    if call is None:
        raise Problem("not_found", "there is no such call", mend="check its id")
    demand(person, action)
    return call
