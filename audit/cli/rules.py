"""`rules`: list, show, test and lint the rules of a pack, and diff it against a changed one."""

import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from audit.cli.callfile import chosen_pack, pack_option
from audit.cli.clauses import clause_line, clause_row, coverage
from audit.cli.rulesdiff import command as diff
from audit.config import load_settings
from checks.lint import lint
from checks.regulation import Mapped
from checks.rule import Rule
from checks.rulepack import DEFAULT_PACK, FOLDERS, RulePack
from checks.selftest import try_pack
from transcribe.problem import Problem

_SEVERITIES = {"critical": "致命", "major": "严重", "minor": "一般"}


@click.group(help="The rules of a pack: what they are, and whether their own tests pass.")
def command() -> None:
    """Group of the subcommands."""


command.add_command(diff)


@command.command(help="Copy the rules that ship, to be changed; name the copy by `pack`.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def copy(folder: Path) -> None:
    """Refuses a folder that is there, so that nobody's changes are lost."""
    if folder.exists():
        raise Problem("folder_exists", "is there already", where=str(folder), mend="name another")
    for part in FOLDERS:
        shutil.copytree(DEFAULT_PACK / part, folder / part)
    click.echo(str(folder))


@command.command("list", help="One line a rule.")
@pack_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.option("--regulations", is_flag=True, help="The clauses instead, and how rules cover them.")
def list_(pack: Path | None, as_json: bool, regulations: bool) -> None:
    """Print id, title, severity, stage, version and number of tests."""
    chosen = chosen_pack(pack)
    if as_json:
        clauses = [clause_row(mapped) for mapped in chosen.regulations]
        rows = clauses if regulations else [_row(rule) for rule in chosen.rules.values()]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif regulations:
        for line in _covered(chosen.regulations):
            click.echo(line)
    else:
        _print_table([_row(rule) for rule in chosen.rules.values()])


def _covered(clauses: Sequence[Mapped]) -> Iterable[str]:
    for title, group in groupby(clauses, lambda mapped: mapped.clause.title):
        yield from _titled(title, map(clause_line, group))
    yield f"{len(clauses)} clauses: {coverage(clauses)}"


def _print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*(rows[0] if rows else ("id",)), box=None)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    terminal = Console()
    (terminal if terminal.is_terminal else Console(width=110)).print(table)


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.titles["zh"],
        "severity": rule.severity,
        "stage": rule.stage,
        "version": rule.version,
        "tests": len(rule.tests),
    }


@command.command(help="Everything about one rule, for a person.")
@click.argument("rule")
@pack_option
def show(rule: str, pack: Path | None) -> None:
    """Print what the rule is for, how to review it, its clauses and its tests."""
    rules = chosen_pack(pack)
    if rule not in rules.rules:
        raise Problem(
            "no_rule",
            f"there is no rule {rule!r}",
            where=str(rules.folder),
            mend="see callaudit rules list",
        )
    for line in _described(rules.rules[rule], rules):
        click.echo(line)


def _described(rule: Rule, pack: RulePack) -> Iterable[str]:
    yield f"{rule.id} v{rule.version}  {rule.titles['zh']} / {rule.titles['en']}"
    yield f"级别: {_SEVERITIES[rule.severity]} ({rule.severity})   阶段: {rule.stage}"
    yield f"判定: {rule.reasons['zh']}。"
    yield f"理由: {rule.rationale}"
    yield f"复核: {rule.review_guide}"
    yield from _titled("易误报", rule.false_positives)
    yield f"条件: {', '.join(rule.conditions)}; when: {json.dumps(rule.when, ensure_ascii=False)}"
    clauses = (m for m in pack.regulations if rule.id in m.rules)
    yield from _titled("条款", (f"{m.clause.title} {clause_line(m)}" for m in clauses))
    yield from _titled("自带测试", (_test(test) for test in rule.tests))


def _titled(title: str, lines: Iterable[str]) -> Iterable[str]:
    yield f"{title}:"
    yield from (f"  - {line}" for line in lines)


def _test(test: Mapping[str, Any]) -> str:
    """A test's name and what it demands."""
    hits = ", ".join(test.get("hits", ()))
    demand = test.get("outcome") or (f"hit {hits}" if hits else "no hit")
    gap = ", known miss" if test.get("known_miss") == "true" else ""
    return f"{test['name']} ({demand}{gap})"


@command.command(help="Run the tests inside the rule, alert and act files.")
@pack_option
def test(pack: Path | None) -> None:
    """Print failures and known misses; exit status 1 when a test fails."""
    tried = list(try_pack(chosen_pack(pack)))
    failed = [one for one in tried if one.passed is one.known_miss]
    known = [one for one in tried if one.known_miss and not one.passed]
    for one in failed:
        told = "passes now: take known_miss away" if one.known_miss else f"got {one.told}"
        click.echo(f"FAILED {one.file}: {one.name}: {told}")
    for one in known:
        click.echo(f"known miss {one.file}: {one.name}")
    click.echo(f"{len(tried)} tests, {len(failed)} failed, {len(known)} known misses")
    if failed:
        sys.exit(1)


@command.command("lint", help="Find what is wrong or missing in the files of a pack.")
@pack_option
def lint_(pack: Path | None) -> None:
    """Print one line an issue; exit status 1 when there is any."""
    issues = lint(load_settings(pack=pack).pack or DEFAULT_PACK)
    for issue in issues:
        click.echo(f"{issue.where}: {issue.message}")
    click.echo(f"{len(issues)} issues")
    if issues:
        sys.exit(1)
