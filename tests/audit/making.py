"""Calls, recordings and results for the tests of audit/; invented, no corpus."""

import json
import math
import struct
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from audit.callformat import RawCall
from audit.checked import Checked
from audit.intake.accept import take_in
from audit.intake.offer import Offer
from audit.keeping import record
from audit.recordings import Recordings
from audit.scoring import Score
from audit.store import Call, Finding, Store, Transcript
from checks.judgment import Alert, CallResult, Clause, Fact, Judgment, Layer, Outcome, Span

TURNS = [
    {"speaker": "agent", "start": 0.0, "end": 2.0, "text": "您好，请问是测试先生本人吗"},
    {"speaker": "customer", "start": 2.2, "end": 3.0, "text": "是我"},
    {"speaker": "agent", "start": 3.2, "end": 5.0, "text": "本次通话会录音"},
]


def fields(call_id: str = "C1", **more: Any) -> dict[str, Any]:
    """A valid call with three turns."""
    return {
        "call_id": call_id, "started_at": "2026-03-02T10:15:00+08:00", "case_id": "K1",
        "client": "测试银行", "phone": "P1", "agent": {"id": "8001", "name": "测试员"},
        "debtor": {"name": "测试"}, "turns": TURNS, **more,
    }  # fmt: skip


def raw(**more: Any) -> RawCall:
    return RawCall(fields(**more), "calls.jsonl", 1)


def stored_call(store: Store, call_id: str = "C1", **more: Any) -> int:
    """Take in a call with turns; returns the row's id."""
    nowhere = Recordings("memory://unused")
    receipt = take_in(store, nowhere, Offer(fields(call_id, **more), "test"), "batch")
    assert receipt.outcome == "accepted", receipt
    with store.reading() as session:
        return session.query(Call.id).filter_by(call_id=call_id).scalar()


def a_result(call_id: str = "C1") -> CallResult:
    """One hit, one undecided rule, one alert, one fact."""
    clause = Clause("R", "规范", "1", "正文", "read")
    hit = Judgment(
        "premature_disclosure", 1, Outcome.HIT, "major", "原因", (0,), ("您好",),
        (Span(0, 0, 2),), (Layer.WORDS,), 0.9, (clause,),
    )  # fmt: skip
    undecided = Judgment("excess_frequency", 1, Outcome.UNDECIDED, "major", "不知道")
    return CallResult(
        call_id, "pack-1", (hit, undecided), (Alert("complaint", (1,), ("是我",)),),
        (Fact("refusal", 1, {}),), {"silence_share": None},
    )  # fmt: skip


def audited_call(store: Store, call_id: str = "C1") -> int:
    """A call with a stored result; returns the id of its finding."""
    call_pk = stored_call(store, call_id)
    with store.writing() as session:
        transcript_pk = session.query(Transcript.id).filter_by(call_id=call_pk).scalar()
        record(session, transcript_pk, Checked(a_result(call_id), Score(80.0, (), 1)))
        return session.query(Finding.id).filter_by(call_id=call_pk).scalar()


def write_jsonl(path: Path, calls: Iterable[object]) -> Path:
    lines = (call if isinstance(call, str) else json.dumps(call) for call in calls)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_wav(path: Path, seconds: float = 1.0, hertz: float = 440.0) -> Path:
    """A tone, mono, 8 kHz; another pitch is another content."""
    samples = (
        int(9000 * math.sin(2 * math.pi * hertz * n / 8000)) for n in range(int(seconds * 8000))
    )
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return path
