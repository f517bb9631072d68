"""Audited calls made by hand, as the pipeline would store them, and people to look at them."""

import hashlib
import secrets
import wave
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audit import accounts
from audit.callformat import started_at
from audit.clock import now
from audit.config import Settings
from audit.places import recordings_of
from audit.store import (
    Alert,
    Audit,
    Call,
    CallStatus,
    Fact,
    Finding,
    Recording,
    Store,
    Transcript,
)
from transcribe.problem import Problem

PASSWORD = "a-good-password"
PEOPLE = {
    "inspector": "inspector",
    "second": "inspector",
    "collector": "collector",
    "officer": "officer",
    "lead": "lead",
    "admin": "admin",
}
OWN_ID = "3026"  # the collector's 工号
START = "2026-04-16T22:40:00+08:00"
TURNS: list[tuple[str, str]] = [
    ("agent", "您好，请问是周文博先生本人吗？"),
    ("customer", "你哪位？"),
    ("agent", "您的信用卡逾期两个月了，一共欠款八千五百元，请您今天下午一定还上。"),
    ("customer", "我现在没有钱。"),
    ("agent", "你真不要脸，今天晚上我就派人去堵你家的门。"),
    ("customer", "你说话文明一点。"),
]
CLAUSES = [
    {
        "regulation": "civil_code",
        "title": "中华人民共和国民法典",
        "number": "第1024条",
        "text": "民事主体享有名誉权",
        "mark": "V",
    },
    {
        "regulation": "card_rules",
        "title": "信用卡业务监督管理办法",
        "number": "第68条",
        "text": "不得采用暴力、胁迫、恐吓或辱骂",
        "mark": "M",
    },
]


def people(store: Store) -> None:
    """One person of each kind; all have the same password."""
    with store.writing() as session:
        for name, role in PEOPLE.items():
            own = OWN_ID if role == "collector" else ""
            accounts.add_user(session, name, role, password=PASSWORD, collector_id=own)  # type: ignore[arg-type]


def token(store: Store, name: str) -> str:
    with store.writing() as session:
        return accounts.issue_token(session, name)


def finding(rule: str, severity: str, turn: int, quote: str) -> dict[str, Any]:
    """What the machine suspects; `quote` must stand in that turn of TURNS."""
    at = TURNS[turn][1].index(quote)
    return {
        "rule": rule,
        "rule_version": 1,
        "severity": severity,
        "turns": [turn],
        "quotes": [quote],
        "spans": [{"turn": turn, "start": at, "end": at + len(quote)}],
        "found_by": ["words", "dialogue"],
        "confidence": 0.9,
        "reason": f"理由：{rule}",
        "clauses": CLAUSES,
    }


DISCLOSURE = finding("premature_disclosure", "major", 2, TURNS[2][1])
ABUSE = finding("abuse", "critical", 4, "真不要脸")
THREAT = finding("threat", "critical", 4, "派人去堵你家的门")
DOUBT = THREAT | {
    "status": "doubtful",
    "doubtful": True,
    "found_by": ["meaning"],
    "confidence": 0.4,
    "reason": "无法判定：话意可疑但机器把握不足，请人听后判断",
}


