"""How fast stored calls are checked again: transcripts of 20 turns whose vectors are stored.

Real processes of the re-audit, each with its share; counted from the first batch that one of them
finished to the last, without their start. The calls are those of `benchmark checks`, each stored
many times under another id, and every one has an audit by an earlier pack.
"""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert, update

from audit.benchmarks.checks import strung
from audit.benchmarks.stored import analyse, filled
from audit.config import Settings
from audit.evaluation.tables import Table
from audit.packs import open_pack
from audit.places import store_of
from audit.store import Audit, Call, Store, Transcript, TurnVectors
from checks.call import Call as Checked
from checks.rulepack import RulePack

WORKERS = (1, 2)
_KINDS = 50  # different calls; each costs a quarter of a second for its vectors, once
_BEGAN = datetime(2026, 1, 5, 1, tzinfo=UTC)


def measure(settings: Settings, stored: int, workers: Sequence[int] = WORKERS) -> Table:
    """One row for each number of processes; every one checks all stored calls anew."""
    store, pack = store_of(settings), open_pack(settings.pack)
    known = filled(store, stored, partial(_fill, pack=pack))
    head = f"{known} stored calls of 20 turns on {store.dialect}"
    return Table((head, "calls/s", "CPU ms a call"), list(_rows(settings, store, pack, workers)))


def _rows(
    settings: Settings, store: Store, pack: RulePack, workers: Sequence[int]
) -> Iterator[tuple[str, ...]]:
    for count in workers:
        with store.writing() as session:  # what the round before found is that of another pack now
            mine = update(Audit).where(Audit.pack_rev == pack.digest)
            session.execute(mine.values(pack_rev=uuid.uuid4().hex))
        rate, cpu_ms = _round(settings, count)
        yield f"{count} processes", f"{rate:.0f}", f"{cpu_ms:.2f}"


def _round(settings: Settings, parts: int) -> tuple[float, float]:
    """Calls a second, and processor milliseconds of the processes for each call."""
    before = os.times()
    running = [_process(settings, part, parts) for part in range(parts)]
    ends: list[tuple[float, int]] = []
    open_ = list(running)
    while open_:
        for process in list(open_):
            line = process.stdout.readline() if process.stdout else ""
            if line:
                ends.append((time.monotonic(), int(line)))
            else:
                open_.remove(process)
    for process in running:
        with process:  # closes its pipe and waits
            pass
    if any(process.returncode for process in running):
        message = "a process of the re-audit failed"
        raise RuntimeError(message)
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    done = sum(count for _at, count in ends)
    return (done - ends[0][1]) / (ends[-1][0] - ends[0][0]), 1000 * spent / done


def _process(settings: Settings, part: int, parts: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "audit.upkeep.reaudit", str(settings.data)]
    return subprocess.Popen(  # noqa: S603 - our own module
        [*command, str(part), str(parts), "at-once"], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


def _fill(store: Store, calls: int, pack: RulePack) -> None:
    kinds = list(strung(min(_KINDS, calls)))
    vectors = [pack.reader.vectors(call.turns) if pack.reader else None for call in kinds]
    rows: dict[Any, list[dict[str, Any]]] = {Call: [], Transcript: [], TurnVectors: [], Audit: []}
    for number in range(1, calls + 1):
        at = number % len(kinds)
        rows[Call].append(_call(kinds[at], number))
        rows[Transcript].append(_transcript(kinds[at], number))
        if (own := vectors[at]) is not None:
            content = {"encoder": own.encoder, "content": own.as_bytes()}
            rows[TurnVectors].append({"transcript_id": number, **content})
        rows[Audit].append(_audit(number))
    with store.engine.begin() as connection:
        for table, each in rows.items():
            connection.execute(insert(table), each)
        analyse(connection, store.dialect)


def _call(kind: Checked, number: int) -> dict[str, Any]:
    metadata = {"debt": dict(kind.debt), "agent": {"id": "1", "name": kind.agent_name}}
    return {
        "call_id": f"A{number}", "id": number, "started_at": _BEGAN + timedelta(minutes=number),
        "utc_offset_min": 480, "duration_s": 100.0, "direction": "outbound", "agent_id": "1",
        "agent_name": kind.agent_name, "team": "1组", "case_id": f"K{number // 4}",
        "client": kind.client, "agency": kind.agency, "phone": "", "called_party": "debtor",
        "callback_requested": False, "debtor_name": kind.debtor_name, "channels": None,
        "metadata_json": {"call_id": f"A{number}", "client": kind.client, **metadata},
        "status": "audited", "stage": "", "error_code": "", "error": "", "try_no": 1,
        "priority": 100, "risk": 0.0, "received_at": _BEGAN, "finished_at": _BEGAN,
    }  # fmt: skip


def _transcript(kind: Checked, number: int) -> dict[str, Any]:
    return {
        "id": number, "call_id": number, "asr_rev": "imported",
        "turns": [turn.as_dict() for turn in kind.turns],
        "duration_s": 100.0, "engine": "", "model_digest": "", "confidence": None,
        "created_at": _BEGAN,
    }  # fmt: skip


def _audit(number: int) -> dict[str, Any]:
    return {
        "call_id": number, "transcript_id": number, "pack_rev": "earlier pack",
        "result": {"judgments": [], "quality": {}}, "score": 100.0, "undecided": ",",
        "created_at": _BEGAN,
    }  # fmt: skip
