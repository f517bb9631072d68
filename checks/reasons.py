"""Why a rule could not decide, in words for the inspector."""

from collections.abc import Iterable, Mapping

MISSING: Mapping[str, Mapping[str, str]] = {
    "speaker": {
        "zh": "录音未区分说话人或无法确定听者身份",
        "en": "the recording does not tell who speaks or who listens",
    },
    "started_at": {"zh": "缺少通话开始时间", "en": "the call's start time is missing"},
    "contacts": {
        "zh": "缺少当日对该债务人的联系记录",
        "en": "the day's contact history of this debtor is missing",
    },
    "history": {
        "zh": "缺少近日对该债务人的联系记录",
        "en": "the recent contact history of this debtor is missing",
    },
}


def undecided_reason(missing: Iterable[str], language: str = "zh") -> str:
    """One sentence that names every missing fact."""
    joint = {"zh": "；", "en": "; "}[language]
    facts = joint.join(MISSING[name][language] for name in sorted(missing) if name)
    return {"zh": "无法判定：", "en": "Undecided: "}[language] + facts
