"""Writes a report to a file, and the journal knows it."""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from audit import journal
from audit.clock import now
from audit.report import excel, pdf, text
from audit.report.content import Content
from audit.report.read import cases
from audit.report.request import Request
from audit.report.statistics import Statistics, statistics
from audit.review.permissions import demand
from audit.store import Store, User
from checks.rulepack import RulePack

FORMATS: Mapping[str, Callable[[Content, Path], None]] = {
    "xlsx": excel.write,
    "pdf": pdf.write,
    "csv": text.write_csv,
    "json": text.write_json,
}


def export(
    store: Store, pack: RulePack, request: Request, path: Path, *, form: str, by: User | None
) -> str:
    """Write `path` whole or not at all; its SHA-256.

    `by` is None for whoever may use the command line.

    Problem `forbidden`.
    """
    if by is not None:
        demand(by, "report")
    request = replace(request, by=by)
    who, made_at = by.name if by else "command line", now()
    number = f"VR-{made_at:%Y%m%d%H%M%S}-{_seal(request, who)}"
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".report-") as folder:
        draft = Path(folder) / "report"
        with store.reading() as session:
            told = statistics(session, request, titles(pack))
            rows = cases(session, request, titles(pack))
            FORMATS[form](Content(request, number, made_at, who, pack.digest, told, rows), draft)
        draft.replace(path)
    sha256 = _digest(path)
    with store.writing() as session:
        journal.append(
            session, who, "report exported", number=number, format=form,
            since=str(request.since), until=str(request.until), sha256=sha256,
        )  # fmt: skip
    return sha256


def preview(store: Store, pack: RulePack, request: Request, by: User, language: str) -> Statistics:
    """The figures alone, for the page. Problem `forbidden`."""
    demand(by, "report")
    with store.reading() as session:
        return statistics(session, replace(request, by=by), titles(pack, language))


def titles(pack: RulePack, language: str = "zh") -> Mapping[str, str]:
    """What each rule is called."""
    return {name: rule.titles[language] for name, rule in pack.rules.items()}


def _seal(request: Request, who: str) -> str:
    """Two reports of one second differ where what was asked differs."""
    asked = (request.since, request.until, request.client, request.agency, request.team)
    return hashlib.sha256(f"{asked} {who}".encode()).hexdigest()[:6].upper()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
