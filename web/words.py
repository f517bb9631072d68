"""How stored values are called on a page, in the page's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from audit.review.undo import may_withdraw
from audit.review.urgent import count_urgent
from audit.store import Call, Finding
from checks.quality import MEASURES
from checks.reasons import MISSING, undecided_reason
from checks.rule import Rule
from web.auth import person
from web.language import language, written
from web.state import state

SEVERITY = {"critical": _l("致命"), "major": _l("严重"), "minor": _l("一般")}
STATUS = {
    "suspected": _l("待复核"),
    "doubtful": _l("存疑，请人工判断"),
    "confirmed": _l("已确认违规"),
    "dismissed": _l("已排除"),
}
DECISION = {"confirm": _l("确认违规"), "dismiss": _l("排除"), "withdraw": _l("撤回上一决定")}
OUTCOME = {"open": _l("待答复"), "upheld": _l("维持"), "overturned": _l("已撤销违规")}
LAYER = {
    "words": _l("词句"),
    "dialogue": _l("对话状态"),
    "meaning": _l("语义"),
    "metadata": _l("通话信息"),
    "second_reader": _l("第二审读"),
    "person": _l("人工补记"),
}
CHOSEN = {
    "client": _l("委托方"),
    "agency": _l("催收机构"),
    "team": _l("团队"),
    "collector": _l("坐席"),
}
FILTER = CHOSEN | {
    "said": _l("说过"),
    "rule": _l("规则"),
    "severity": _l("严重程度"),
    "found_by": _l("发现方式"),
    "text": _l("通话编号"),
    "party": _l("被叫方"),
    "since": _l("从"),
    "until": _l("到"),
    "longer": _l("至少（秒）"),
    "shorter": _l("至多（秒）"),
    "undecided": _l("无法判定"),
    "assigned": _l("派给"),
    "status": _l("复核结论"),
    "hour": _l("时段"),
}
SPEAKER = {"agent": _l("坐席"), "customer": _l("客户"), "unknown": _l("未知")}
FACT = {
    "promise_to_pay": _l("承诺还款"),
    "refusal": _l("拒绝还款"),
    "callback": _l("约定回电"),
    "new_contact": _l("新联系方式"),
}
STAGE = {
    "pending": _l("待复核"),
    "doubtful": _l("存疑"),
    "reviewed": _l("已复核"),
    "processing": _l("处理中"),
    "parked": _l("处理失败"),
    "all": _l("全部"),
}
CALL_STATUS = {
    "received": _l("已接收"),
    "queued": _l("排队中"),
    "processing": _l("处理中"),
    "audited": _l("已稽核"),
    "parked": _l("处理失败"),
}
ROLE = {
    "inspector": _l("质检员"),
    "officer": _l("合规专员"),
    "collector": _l("催收员"),
    "lead": _l("组长"),
    "admin": _l("管理员"),
}
PARTY = {
    "debtor": _l("债务人本人"),
    "third_party": _l("第三人"),
    "guarantor": _l("担保人"),
    "unknown": _l("未知"),
}
RULE_STAGE = {
    "draft": _l("草稿"),
    "trial": _l("试运行"),
    "stable": _l("正式"),
    "retired": _l("已停用"),
}
RECTIFICATION = {"open": _l("整改中"), "done": _l("已完成，待复查"), "accepted": _l("复查通过")}
EVERY = {"day": _l("每天"), "week": _l("每周"), "month": _l("每月")}
DIRECTION = {"outbound": _l("呼出"), "inbound": _l("呼入")}


def install(app: Flask) -> None:
    """Give the templates these words and the functions below."""
    app.jinja_env.globals.update(
        SEVERITY=SEVERITY,
        STATUS=STATUS,
        DECISION=DECISION,
        OUTCOME=OUTCOME,
        LAYER=LAYER,
        SPEAKER=SPEAKER,
        FACT=FACT,
        STAGE=STAGE,
        CALL_STATUS=CALL_STATUS,
        ROLE=ROLE,
        PARTY=PARTY,
        CHOSEN=CHOSEN,
        FILTER=FILTER,
        DIRECTION=DIRECTION,
        RECTIFICATION=RECTIFICATION,
        EVERY=EVERY,
        RULE_STAGE=RULE_STAGE,
        rule_title=rule_title,
        measure_title=measure_title,
        alert_title=alert_title,
        finding_reason=finding_reason,
        open_reason=open_reason,
        rule_of=rule_of,
        all_rules=lambda: state().pack.rules,
        grave_alerts=lambda: count_urgent(state().store, person()),
        may_withdraw=lambda finding: may_withdraw(person(), finding),
    )
    app.jinja_env.filters.update(clock=clock, start=start, local=local)


def rule_of(rule: str) -> Rule | None:
    """The rule as the present pack has it, None where it no longer does."""
    return state().pack.rules.get(rule)


def rule_title(rule: str) -> str:
    known = rule_of(rule)
    return written(known.titles[language()]) if known else rule


def measure_title(name: str) -> str:
    """A measure of the call's course, or the rule that costs quality."""
    return written(MEASURES[name][language()]) if name in MEASURES else rule_title(name)


def alert_title(name: str) -> str:
    known = state().pack.alerts.get(name)
    return written(known.titles[language()]) if known else name


def finding_reason(finding: Finding) -> str:
    """The reason as stored (Chinese), or in another language the pack's or that of a doubt."""
    if language() == "zh":
        return written(finding.reason)
    if finding.doubtful:
        return str(gettext("机器发现了可疑之处，但把握不足，请人工判断。"))
    known = rule_of(finding.rule)
    return known.reasons[language()] if known else finding.reason


def open_reason(judgment: Mapping[str, Any]) -> str:
    """Why a rule could not decide; stored in Chinese, put together again in another language."""
    stored = str(judgment["reason"])
    if language() == "zh":
        return written(stored)
    missing = [name for name, texts in MISSING.items() if texts["zh"] in stored]
    return undecided_reason(missing, language()) if missing else stored


def clock(seconds: float | None) -> str:
    """A position or length as m:ss or h:mm:ss."""
    if seconds is None:
        return "–"
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def start(call: Call) -> str:
    """When the call began, by the clock of the place it was made from."""
    return call.local_start.strftime("%Y-%m-%d %H:%M") if call.local_start else "–"


def local(at: datetime) -> str:
    """When a person did something, by this machine's clock."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
