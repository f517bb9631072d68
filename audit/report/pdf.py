"""The report as a PDF: overview, tables, and one sheet a violation, in an embedded font."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from fpdf import FPDF

from audit.report.case import COLUMNS, Case
from audit.report.content import HONEST, Content
from audit.report.statistics import BY
from audit.report.summary import HEADER, Cell, overview, table

# Noto Sans SC (OFL 1.1), 7,946 characters; of it only those that are used go into the file.
_FONT = Path(__file__).with_name("fonts") / "noto-sans-sc-400.ttf"
# A PDF is built in memory and read by people; more stand in the workbook, and the PDF says so.
SHEETS = 500
_MARGIN_MM, _LINE_MM, _BAR_MM = 16, 5.2, 70
_INK, _SOFT, _ACCENT, _FILL = (20, 24, 28), (95, 103, 112), (176, 42, 48), (231, 237, 243)


class _Paper(FPDF):
    """A4 with the report's number and the page's on every page."""

    def __init__(self, number: str) -> None:
        super().__init__(format="A4")
        self._number = number
        self.add_font("noto", fname=str(_FONT))
        self.set_margins(_MARGIN_MM, _MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=_MARGIN_MM + 4)
        self.set_title(f"催收通话违规报告 {number}")
        self.add_page()

    def footer(self) -> None:
        self.set_y(-14)
        self.say(f"{self._number}　·　第 {self.page_no()} / {{nb}} 页", size=8, ink=_SOFT)

    def say(self, text: str, *, size: float = 9.5, ink: tuple[int, int, int] = _INK) -> None:
        """A paragraph over the whole width."""
        self.set_font("noto", size=size)
        self.set_text_color(*ink)
        self.multi_cell(0, _LINE_MM * size / 9.5, text, new_x="LMARGIN", new_y="NEXT")


def write(content: Content, path: Path) -> None:
    paper = _Paper(content.number)
    paper.say("催收通话违规报告", size=20)
    paper.say("　·　".join(value for _name, value in content.about[:2]), ink=_SOFT)
    paper.ln(3)
    _pairs(paper, content.about[2:])
    _pairs(paper, overview(content.statistics))
    paper.say(HONEST, size=8.5, ink=_SOFT)
    _bars(paper, content)
    for by in BY:
        _table(paper, by, [(by, *HEADER[1:]), *table(content.statistics, by)])
    _sheets(paper, content)
    paper.output(str(path))


def _pairs(paper: _Paper, rows: Iterable[tuple[str, Cell]]) -> None:
    for name, value in rows:
        paper.set_font("noto", size=9.5)
        paper.set_text_color(*_SOFT)
        paper.cell(38, _LINE_MM + 0.6, name)
        paper.set_text_color(*_INK)
        paper.multi_cell(0, _LINE_MM + 0.6, _shown(value), new_x="LMARGIN", new_y="NEXT")
    paper.ln(2)


def _shown(value: Cell) -> str:
    return "—" if value is None else str(value)


def _heading(paper: _Paper, text: str) -> None:
    # A heading alone at the foot of a page belongs to nothing.
    if paper.will_page_break(30):
        paper.add_page()
    paper.ln(3)
    paper.say(text, size=13)


def _bars(paper: _Paper, content: Content) -> None:
    counts = {name: share.confirmed for name, share in content.statistics.groups["规则"].items()}
    most = max(counts.values(), default=0)
    if not most:
        return
    _heading(paper, "各规则已确认违规")
    paper.set_fill_color(*_ACCENT)
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        if count:
            paper.set_font("noto", size=9)
            paper.cell(46, _LINE_MM + 1, name)
            y = paper.get_y()
            paper.rect(paper.get_x(), y + 1.2, _BAR_MM * count / most, _LINE_MM - 1.4, style="F")
            paper.set_x(paper.get_x() + _BAR_MM * count / most + 2)
            paper.cell(20, _LINE_MM + 1, str(count), new_x="LMARGIN", new_y="NEXT")


def _table(paper: _Paper, title: str, rows: Sequence[Sequence[Cell]]) -> None:
    if len(rows) < 2:
        return
    _heading(paper, f"按{title}")
    paper.set_font("noto", size=8)
    paper.set_text_color(*_INK)
    paper.set_draw_color(*_FILL)
    paper.set_fill_color(255)
    widths = (5, 2.4, 2.4, 2, 2.2, 2, 3)
    with paper.table(
        col_widths=widths,
        line_height=_LINE_MM,
        first_row_as_headings=False,
        borders_layout="HORIZONTAL_LINES",
    ) as grid:
        for row in rows:
            line = grid.row()
            for value in row:
                line.cell(_shown(value))


def _sheets(paper: _Paper, content: Content) -> None:
    _heading(paper, "违规明细")
    shown = 0
    for case in islice(content.cases, SHEETS):
        shown += 1
        _sheet(paper, case)
    rest = sum(1 for _case in content.cases)
    if not shown:
        paper.say("期间内没有人工确认的违规。")
    if rest:
        paper.say(f"另有 {rest} 起未列入本文件，请见同期 Excel、CSV 或 JSON。", ink=_ACCENT)


_LONG: dict[str, Callable[[Case], str | float]] = {
    name: COLUMNS[name] for name in ("理由", "证据", "依据条款", "复核", "申诉", "整改")
}


def _sheet(paper: _Paper, case: Case) -> None:
    if paper.will_page_break(45):
        paper.add_page()
    paper.ln(2)
    paper.set_fill_color(*_FILL)
    paper.set_font("noto", size=10.5)
    paper.set_text_color(*_ACCENT)
    title = f"{COLUMNS['编号'](case)}　{case.title}（{COLUMNS['严重程度'](case)}）"
    paper.cell(0, _LINE_MM + 2, title, fill=True, new_x="LMARGIN", new_y="NEXT")
    left = (name for name in COLUMNS if name not in (*_LONG, "编号", "规则", "严重程度"))
    facts = (f"{name} {value}" for name in left if (value := COLUMNS[name](case)) != "")
    paper.say("　".join(facts), size=8, ink=_SOFT)
    for name, of in _LONG.items():
        if told := str(of(case)):
            paper.say(f"{name}　{told}" if "\n" not in told else told, size=9)
