"""Grading, taking back, adding what was missed, moving to another rule, notes."""

import handmade
import pytest
from handmade import code_of
from sqlalchemy import select

from audit.review.add import Missed, add_missed, move
from audit.review.appeals import appeal
from audit.review.decide import decide, mark_alert_seen
from audit.review.notes import add_note
from audit.review.page import open_page
from audit.review.scores import points
from audit.review.undo import may_withdraw, withdraw
from audit.store import Call, Finding, JournalEntry, Store, Transcript, User
from checks.rulepack import load_pack

MISSED = Missed(audit=1, rule="threat", turn=4, quote="派人去堵你家的门", note="听得很清楚")


@pytest.fixture
def call(store: Store) -> int:
    return handmade.add_call(
        store, "A1", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE], alerts=("complaint",)
    )


def test_a_decision_may_change_how_grave_it_is(
    store: Store, people: dict[str, User], call: int
) -> None:
    finding = decide(store, people["inspector"], 1, "confirm", severity="minor")
    assert (finding.severity, finding.status) == ("minor", "confirmed")
    made = finding.decisions[-1]
    assert (made.severity, made.severity_before) == ("minor", "critical")
    refused = code_of(decide, store, people["inspector"], 1, "confirm", severity="huge")
    assert refused == "bad_severity"


def test_what_is_graded_otherwise_costs_otherwise(
    store: Store, people: dict[str, User], call: int
) -> None:
    card = load_pack().card
    finding = decide(store, people["inspector"], 1, "confirm", severity="minor")
    stored = {"deductions": [{"rule": "abuse", "severity": "critical", "points": 77.0}]}
    assert points(finding, stored, card) == card.cost("abuse", "minor").points


def test_taking_back_restores_what_was_before(
    store: Store, people: dict[str, User], call: int
) -> None:
    me = people["inspector"]
    decide(store, me, 1, "dismiss")
    decide(store, me, 1, "confirm", severity="minor")
    first = withdraw(store, me, 1)
    assert (first.status, first.severity) == ("dismissed", "critical")
    second = withdraw(store, me, 1)
    assert second.status == "suspected"
    assert [each.decision for each in second.decisions] == [
        *("dismiss", "confirm", "withdraw", "withdraw")
    ]
    assert code_of(withdraw, store, me, 1) == "conflict"


def test_nobody_takes_back_what_somebody_else_decided(
    store: Store, people: dict[str, User], call: int
) -> None:
    finding = decide(store, people["inspector"], 1, "confirm")
    assert not may_withdraw(people["second"], finding)
    assert code_of(withdraw, store, people["second"], 1) == "conflict"
    assert code_of(withdraw, store, people["collector"], 1) == "forbidden"


def test_what_is_appealed_is_not_taken_back(
    store: Store, people: dict[str, User], call: int
) -> None:
    decide(store, people["inspector"], 1, "confirm")
    appeal(store, people["collector"], 1, "请再听", 7)
    assert code_of(withdraw, store, people["inspector"], 1) == "conflict"


def test_an_older_look_takes_nothing_back(store: Store, people: dict[str, User], call: int) -> None:
    seen = decide(store, people["inspector"], 1, "confirm")
    decide(store, people["inspector"], 1, "confirm", note="再听")
    assert code_of(withdraw, store, people["inspector"], 1, version=seen.version) == "conflict"


