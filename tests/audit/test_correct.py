"""Correcting a transcript: a new revision, checked again, decisions kept."""

import handmade
import pytest
from sqlalchemy import select

from audit import keeping, pipeline
from audit.recordings import Recordings
from audit.review.correct import correct_turn, swap_speakers
from audit.review.decide import decide
from audit.review.page import open_page
from audit.review.permissions import TABLE
from audit.store import Call, Finding, JournalEntry, Role, Store, Transcript, User
from checks.rulepack import load_pack
from transcribe.problem import Problem


def check_again(store: Store, recordings: Recordings, call: int) -> int:
    """What a worker does with the call; hearing it again would fail the test."""

    def deaf(*_: object) -> None:
        pytest.fail("a correction is not recognised again")

    transcript = pipeline.transcribe(store, recordings, call, "auto", deaf)  # type: ignore[arg-type]
    checked = pipeline.check(store, transcript, load_pack())
    with store.writing() as session:
        keeping.record(session, transcript, checked)
    return transcript


def test_a_correction_is_a_revision_and_the_machines_stays(
    store: Store, people: dict[str, User]
) -> None:
    call = handmade.add_call(store, "A1")
    new = correct_turn(store, people["inspector"], call, 1, 1, text=" 我是。 ", speaker="customer")
    with store.reading() as session:
        made, machine = session.get_one(Transcript, new), session.get_one(Transcript, 1)
        assert made.turns[1]["text"] == "我是。"
        assert machine.turns[1]["text"] == "你哪位？"
        assert (made.asr_rev, made.corrects_id) == ("corrected:1", 1)
        assert made.corrected_by_id == people["inspector"].id
        row = session.get_one(Call, call)
        assert (row.status, row.try_no) == ("received", 2)
        newest = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert newest is not None
        assert "transcript corrected" in newest.body
        assert "我是" not in newest.body


def test_the_second_person_is_told(store: Store, people: dict[str, User]) -> None:
    call = handmade.add_call(store, "A1")
    swap_speakers(store, people["inspector"], call, 1)
    with store.writing() as session:
        session.get_one(Call, call).status = "audited"
    with pytest.raises(Problem, match="meanwhile"):
        correct_turn(store, people["second"], call, 1, 0, text="喂", speaker="agent")


@pytest.mark.parametrize("text", ["", " ", "a\x00b", "长" * 5001])
def test_wrong_text_is_refused(store: Store, people: dict[str, User], text: str) -> None:
    call = handmade.add_call(store, "A1")
    with pytest.raises(Problem, match="printable"):
        correct_turn(store, people["inspector"], call, 1, 0, text=text, speaker="agent")


@pytest.mark.parametrize("role", TABLE)
def test_who_may_correct_is_the_tables_answer(
    store: Store, people: dict[str, User], role: Role
) -> None:
    call = handmade.add_call(store, "A1", agent_id=handmade.OWN_ID)
    person = people["collector"]
    person.role = role
    if "review" in TABLE[role]:
        assert swap_speakers(store, person, call, 1) == 2
    else:
        with pytest.raises(Problem, match="may not"):
            swap_speakers(store, person, call, 1)


def test_decisions_outlive_a_correction(
    store: Store, recordings: Recordings, people: dict[str, User]
) -> None:
    """The abuse in turn 4 keeps its decision, also once it vanished and came back."""
    person = people["inspector"]
    call = handmade.add_call(store, "A1")
    first = correct_turn(store, person, call, 1, 1, text="我不是。", speaker="customer")
    assert check_again(store, recordings, call) == first
    with store.reading() as session:
        abuse = session.scalars(select(Finding).where(Finding.rule == "abuse")).one()
    decide(store, person, abuse.id, "confirm", note="属实")
    second = correct_turn(store, person, call, first, 3, text="我没钱。", speaker="customer")
    assert check_again(store, recordings, call) == second
    (kept,) = [f for f in open_page(store, person, call).findings if f.rule == "abuse"]
    assert (kept.status, [d.note for d in kept.decisions]) == ("confirmed", ["属实"])
    with pytest.raises(Problem, match="meanwhile"):
        decide(store, person, abuse.id, "dismiss")  # the earlier row is history now
    third = correct_turn(store, person, call, second, 4, text="好的，再见。", speaker="agent")
    check_again(store, recordings, call)
    page = open_page(store, person, call)
    assert "abuse" not in [f.rule for f in page.findings]
    assert ("abuse", "confirmed") in [(f.rule, f.status) for f in page.gone]
    correct_turn(store, person, call, third, 4, text=handmade.TURNS[4][1], speaker="agent")
    check_again(store, recordings, call)
    page = open_page(store, person, call)
    assert ("abuse", "confirmed") in [(f.rule, f.status) for f in page.findings]
    assert "abuse" not in [f.rule for f in page.gone]
