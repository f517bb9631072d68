"""Changing a rule by two people: one proposes what was tried, another one publishes it."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from audit import journal
from audit.clock import now
from audit.review.permissions import demand
from audit.rulebook.draft import digest_of, file_of, put_on_trial
from audit.store import RuleChange, Store, User
from checks.rulepack import DEFAULT_PACK, RulePack
from transcribe.problem import Problem


def propose(
    store: Store, by: User, pack: RulePack, rule: str, text: str, *, reason: str
) -> RuleChange:
    """Try a changed file and keep it with what was found, for somebody else to publish.

    Problem `forbidden`, `not_found`, `bad_reason`, `bad_rule_text`, or `pack_shipped` where the
    owner has no pack of the own.
    """
    demand(by, "change_rules")
    if not reason.strip():
        raise Problem("bad_reason", "a change needs a reason", where="reason", mend="write why")
    demand_own(pack)
    text = text.replace("\r\n", "\n").rstrip("\n") + "\n"
    base = digest_of(file_of(pack, rule).read_text("utf-8"))
    trial = put_on_trial(store, pack, rule, text)
    with store.writing() as session:
        made = RuleChange(
            rule=rule, text=text, base=base, reason=reason.strip(), trial=trial.as_dict(),
            user_id=by.id, at=now(),
        )  # fmt: skip
        session.add(made)
        session.flush()
        journal.append(session, by.name, "rule change proposed", change=made.id, rule=rule)
        return made


def publish(store: Store, by: User, pack: RulePack, number: int) -> RuleChange:
    """Write a proposed change into the owner's pack, where running processes take it up.

    Problem `forbidden` for its author, `not_found`, `conflict` where the file changed meanwhile or
    somebody decided already, `trial_failed` where tests or lint stand against it.
    """
    demand(by, "change_rules")
    demand_own(pack)
    with store.writing() as session:
        change = _open_change(session, number)
        if change.user_id == by.id:
            raise Problem("forbidden", "somebody else publishes a change", mend="ask a colleague")
        if change.trial["failed"] or change.trial["issues"]:
            raise Problem("trial_failed", "its tests or lint stand against it", mend="propose anew")
        path = file_of(pack, change.rule)
        if digest_of(path.read_text("utf-8")) != change.base:
            raise Problem("conflict", "the rule changed meanwhile", mend="propose it anew")
        _decide(change, by, "published")
        journal.append(
            session, by.name, "rule change published", change=change.id, rule=change.rule,
            before=change.base, after=digest_of(change.text),
        )  # fmt: skip
        _write(path, change.text)
        return change


def withdraw_change(store: Store, by: User, number: int) -> RuleChange:
    """Take a proposal away, one's own or a colleague's. Problem as of `publish`."""
    demand(by, "change_rules")
    with store.writing() as session:
        change = _open_change(session, number)
        _decide(change, by, "withdrawn")
        journal.append(session, by.name, "rule change withdrawn", change=number)
        return change


def list_changes(store: Store, by: User, rule: str = "") -> Sequence[RuleChange]:
    """The newest first. Problem `forbidden`."""
    demand(by, "review")
    with store.reading() as session:
        wanted = select(RuleChange).options(
            joinedload(RuleChange.user), joinedload(RuleChange.decided_by)
        )
        if rule:
            wanted = wanted.where(RuleChange.rule == rule)
        return session.scalars(wanted.order_by(RuleChange.id.desc()).limit(50)).all()


def demand_own(pack: RulePack) -> None:
    """What ships with the program is replaced by its next version, so nobody changes it there."""
    if pack.folder.resolve() == DEFAULT_PACK.resolve():
        raise Problem(
            "pack_shipped",
            "the rules are those that ship with the program",
            mend="copy them to a folder of yours and name it by the setting `pack`",
        )


def _open_change(session: Session, number: int) -> RuleChange:
    change = session.get(RuleChange, number)
    if change is None:
        raise Problem("not_found", "there is no such change", mend="see the list")
    if change.status != "proposed":
        raise Problem("conflict", f"it is {change.status} already", mend="look again")
    return change


def _decide(change: RuleChange, by: User, status: str) -> None:
    change.status, change.decided_by_id, change.decided_at = status, by.id, now()  # type: ignore[assignment]


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a running process reads this folder."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(path.stat().st_mode)
    Path(name).replace(path)