def test_what_was_missed_counts_at_once(store: Store, people: dict[str, User], call: int) -> None:
    made = add_missed(store, people["inspector"], load_pack(), call, MISSED)
    assert (made.status, made.found_by, made.severity) == ("confirmed", ["person"], "critical")
    assert made.spans == [{"turn": 4, "start": 12, "end": 20}]
    assert made.clauses
    assert [(d.decision, d.note) for d in made.decisions] == [("confirm", "听得很清楚")]
    page = open_page(store, people["inspector"], call)
    assert made.id in {finding.id for finding in page.findings}
    taken_back = withdraw(store, people["inspector"], made.id)
    assert taken_back.status == "dismissed"
    with store.reading() as session:
        assert any('"finding added"' in body for body in session.scalars(select(JournalEntry.body)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": "abuse"}, "conflict"),
        ({"rule": "nothing"}, "bad_rule"),
        ({"quote": "没说过这句"}, "bad_quote"),
        ({"quote": "  "}, "bad_quote"),
        ({"turn": 99}, "bad_quote"),
        ({"severity": "huge"}, "bad_severity"),
        ({"audit": 7}, "conflict"),
    ],
)
def test_what_cannot_be_added(
    store: Store, people: dict[str, User], call: int, change: dict[str, str | int], code: str
) -> None:
    fields = {name: getattr(MISSED, name) for name in ("audit", "rule", "turn", "quote")}
    missed = Missed(**fields | change)
    assert code_of(add_missed, store, people["inspector"], load_pack(), call, missed) == code
    with store.reading() as session:
        assert len(session.scalars(select(Finding)).all()) == 1


def test_only_reviewers_add(store: Store, people: dict[str, User], call: int) -> None:
    assert code_of(add_missed, store, people["collector"], load_pack(), call, MISSED) == "forbidden"
    assert code_of(add_missed, store, people["inspector"], load_pack(), 99, MISSED) == "not_found"
    assert code_of(add_note, store, people["collector"], call, "x") == "forbidden"


def test_moving_dismisses_here_and_confirms_there(
    store: Store, people: dict[str, User], call: int
) -> None:
    made = move(store, people["inspector"], load_pack(), 1, rule="threat", version=1)
    with store.reading() as session:
        old = session.get_one(Finding, 1)
        assert (old.status, made.status, made.rule) == ("dismissed", "confirmed", "threat")
        assert (made.turns, made.quotes) == (old.turns, old.quotes)
    again = {"rule": "abuse", "version": None}
    assert code_of(move, store, people["inspector"], load_pack(), made.id, **again) == "conflict"


def test_what_a_person_added_survives_a_correction(
    store: Store, people: dict[str, User], call: int
) -> None:
    from audit.review.carry import carry

    made = add_missed(store, people["inspector"], load_pack(), call, MISSED)
    with store.writing() as session:
        old = session.query(Transcript).filter_by(call_id=call).one()
        turns = [dict(turn) for turn in old.turns]
        turns[4]["text"] = "你真不要脸，我叫人堵门。"
        corrected = Transcript(
            call_id=call, asr_rev="corrected:1", turns=turns, duration_s=24.0,
            created_at=old.created_at, corrects_id=old.id,
        )  # fmt: skip
        session.add(corrected)
        session.flush()
        from audit.store import Audit

        audit = Audit(
            call_id=call, transcript_id=corrected.id, pack_rev="p", result={}, score=1.0,
            created_at=old.created_at,
        )  # fmt: skip
        session.add(audit)
        session.flush()
        carry(session, audit, [])
        session.flush()
        kept = session.scalars(select(Finding).where(Finding.audit_id == audit.id)).all()
        assert [(f.rule, f.status, f.quotes) for f in kept] == [
            ("threat", "confirmed", ["你真不要脸，我叫人堵门。"])
        ]
        assert kept[0].id != made.id
        assert kept[0].spans == [{"turn": 4, "start": 0, "end": 12}]


def test_notes_are_for_reviewers(store: Store, people: dict[str, User], call: int) -> None:
    add_note(store, people["inspector"], call, " 家属接听，慎重 ")
    assert [n.text for n in open_page(store, people["second"], call).notes] == ["家属接听，慎重"]
    assert open_page(store, people["collector"], call).notes == ()
    assert code_of(add_note, store, people["inspector"], call, " ") == "bad_note"
    with store.reading() as session:
        assert "家属" not in "".join(session.scalars(select(JournalEntry.body)))


def test_an_alert_can_be_opened_again(store: Store, people: dict[str, User], call: int) -> None:
    mark_alert_seen(store, people["inspector"], 1)
    assert not mark_alert_seen(store, people["inspector"], 1, seen=False).seen
    with store.reading() as session:
        assert session.get_one(Call, call).status == "audited"
