"""Puts what a command measured into a page of docs/, so that no figure is typed by hand."""

from pathlib import Path

from checks.rulepack import RulePack
from transcribe.problem import Problem


def put(page: Path, name: str, table: str) -> None:
    """Replace what stands in `page` between `<!-- name -->` and `<!-- /name -->`."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    before, opened, rest = text.partition(begin)
    _old, closed, after = rest.partition(end)
    if not (opened and closed):
        raise Problem(
            "page_without_place",
            f"has no place for the table {name}",
            where=str(page),
            mend=f"write {begin} and {end} where it shall stand",
        )
    page.write_text(f"{before}{begin}\n{table}\n{end}{after}", encoding="utf-8")


def judged_by(pack: RulePack) -> str:
    """What stands under a table, because the figures hold for this pack and model alone."""
    layer = "with the meaning layer" if pack.reader else "without the meaning layer"
    return f"rule pack {pack.digest[:12]}, {layer}"
