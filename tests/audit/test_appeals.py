"""Appeals: within the days, decided by somebody else, final on the second level."""

from datetime import timedelta
from pathlib import Path

import handmade
import pytest
from handmade import code_of
from postgres import unseal
from sqlalchemy import select, text

from audit import journal
from audit.clock import now
from audit.review.appeals import acknowledge, answer, appeal, open_appeals, why_not
from audit.review.decide import decide
from audit.review.deductions import deductions
from audit.review.permissions import TABLE, may
from audit.review.scores import points
from audit.store import Acknowledgement, Appeal, Finding, JournalEntry, Store, User
from checks.scorecard import load_scorecard

DAYS = 7
CARD = load_scorecard(Path("no pack of its own"))


@pytest.fixture
def confirmed(store: Store, people: dict[str, User]) -> int:
    """A finding on the collector's own call that the inspector confirmed; its id."""
    handmade.add_call(store, "OWN", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    return decide(store, people["inspector"], 1, "confirm").id


def test_the_table_says_who_may(people: dict[str, User]) -> None:
    able = {
        role: [
            name
            for name in ("appeal", "decide_appeal", "decide_final_appeal")
            if may(User(role=role), name)  # type: ignore[arg-type]
        ]
        for role in TABLE
    }
    leading = ["decide_appeal", "decide_final_appeal"]
    assert able == {
        "collector": ["appeal"],
        "inspector": ["decide_appeal"],
        "officer": leading,
        "lead": leading,
        "admin": leading,
    }


def test_an_overturned_finding_is_dismissed_and_costs_nothing(
    store: Store, people: dict[str, User], confirmed: int
) -> None:
    (before,) = deductions(store, people["collector"], CARD, DAYS)
    assert before.points > 0
    assert before.until is not None
    made = appeal(store, people["collector"], confirmed, "客户先骂我", DAYS)
    answer(store, people["second"], made.id, "overturned", "听了前后文，同意")
    (after,) = deductions(store, people["collector"], CARD, DAYS)
    assert (after.points, after.until, after.finding.status) == (0, None, "dismissed")
    assert [each.outcome for each in after.appeals] == ["overturned"]
    with store.reading() as session:
        bodies = "".join(session.scalars(select(JournalEntry.body)))
        assert journal.first_broken(session) is None
    assert '"appeal made"' in bodies
    assert '"appeal decided"' in bodies
    assert "客户先骂我" not in bodies


def test_whoever_confirmed_does_not_answer(
    store: Store, people: dict[str, User], confirmed: int
) -> None:
    made = appeal(store, people["collector"], confirmed, "请再听", DAYS)
    assert code_of(answer, store, people["inspector"], made.id, "upheld", "我对") == "forbidden"
    assert code_of(answer, store, people["collector"], made.id, "overturned", "好") in (
        "forbidden",
        "not_found",
    )
    with store.reading() as session:
        assert session.scalars(select(Appeal.outcome)).all() == ["open"]


def test_the_second_level_is_for_others_and_final(
    store: Store, people: dict[str, User], confirmed: int
) -> None:
    first = appeal(store, people["collector"], confirmed, "请再听", DAYS)
    assert code_of(appeal, store, people["collector"], confirmed, "快点", DAYS) == "too_late"
    answer(store, people["second"], first.id, "upheld", "维持")
    second = appeal(store, people["collector"], confirmed, "仍不服", DAYS)
    (waiting,) = open_appeals(store, people["officer"])
    assert (waiting.level, why_not(people["second"], waiting)) == (2, "role")
    assert code_of(answer, store, people["second"], second.id, "upheld", "再维持") == "forbidden"
    answer(store, people["officer"], second.id, "upheld", "维持")
    assert code_of(appeal, store, people["collector"], confirmed, "再来", DAYS) == "too_late"
    (cut,) = deductions(store, people["collector"], CARD, DAYS)
    assert cut.until is None
    assert cut.points > 0


def test_an_officer_who_answered_the_first_does_not_answer_the_second(
    store: Store, people: dict[str, User], confirmed: int
) -> None:
    first = appeal(store, people["collector"], confirmed, "请再听", DAYS)
    answer(store, people["officer"], first.id, "upheld", "维持")
    second = appeal(store, people["collector"], confirmed, "仍不服", DAYS)
    (waiting,) = open_appeals(store, people["officer"])
    assert why_not(people["officer"], waiting) == "own"
    assert code_of(answer, store, people["officer"], second.id, "upheld", "维持") == "forbidden"


def test_after_the_days_it_is_too_late(
    store: Store, people: dict[str, User], confirmed: int
) -> None:
    with store.writing() as session:
        unseal(session, "review_decision", "update")
        old = now() - timedelta(days=DAYS, seconds=1)
        session.execute(
            text("UPDATE review_decision SET at = :at"), {"at": old.isoformat(" ")[:26]}
        )
    assert code_of(appeal, store, people["collector"], confirmed, "请再听", DAYS) == "too_late"
    assert appeal(store, people["collector"], confirmed, "请再听", DAYS + 1).level == 1


def test_what_nobody_confirmed_cannot_be_appealed_and_costs_nothing(
    store: Store, people: dict[str, User]
) -> None:
    handmade.add_call(store, "OWN", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    assert code_of(appeal, store, people["collector"], 1, "请再听", DAYS) == "too_late"
    assert deductions(store, people["collector"], CARD, DAYS) == []


def test_nobody_appeals_for_others(store: Store, people: dict[str, User]) -> None:
    handmade.add_call(store, "OTHER", findings=[handmade.ABUSE])
    decide(store, people["inspector"], 1, "confirm")
    assert code_of(appeal, store, people["collector"], 1, "请再听", DAYS) == "not_found"
    assert code_of(appeal, store, people["inspector"], 1, "请再听", DAYS) == "forbidden"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_needed(
    store: Store, people: dict[str, User], confirmed: int, reason: str
) -> None:
    assert code_of(appeal, store, people["collector"], confirmed, reason, DAYS) == "bad_reason"
    made = appeal(store, people["collector"], confirmed, "请再听", DAYS)
    assert code_of(answer, store, people["second"], made.id, "upheld", reason) == "bad_reason"


def test_of_two_answers_the_second_is_refused(
    store: Store, people: dict[str, User], confirmed: int
) -> None:
    made = appeal(store, people["collector"], confirmed, "请再听", DAYS)
    answer(store, people["second"], made.id, "upheld", "维持")
    assert code_of(answer, store, people["officer"], made.id, "overturned", "撤销") == "conflict"


def test_taking_note_is_kept_once(store: Store, people: dict[str, User], confirmed: int) -> None:
    acknowledge(store, people["collector"], confirmed)
    acknowledge(store, people["collector"], confirmed)
    with store.reading() as session:
        assert len(session.scalars(select(Acknowledgement)).all()) == 1
    (cut,) = deductions(store, people["collector"], CARD, DAYS)
    assert cut.seen


def test_a_confirmed_doubt_costs_its_first_place(store: Store) -> None:
    doubt = Finding(rule="threat", severity="critical")
    assert points(doubt, {"deductions": []}, CARD) == CARD.cost("threat", "critical").points
    vetoed = {"deductions": [{"rule": "threat", "points": 5, "veto": True}]}
    assert points(doubt, vetoed, CARD) == CARD.full
