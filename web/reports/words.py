"""The report's own words, which are Chinese, in the language of the page."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

_WORDS = {
    "通话总数": _l("通话总数"),
    "已稽核通话": _l("已稽核通话"),
    "稽核覆盖率": _l("稽核覆盖率"),
    "已确认违规": _l("已确认违规"),
    "待复核": _l("待复核"),
    "存疑待判": _l("存疑待判"),
    "已排除": _l("已排除"),
    "每千通确认违规": _l("每千通确认违规"),
    "复核后确认比例": _l("复核后确认比例"),
    "规则": _l("规则"),
    "严重程度": _l("严重程度"),
    "委托方": _l("委托方"),
    "机构": _l("机构"),
    "班组": _l("班组"),
    "坐席": _l("坐席"),
    "时段": _l("时段"),
    "日期": _l("日期"),
    "致命": _l("致命"),
    "严重": _l("严重"),
    "一般": _l("一般"),
    "未填": _l("未填"),
}


def word(said: object) -> str:
    """A cell or header; what is no word of the report (a name, a number) stays."""
    if said is None:
        return "—"
    if isinstance(said, str) and said.endswith(" 时"):
        return str(gettext("%(hour)s 时", hour=said.removesuffix(" 时")))
    return str(_WORDS.get(str(said), said))
