"""What the machine is not sure of goes to a person, and counts only once that one confirmed it."""

from dataclasses import replace

import handmade
import pytest
from alembic import command
from making import a_result, stored_call
from sqlalchemy import select, text

from audit.checked import Checked
from audit.keeping import record
from audit.progress import figures
from audit.review.decide import decide, list_findings
from audit.review.page import open_page
from audit.review.queue import Filters, list_calls
from audit.scoring import Score
from audit.store import Audit, Call, Decision, Finding, JournalEntry, Store, Transcript, User
from audit.store.schema import _config, current
from checks.judgment import Clause, Judgment, Layer, Outcome, Span

CLAUSE = Clause("R", "规范", "1", "正文", "V")
DOUBT = Judgment(
    "threat", 2, Outcome.UNDECIDED, "critical", "存疑", (2,), ("本次通话会录音",),
    (Span(2, 0, 7),), (Layer.MEANING,), 0.4, (CLAUSE,), doubtful=True,
)  # fmt: skip


@pytest.fixture
def inspector(store: Store) -> User:
    handmade.people(store)
    with store.reading() as session:
        return session.scalars(select(User).where(User.name == "inspector")).one()


def audited(store: Store, *judgments: Judgment) -> int:
    """A call with these judgments and no alert; returns its id."""
    call_pk = stored_call(store)
    result = replace(a_result(), judgments=judgments, alerts=())
    with store.writing() as session:
        transcript_pk = session.query(Transcript.id).filter_by(call_id=call_pk).scalar()
        record(session, transcript_pk, Checked(result, Score(100.0, (), 1)))
    return call_pk


def stages(store: Store, person: User) -> list[str]:
    names = ("pending", "doubtful", "reviewed")
    return [name for name in names if list_calls(store, person, Filters(name)).rows]


def counted(store: Store) -> int:
    with store.reading() as session:
        return figures(session)["findings"]


def test_a_doubt_is_stored_whole_and_counts_nowhere(store: Store, inspector: User) -> None:
    call_pk = audited(store, DOUBT)
    with store.reading() as session:
        doubt = session.scalars(select(Finding)).one()
        risk = session.get_one(Call, call_pk).risk
        audit_entry = session.scalars(select(JournalEntry.body)).all()[-1]
    assert (doubt.status, doubt.doubtful, doubt.counts) == ("doubtful", True, False)
    assert (doubt.rule, doubt.rule_version, doubt.turns) == ("threat", 2, [2])
    assert (doubt.spans, doubt.clauses) == (
        [{"turn": 2, "start": 0, "end": 7}],
        [CLAUSE.as_dict()],
    )
    assert 0 < risk < 0.02
    assert counted(store) == 0
    assert list_findings(store, inspector) == []
    assert [f.id for f in list_findings(store, inspector, status="doubtful")] == [doubt.id]
    assert stages(store, inspector) == ["pending", "doubtful"]
    assert '"doubts":["threat"],"findings":[]' in audit_entry


def test_undecided_without_evidence_is_no_doubt(store: Store, inspector: User) -> None:
    audited(store, replace(DOUBT, doubtful=False))
    assert stages(store, inspector) == []


@pytest.mark.parametrize(
    ("decision", "status", "count"), [("confirm", "confirmed", 1), ("dismiss", "dismissed", 0)]
)
def test_a_person_settles_a_doubt(
    store: Store, inspector: User, decision: Decision, status: str, count: int
) -> None:
    call_pk = audited(store, DOUBT)
    settled = decide(store, inspector, 1, decision, note="听过了", version=1)
    assert (settled.status, settled.doubtful, settled.version) == (status, True, 2)
    assert [(d.decision, d.note) for d in settled.decisions] == [(decision, "听过了")]
    assert stages(store, inspector) == ["reviewed"]
    assert counted(store) == count
    assert len(list_findings(store, inspector)) == count
    page = open_page(store, inspector, call_pk)
    assert [(f.rule, f.counts) for f in page.findings] == [("threat", bool(count))]
    assert page.undecided == []
    assert page.score is not None
    assert page.score["value"] == 100.0


def test_a_confirmed_doubt_that_is_dismissed_counts_no_more(store: Store, inspector: User) -> None:
    audited(store, DOUBT)
    decide(store, inspector, 1, "confirm")
    decide(store, inspector, 1, "dismiss")
    assert counted(store) == 0
    assert stages(store, inspector) == ["reviewed"]


def test_findings_stand_before_doubts(store: Store, inspector: User) -> None:
    hit = replace(DOUBT, rule="zz", outcome=Outcome.HIT, severity="minor", doubtful=False)
    call_pk = audited(store, DOUBT, hit)
    assert [f.rule for f in open_page(store, inspector, call_pk).findings] == ["zz", "threat"]
    assert counted(store) == 1


def test_doubts_of_earlier_audits_are_brought_along(store: Store, inspector: User) -> None:
    if store.dialect != "sqlite":
        pytest.skip("nobody had a database of another kind then")
    call_pk = audited(store, a_result().judgments[0], DOUBT)
    with store.writing() as session:
        before = session.get_one(Call, call_pk).risk
        (kept,) = session.scalars(select(Finding).where(Finding.doubtful))
        session.execute(text("DELETE FROM finding WHERE doubtful"))
        session.execute(text("ALTER TABLE finding DROP COLUMN doubtful"))
        session.execute(text("UPDATE call SET risk = 4.5"))  # the hit's: 5 * 0.9
        session.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    command.upgrade(_config(store), "0004")  # the later ones' columns are still there
    assert current(store) == "0004"
    with store.reading() as session:
        (brought,) = session.scalars(select(Finding).where(Finding.doubtful))
        (hit,) = session.scalars(select(Finding).where(~Finding.doubtful))
        assert session.get_one(Call, call_pk).risk == before
        assert session.scalars(select(Audit)).one().id == brought.audit_id
    columns = [column.key for column in Finding.__table__.columns if column.key != "id"]
    assert [getattr(brought, c) for c in columns] == [getattr(kept, c) for c in columns]
    assert hit.status == "suspected"
    assert decide(store, inspector, brought.id, "confirm").counts
