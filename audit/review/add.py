"""What the machine missed, added by a person; and what it put under the wrong rule."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from audit import journal
from audit.clock import now
from audit.masking import mask_of
from audit.review.decide import get_finding, load_to_decide, overrule
from audit.review.permissions import call_for
from audit.store import PERSON, Audit, Call, Finding, ReviewDecision, Store, User
from checks.rule import SEVERITIES, Rule
from checks.rulepack import RulePack
from transcribe.problem import Problem

_EVIDENCE = ("audit_id", "call_id", "turns", "quotes", "spans")


@dataclass(frozen=True, slots=True)
class Missed:
    """A violation that a person heard: `quote` stands in `turn`, at `start` where it is given.

    `audit` is the id of the audit that the person looked at; `severity` "" is the rule's own.
    """

    audit: int
    rule: str
    turn: int
    quote: str
    start: int = 0
    severity: str = ""
    note: str = ""


def add_missed(store: Store, person: User, pack: RulePack, call_id: int, missed: Missed) -> Finding:
    """Store a finding that counts at once: a person says so, with the reason in `note`.

    Problem `not_found`, `forbidden`, `bad_rule`, `bad_severity`, `bad_quote`, or `conflict` where
    the call was checked again meanwhile or has a finding under this rule already.
    """
    with store.writing() as session:
        call = call_for(session, person, call_id, "review")
        audit = _newest(session, call_id)
        if audit is None or audit.id != missed.audit:
            raise Problem("conflict", "the call was checked again meanwhile", mend="look again")
        _refuse_known(session, audit, missed.rule)
        place = _place(call, audit.transcript.turns, missed)
        finding = _finding(audit, call, pack, missed, place)
        session.add(finding)
        session.flush()
        finding.decisions.append(
            ReviewDecision(
                user_id=person.id, decision="confirm", note=missed.note.strip(), at=now()
            )
        )
        session.flush()
        journal.append(session, person.name, "finding added", finding=finding.id, rule=missed.rule)
    return get_finding(store, person, finding.id)


def move(
    store: Store, person: User, pack: RulePack, finding_id: int, *, rule: str, version: int | None
) -> Finding:
    """Dismiss a finding and confirm the same evidence under another rule, at once; the new one.

    Problem as of `add_missed`.
    """
    with store.writing() as session:
        old = load_to_decide(session, person, finding_id, version)
        audit = session.get_one(Audit, old.audit_id)
        _refuse_known(session, audit, rule)
        known = _rule(pack, rule)
        made = Finding(
            **{name: getattr(old, name) for name in _EVIDENCE},
            **_of_rule(pack, old.call, known),
            severity=known.severity,
            status="confirmed",
        )  # fmt: skip
        session.add(made)
        session.flush()
        overrule(session, person, old, "dismiss", f"→ {known.titles['zh']}")
        was = pack.rules.get(old.rule)
        overrule(session, person, made, "confirm", f"← {was.titles['zh'] if was else old.rule}")
    return get_finding(store, person, made.id)


def _newest(session: Session, call_id: int) -> Audit | None:
    newest = select(Audit).where(Audit.call_id == call_id).options(joinedload(Audit.transcript))
    return session.scalar(newest.order_by(Audit.id.desc()).limit(1))


def _rule(pack: RulePack, name: str) -> Rule:
    if name not in pack.rules:
        raise Problem("bad_rule", f"there is no rule {name!r}", mend="choose one of the list")
    return pack.rules[name]


def _refuse_known(session: Session, audit: Audit, rule: str) -> None:
    same = select(Finding.id).where(Finding.audit_id == audit.id, Finding.rule == rule)
    if session.scalar(same) is not None:
        raise Problem(
            "conflict", "this call has a finding under this rule", mend="decide about that one"
        )


def _place(call: Call, turns: list[dict[str, Any]], missed: Missed) -> dict[str, int]:
    """The span of the quote, also where the masked text was marked.

    Whoever's offset counts otherwise is found by the words.
    """
    text = str(turns[missed.turn]["text"]) if 0 <= missed.turn < len(turns) else ""
    quote = missed.quote.strip()
    for shown in (text, mask_of(call)(text)):
        at = missed.start if shown.startswith(quote, missed.start) else shown.find(quote)
        if quote and at >= 0:
            return {"turn": missed.turn, "start": at, "end": at + len(quote)}
    raise Problem("bad_quote", "these words do not stand in this turn", mend="mark them again")


def _of_rule(pack: RulePack, call: Call, rule: Rule) -> dict[str, Any]:
    clauses = pack.clauses(rule.id, call.local_start)
    return {
        "rule": rule.id,
        "rule_version": rule.version,
        "found_by": [PERSON],
        "confidence": 1.0,
        "reason": rule.reasons["zh"],
        "clauses": [clause.as_dict() for clause in clauses],
    }


def _finding(
    audit: Audit, call: Call, pack: RulePack, missed: Missed, place: dict[str, int]
) -> Finding:
    rule = _rule(pack, missed.rule)
    if missed.severity and missed.severity not in SEVERITIES:
        raise Problem("bad_severity", f"{missed.severity!r} is none", mend="choose one of the list")
    said = audit.transcript.turns[missed.turn]["text"]
    return Finding(
        audit_id=audit.id,
        call_id=call.id,
        severity=missed.severity or rule.severity,
        turns=[missed.turn],
        quotes=[said[place["start"] : place["end"]]],
        spans=[place],
        status="confirmed",
        **_of_rule(pack, call, rule),
    )
