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
    "times": {
        "zh": "转写缺少说话的起止时间",
        "en": "the transcript does not tell when the turns begin and end",
    },
    "duration_s": {"zh": "缺少通话时长", "en": "the call's length is missing"},
    "energy_db": {
        "zh": "转写缺少音量数据",
        "en": "the transcript does not tell how loud a turn is",
    },
    "doubt": {
        "zh": "话意可疑但机器把握不足，请人听后判断",
        "en": "the turn is doubtful and the machine is not sure enough: a person must judge",
    },
    "primed": {
        "zh": "只有提示过领域词的识别才听出关键词，请人听后判断",
        "en": "the word that decides was written only after being suggested: a person must listen",
    },
    "heard": {
        "zh": "可能说过而没有听清，请人听后判断",
        "en": "it may have been said and not heard well: a person must listen",
    },
    "meaning": {"zh": "语义层未启用", "en": "the meaning layer is off"},
    "metadata": {"zh": "缺少随路数据", "en": "the call lacks the metadata field"},
}
"""`metadata` stands with the field that is missing behind it, such as `metadata debt.amount`."""


def undecided_reason(missing: Iterable[str], language: str = "zh") -> str:
    """One sentence that names every missing fact."""
    joint = {"zh": "；", "en": "; "}[language]
    facts = joint.join(_fact(name, language) for name in sorted(missing) if name)
    return {"zh": "无法判定：", "en": "Undecided: "}[language] + facts


def _fact(name: str, language: str) -> str:
    kind, _, field = name.partition(" ")
    return " ".join(filter(None, (MISSING[kind][language], field)))
