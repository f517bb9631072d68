"""A database full of generated calls, for measuring pages: nothing in it was ever said."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from audit.store import Alert, Audit, Base, Call, Finding, Store, Transcript, settle
from audit.store.said import words_of
from audit.store.schema import prepare

TURNS = 10
_AT_ONCE = 5_000
_DAYS = 180
_TEXTS = (
    *("您好，请问是本人吗", "是我，你哪位", "这里是委托机构，通话会录音", "我最近没有发工资"),
    *("您看什么时候可以处理", "月底应该可以还一部分", "请您通过官方渠道还款", "利息能不能减免"),
    *("可以提交困难证明", "好的，那就这样", "你再不还我就去你单位", "我会告诉你的家人"),
    *("我要投诉你们", "我已经委托了律师", "请不要再给我打电话"),
)
_RULES = ("threat", "abuse", "third_party_pressure", "premature_disclosure", "courtesy")
_SEVERITY = {"threat": "critical", "abuse": "critical", "courtesy": "minor"}


def fill(store: Store, calls: int, seed: int = 1) -> None:
    """So many audited calls of TURNS turns over half a year, one in five with a finding."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    cut = [" ".join(words_of(each)) for each in _TEXTS]
    for first in range(1, calls + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, calls + 1))
        rows: dict[type[Base], list[dict[str, Any]]] = {}
        said: list[dict[str, Any]] = []
        for number in numbers:
            for table, row in _call(chance, number):
                rows.setdefault(table, []).append(row)
            turns = rows[Transcript][-1]["turns"]
            said.append({"call": number, "words": " ".join(cut[_at(t)] for t in turns)})
        with store.engine.begin() as connection:
            for table in (Call, Transcript, Audit, Finding, Alert):
                if table in rows:
                    connection.execute(insert(table), rows[table])
            connection.execute(text(_SAID[store.dialect]), said)
    with store.engine.begin() as connection:
        analyse(connection, store.dialect)  # settling asks the planner, too
        settle(connection)
        analyse(connection, store.dialect)


def filled(store: Store, calls: int, fill_with: Callable[[Store, int], None] = fill) -> int:
    """How many calls are stored, after so many were put into an empty database."""
    prepare(store)
    with store.reading() as session:
        known = session.scalar(select(func.count(Call.id))) or 0
    if not known:
        fill_with(store, calls)
    return max(known, calls)


def talk(call_id: str) -> dict[str, Any]:
    """One such call as it would come in, of now."""
    chance = random.Random(call_id)  # noqa: S311 - to be repeated
    return {
        "call_id": call_id, "started_at": datetime.now(UTC).isoformat(), "case_id": call_id,
        "client": "委托方1", "agent": {"id": "1", "name": "坐席1"}, "debtor": {"name": call_id},
        "called_party": "debtor", "turns": _turns(chance),
    }  # fmt: skip


_SAID = {
    "sqlite": "INSERT INTO said (rowid, words) VALUES (:call, :words)",
    "postgresql": "INSERT INTO said (call_id, words) VALUES (:call, to_tsvector('simple', :words))",
}


def _at(turn: Mapping[str, Any]) -> int:
    return _TEXTS.index(turn["text"])


def analyse(connection: Connection, dialect: str) -> None:
    """As a database that has grown slowly has done: plans know how much there is."""
    connection.execute(text("ANALYZE"))
    if dialect == "postgresql":  # ids were given, so the counters stand at the start
        for table in ("call", "transcript", "audit", "finding", "alert"):
            newest = select(func.max(text("id"))).select_from(text(f'"{table}"'))
            connection.execute(select(func.setval(f"{table}_id_seq", newest.scalar_subquery())))


def _call(chance: random.Random, number: int) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    began = datetime(2026, 1, 5, 1, tzinfo=UTC) + timedelta(
        days=chance.randrange(_DAYS), minutes=chance.randrange(780)
    )
    found = chance.random() < 0.2
    rule = chance.choice(_RULES)
    severity = _SEVERITY.get(rule, "major")
    weight = {"critical": 100.0, "major": 5.0, "minor": 1.0}[severity]
    agent = chance.randrange(400)
    team = agent % 20  # works for one agency and two lenders
    yield Call, {
        "id": number, "call_id": f"G{number}", "started_at": began, "utc_offset_min": 480,
        "duration_s": float(chance.randrange(20, 600)), "direction": "outbound",
        "agent_id": f"{agent}", "agent_name": f"坐席{agent}", "team": f"{team}组",
        "case_id": f"K{number % 300_000}", "client": f"委托方{(team + number % 2) % 7}",
        "agency": f"机构{team % 5}", "phone": "", "called_party": "debtor",
        "callback_requested": False, "debtor_name": "", "channels": None,
        "metadata_json": {"call_id": f"G{number}"}, "status": "audited", "stage": "",
        "error_code": "", "error": "", "try_no": 1, "priority": 100,
        "risk": weight * 0.8 if found else 0.0, "received_at": began, "finished_at": began,
    }  # fmt: skip
    turns = _turns(chance)
    yield Transcript, {
        "id": number, "call_id": number, "asr_rev": "imported", "turns": turns, "duration_s": 50.0,
        "engine": "", "model_digest": "", "confidence": None, "created_at": began,
    }  # fmt: skip
    undecided = ",excess_frequency," if chance.random() < 0.1 else ","
    yield Audit, {
        "id": number, "call_id": number, "transcript_id": number, "pack_rev": "generated",
        "result": {"judgments": [], "quality": {}}, "score": 80.0 if found else 100.0,
        "undecided": undecided, "created_at": began,
    }  # fmt: skip
    if found:
        yield Finding, _finding(chance, number, rule, severity, turns)
    if chance.random() < 0.02:
        yield Alert, {
            "audit_id": number, "call_id": number, "name": "complaint", "turns": [3],
            "quotes": [turns[3]["text"]], "seen": chance.random() < 0.5,
        }  # fmt: skip


def _turns(chance: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "speaker": ("agent", "customer")[at % 2], "start": at * 5.0, "end": at * 5.0 + 4,
            "text": chance.choice(_TEXTS),
        }
        for at in range(TURNS)
    ]  # fmt: skip


def _finding(
    chance: random.Random, number: int, rule: str, severity: str, turns: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    status = chance.choices(("suspected", "confirmed", "dismissed"), (1, 6, 2))[0]
    return {
        "audit_id": number, "call_id": number, "rule": rule, "rule_version": 1,
        "severity": severity, "turns": [4], "quotes": [turns[4]["text"]],
        "spans": [{"turn": 4, "start": 0, "end": 2}], "found_by": ["words"], "confidence": 0.8,
        "reason": "", "clauses": [], "status": status, "doubtful": False, "version": 1,
    }  # fmt: skip
