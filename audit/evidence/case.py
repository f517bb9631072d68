"""What an evidence package tells about its violation, for programs and for people."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from audit.evidence.clip import Stretch
from audit.masking import mask_of
from audit.report.case import COLUMNS, case_of
from audit.report.wording import DECISIONS, ROLES, SEVERITIES
from audit.store import Finding

# More than a report prints: a package is read alone, without the call beside it.
_AROUND = 3
NOTE = (
    "本证据包只含一起经人工复核确认的违规（《个人信息保护法》第二十四条）。文字中的债务人姓名与号码已脱敏；"
    "录音片段未作处理，含个人信息，请按敏感资料保管。条号只在核对过原文时列出。"
)


def case(
    finding: Finding,
    titles: Mapping[str, str],
    clips: Sequence[Stretch],
    *,
    number: str,
    made_at: datetime,
    made_by: str,
) -> dict[str, Any]:
    """Everything as JSON; times of people in UTC, of the call in its own offset, seconds of it."""
    told = case_of(finding, titles, around=_AROUND)
    return {
        "格式": "callaudit evidence 1",
        "证据包编号": number,
        "生成时间": made_at.isoformat(timespec="seconds"),
        "生成人": made_by,
        "说明": NOTE,
        "案情": {name: of(told) for name, of in COLUMNS.items()},
        "前后文": [
            {"轮次": line.turn + 1, "秒": line.start_s, "说话人": line.speaker, "文字": line.text,
             "证据": line.proof}
            for line in told.lines
        ],
        "条款": [_clause(clause) for clause in finding.clauses],
        "复核记录": _decisions(finding),
        "录音": _recording(finding),
        "转写": _transcript(finding),
        "片段": [{"文件": c.name, "起": c.start_s, "止": c.end_s} for c in clips],
    }  # fmt: skip


def _clause(clause: Mapping[str, Any]) -> Mapping[str, Any]:
    number = clause["number"] if clause["mark"] == "V" else ""
    kept = {"名称": clause["title"], "条号": number, "要旨": clause["text"]}
    return kept | {"核对": clause["mark"], "备注": clause.get("note", "")}


def _decisions(finding: Finding) -> list[Mapping[str, Any]]:
    return [
        {
            "时间": decision.at.isoformat(timespec="seconds"),
            "复核人": decision.user.name,
            "角色": ROLES[decision.user.role],
            "决定": DECISIONS[decision.decision],
            "改为": SEVERITIES.get(decision.severity, ""),
            "意见": mask_of(finding.call)(decision.note),
        }
        for decision in finding.decisions
    ]


def _recording(finding: Finding) -> Mapping[str, Any] | None:
    kept = finding.call.recording
    if kept is None:
        return None
    return {"SHA-256": kept.sha256, "编码": kept.codec, "声道": kept.channel_count,
            "时长秒": kept.duration_s, "字节": kept.size_bytes}  # fmt: skip


def _transcript(finding: Finding) -> Mapping[str, Any]:
    """The digest is of the unmasked turns, so that whoever holds them can compare."""
    kept = finding.audit.transcript
    turns = json.dumps(kept.turns, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"引擎": kept.engine or kept.asr_rev, "模型": kept.model_digest,
            "SHA-256": hashlib.sha256(turns.encode()).hexdigest()}  # fmt: skip