def add_call(
    store: Store,
    call_id: str,
    *,
    risk: float = 0.0,
    findings: list[dict[str, Any]] | None = None,
    alerts: tuple[str, ...] = (),
    agent_id: str = "5188",
    status: CallStatus = "audited",
    error: str = "",
    recording: Recording | None = None,
) -> int:
    """Store one call; returns its id. Turns last three seconds each, with one second between."""
    start = started_at({"started_at": START})
    assert start is not None
    with store.writing() as session:
        call = Call(
            call_id=call_id,
            started_at=start,
            utc_offset_min=int((start.utcoffset() or timedelta()).total_seconds() // 60),
            duration_s=24.0,
            agent_id=agent_id,
            agent_name="陈静怡",
            case_id=f"CASE-{call_id}",
            client="青禾银行",
            debtor_name="周文博",
            channels={"left": "agent", "right": "customer"},
            metadata_json={"call_id": call_id},
            status=status,
            error=error,
            risk=risk,
            received_at=now(),
            recording=recording,
        )
        session.add(call)
        session.flush()
        if status == "audited":
            _audit(session, call, findings or [], alerts)
    return call.id


def audit_again(session: Any, call: Call, findings: list[dict[str, Any]]) -> None:
    """Audit a stored call once more, as after a change of the rules."""
    transcript = session.query(Transcript).filter_by(call_id=call.id).one()
    _judge(session, call, transcript, findings, ())


def _audit(
    session: Any, call: Call, findings: list[dict[str, Any]], alerts: tuple[str, ...]
) -> None:
    turns = [
        {"speaker": speaker, "start": 4.0 * i, "end": 4.0 * i + 3, "text": text}
        for i, (speaker, text) in enumerate(TURNS)
    ]
    transcript = Transcript(
        call_id=call.id, asr_rev="imported", turns=turns, duration_s=24.0, created_at=now()
    )
    session.add(transcript)
    session.flush()
    _judge(session, call, transcript, findings, alerts)


def _judge(
    session: Any,
    call: Call,
    transcript: Transcript,
    findings: list[dict[str, Any]],
    alerts: tuple[str, ...],
) -> None:
    hits = [fields for fields in findings if not fields.get("doubtful")]
    audit = Audit(
        call_id=call.id,
        transcript_id=transcript.id,
        pack_rev=secrets.token_hex(8),
        result=_result(hits),
        score=100.0 - 20 * len(hits),
        created_at=now(),
    )
    session.add(audit)
    session.flush()
    place = {"audit_id": audit.id, "call_id": call.id}
    session.add_all(Finding(**place, **fields) for fields in findings)
    session.add_all(
        Alert(**place, name=name, turns=[5], quotes=["你说话文明一点。"]) for name in alerts
    )
    session.add(
        Fact(
            **place, type="promise_to_pay", turn=3, values={"amount": 8500.0, "date": "2026-04-20"}
        )
    )


def _result(findings: list[dict[str, Any]]) -> dict[str, Any]:
    undecided = {
        "rule": "excess_frequency",
        "outcome": "undecided",
        "severity": "major",
        "reason": "无法判定：缺少当日对该债务人的联系记录",
    }
    return {
        "judgments": [undecided],
        "quality": {
            "agent_talk_share": 0.5,
            "customer_talk_share": 0.3,
            "silence_share": 0.2,
            "longest_silence_s": 1.0,
            "overlap_s": 0.0,
            "interruptions": 3,
            "agent_chars_per_min": 260.0,
        },
        "score": {
            "value": 100.0 - 20 * len(findings),
            "deductions": [
                {"rule": f["rule"], "severity": f["severity"], "points": 20.0} for f in findings
            ],
            "undecided": 1,
            "card": "standard 2",
            "quality": {
                "value": 85.0,
                "deductions": [
                    {
                        "measure": "interruptions",
                        "points": 15.0,
                        "value": 3.0,
                        "limit": 2.0,
                        "reason": "坐席打断次数3，高于2",
                    },
                ],
            },
        },
    }


def add_recording(settings: Settings, folder: Path) -> Recording:
    """24 seconds of two tones as 16-bit stereo WAV, kept like intake keeps it."""
    seconds = np.arange(24 * 8000) / 8000
    left = (8000 * np.sin(2 * np.pi * 440 * seconds) * (seconds % 8 < 3)).astype("<i2")
    right = (4000 * np.sin(2 * np.pi * 660 * seconds) * (seconds % 8 >= 4)).astype("<i2")
    file = folder / "tones.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(np.column_stack((left, right)).tobytes())
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return Recording(
        sha256=sha256,
        uri=recordings_of(settings).put(file, sha256),
        codec="pcm_s16le",
        channel_count=2,
        duration_s=24.0,
        size_bytes=file.stat().st_size,
    )


def finding_id(session: Any, call: int, rule: str) -> int:
    """The id of this call's finding."""
    found: int = session.query(Finding.id).filter_by(call_id=call, rule=rule).scalar()
    return found


def rename_agent(session: Any, name: str) -> None:
    """Give the collector of every call another name."""
    session.query(Call).update({"agent_name": name})


def code_of(attempt: object, *args: object, **more: object) -> str:
    """The code of the Problem that this call raises."""
    with pytest.raises(Problem) as told:
        attempt(*args, **more)  # type: ignore[operator]
    return told.value.code
