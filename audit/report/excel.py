"""The report as a workbook: overview with charts, a table a way of grouping, the violations."""

from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from audit.report.case import COLUMNS
from audit.report.content import HONEST, Content
from audit.report.statistics import BY
from audit.report.summary import HEADER, overview, table

# Characters. Evidence and opinion are read in full, the rest is short.
_WIDTHS = {
    "证据": 70,
    "复核": 40,
    "依据条款": 40,
    "理由": 36,
    "整改": 40,
    "通话时间": 26,
    "规则": 18,
}
_SHEETS = dict(
    zip(
        BY,
        ("按规则", "按严重程度", "按委托方", "按机构", "按班组", "按坐席", "按时段", "按日期"),
        strict=True,
    )
)
# The confirmed stand in this column of every table.
_CONFIRMED = 2


def write(content: Content, path: Path) -> None:
    """Rows go to disk as they come: memory does not grow with their number."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDE6EE", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _overview(book, content, head, wrapped)
        for by in BY:
            _table(book, content, by, head)
        _cases(book, content, head, wrapped)


def _overview(book: Workbook, content: Content, head: Any, wrapped: Any) -> None:
    sheet = book.add_worksheet("概况")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    sheet.write(0, 0, "催收通话违规报告", head)
    rows = [*content.about, ("说明", HONEST), *overview(content.statistics)]
    rows += [(f"多次违规：{who}", calls) for who, calls in content.statistics.repeated.items()]
    for at, (name, value) in enumerate(rows, 1):
        sheet.write(at, 0, name)
        sheet.write(at, 1, value, wrapped)
    below = len(rows) + 2
    for at, (by, kind) in enumerate((("规则", "bar"), ("日期", "column"))):
        lines = len(content.statistics.groups[by])
        if lines:
            sheet.insert_chart(below + at * 18, 0, _chart(book, by, kind, lines), {"x_scale": 1.6})


def _chart(book: Workbook, by: str, kind: str, lines: int) -> Any:
    chart = book.add_chart({"type": kind})
    name = _SHEETS[by]
    chart.add_series(
        {
            "name": f"{name}：已确认违规",
            "categories": [name, 1, 0, lines, 0],
            "values": [name, 1, _CONFIRMED, lines, _CONFIRMED],
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": f"{name}的已确认违规", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    return chart


def _table(book: Workbook, content: Content, by: str, head: Any) -> None:
    sheet = book.add_worksheet(_SHEETS[by])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(HEADER) - 1, 14)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, (by, *HEADER[1:]), head)
    for at, row in enumerate(table(content.statistics, by), 1):
        sheet.write_row(at, 0, row)


def _cases(book: Workbook, content: Content, head: Any, wrapped: Any) -> None:
    sheet = book.add_worksheet("违规明细")
    for at, name in enumerate(COLUMNS):
        sheet.set_column(at, at, _WIDTHS.get(name, 12))
    sheet.freeze_panes(1, 2)
    sheet.write_row(0, 0, COLUMNS, head)
    for at, case in enumerate(content.cases, 1):
        sheet.write_row(at, 0, (of(case) for of in COLUMNS.values()), wrapped)
