"""Queue order, decisions and what they leave behind, without any page."""

import threading

import handmade
import pytest
from sqlalchemy import select

from audit import journal
from audit.review.decide import decide, list_findings, mark_alert_seen
from audit.review.page import next_call, open_page
from audit.review.permissions import TABLE, may
from audit.review.queue import Filters, count_stages, list_calls
from audit.store import Call, Finding, JournalEntry, ReviewDecision, Store, User
from transcribe.problem import Problem


def shown(store: Store, person: User, filters: Filters) -> list[str]:
    return [row.call.call_id for row in list_calls(store, person, filters).rows]


def test_a_decision_is_row_status_and_journal_at_once(
    store: Store, people: dict[str, User]
) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    finding = decide(store, people["inspector"], 1, "confirm", note=" 属实 ")
    assert (finding.status, finding.version) == ("confirmed", 2)
    with store.reading() as session:
        (row,) = session.scalars(select(ReviewDecision))
        assert (row.decision, row.note) == ("confirm", "属实")
        newest = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert newest is not None
        assert '"decision":"confirm"' in newest.body
        assert "属实" not in newest.body  # a note may quote the call
        assert journal.first_broken(session) is None


def test_deciding_again_adds_and_changes_nothing_before(
    store: Store, people: dict[str, User]
) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    decide(store, people["inspector"], 1, "confirm")
    decide(store, people["second"], 1, "confirm", note="同意")
    finding = decide(store, people["officer"], 1, "dismiss")
    assert finding.status == "dismissed"
    assert finding.version == 4  # the same decision again counts, too
    assert [d.decision for d in finding.decisions] == ["confirm", "confirm", "dismiss"]
    assert [d.user.name for d in finding.decisions] == ["inspector", "second", "officer"]


def test_of_two_at_once_one_wins(store: Store, people: dict[str, User]) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    outcomes: list[str] = []

    def attempt(name: str) -> None:
        try:
            decide(store, people[name], 1, "confirm", version=1)
            outcomes.append("decided")
        except Problem as problem:
            outcomes.append(problem.code)

    threads = [threading.Thread(target=attempt, args=(n,)) for n in ("inspector", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "decided"]
    with store.reading() as session:
        assert len(session.scalars(select(ReviewDecision)).all()) == 1


def test_a_refused_decision_leaves_nothing(store: Store, people: dict[str, User]) -> None:
    handmade.add_call(store, "OWN", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    with store.reading() as session:
        before = len(session.scalars(select(JournalEntry)).all())
    with pytest.raises(Problem, match="may not do this") as refusal:
        decide(store, people["collector"], 1, "dismiss")
    assert refusal.value.code == "forbidden"
    with store.reading() as session:
        assert session.scalars(select(ReviewDecision)).all() == []
        assert len(session.scalars(select(JournalEntry)).all()) == before
        assert session.get_one(Finding, 1).status == "suspected"


@pytest.mark.parametrize("role", sorted(TABLE))
def test_the_table_of_permissions(role: str) -> None:
    person = User(role=role, collector_id="1")
    assert may(person, "review") == (role != "collector")
    assert may(person, "see_all_calls") == (role != "collector")


def test_stages_and_their_counts(store: Store, people: dict[str, User]) -> None:
    inspector = people["inspector"]
    handmade.add_call(store, "OPEN", findings=[handmade.ABUSE, handmade.THREAT])
    handmade.add_call(store, "ALERT", alerts=("self_harm",))
    handmade.add_call(store, "DOUBT", findings=[handmade.DOUBT])
    handmade.add_call(store, "CLEAN")
    handmade.add_call(store, "QUEUED", status="queued")
    handmade.add_call(store, "PARKED", status="parked")
    assert count_stages(store, inspector).by_stage == {
        "pending": 3,
        "doubtful": 1,
        "reviewed": 0,
        "processing": 1,
        "parked": 1,
        "all": 6,
    }
    decide(store, inspector, 1, "dismiss")
    assert "OPEN" in shown(store, inspector, Filters("pending"))  # one of two is left
    decide(store, inspector, 2, "dismiss")
    mark_alert_seen(store, inspector, 1)
    assert shown(store, inspector, Filters("reviewed")) == ["ALERT", "OPEN"]
    assert shown(store, inspector, Filters("pending")) == ["DOUBT"]
    assert count_stages(store, people["collector"]).by_stage["all"] == 0


def test_only_the_newest_audit_counts(store: Store, people: dict[str, User]) -> None:
    call = handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    with store.writing() as session:
        handmade.audit_again(session, session.get_one(Call, call), findings=[])
    assert shown(store, people["inspector"], Filters("pending")) == []
    assert open_page(store, people["inspector"], call).findings == []
    (row,) = list_calls(store, people["inspector"], Filters("all")).rows
    assert row.score == 100.0


def test_the_next_call_goes_round(store: Store, people: dict[str, User]) -> None:
    inspector = people["inspector"]
    for risk in (3, 2, 1):
        handmade.add_call(store, f"R{risk}", risk=risk, findings=[handmade.ABUSE])
    pages = {n: open_page(store, inspector, n).call for n in (1, 2, 3)}
    following = {n: next_call(store, inspector, pages[n], Filters()) for n in pages}
    assert following == {1: 2, 2: 3, 3: 1}
    for finding in (2, 3):
        decide(store, inspector, finding, "confirm")
    assert next_call(store, inspector, pages[1], Filters()) is None


def test_evidence_is_cut_out_of_the_turn(store: Store, people: dict[str, User]) -> None:
    call = handmade.add_call(store, "A1", findings=[handmade.ABUSE, handmade.THREAT])
    page = open_page(store, people["inspector"], call)
    turn = page.turns[4]
    assert "".join(segment.text for segment in turn.segments) == handmade.TURNS[4][1]
    marked = [segment.text for segment in turn.segments if segment.findings]
    assert marked == ["真不要脸", "派人去堵你家的门"]
    assert len(turn.findings) == 2


def test_findings_are_listed_for_those_who_may_see_them(
    store: Store, people: dict[str, User]
) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    assert len(list_findings(store, people["inspector"])) == 1
    assert list_findings(store, people["collector"]) == []
