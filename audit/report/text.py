"""The report as CSV (the violations alone) and as JSON (all of it), a case at a time."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit.report.case import COLUMNS, Case
from audit.report.content import HONEST, Content
from audit.report.statistics import BY
from audit.report.summary import HEADER, overview, table

# A spreadsheet would run what begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(content: Content, path: Path) -> None:
    """UTF-8 with the mark at the start by which Excel knows it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for case in content.cases:
            writer.writerow(_harmless(of(case)) for of in COLUMNS.values())


def _harmless(cell: str | float) -> str | float:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_json(content: Content, path: Path) -> None:
    told = content.statistics
    head = {
        "报告": dict(content.about) | {"说明": HONEST},
        "概况": dict(overview(told)),
        "统计": {by: [dict(zip(HEADER, row, strict=True)) for row in table(told, by)] for by in BY},
        "多次违规坐席": told.repeated,
    }
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "违规": [')
        for at, case in enumerate(content.cases):
            file.write((",\n" if at else "\n") + json.dumps(_case(case), ensure_ascii=False))
        file.write("\n]}\n")


def _case(case: Case) -> Mapping[str, Any]:
    return {name: of(case) for name, of in COLUMNS.items()}
