"""A changed rule on trial: lint, its own tests, and what it would change on stored calls."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from audit.backtest import compare, stored_pairs
from audit.store import Store
from checks.lint import lint
from checks.rulepack import FOLDERS, RulePack, read_pack
from checks.selftest import try_rule
from transcribe.problem import Problem

# The newest calls that a change is tried on while its author waits: about five seconds.
CALLS = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """`failed` are the rule's own tests that fail, `issues` what lint says of its file."""

    failed: tuple[str, ...]
    issues: tuple[str, ...]
    calls: int
    difference: dict[str, Any]

    @property
    def good(self) -> bool:
        return not self.failed and not self.issues

    def as_dict(self) -> dict[str, Any]:
        return {
            "failed": list(self.failed), "issues": list(self.issues), "calls": self.calls,
            "difference": self.difference,
        }  # fmt: skip


def file_of(pack: RulePack, rule: str) -> Path:
    """Where a rule stands. Problem `not_found`."""
    for path in (pack.folder / "rules").rglob(f"{rule}.yaml"):
        return path
    raise Problem("not_found", f"there is no rule {rule!r}", mend="see the list")


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def put_on_trial(store: Store, pack: RulePack, rule: str, text: str) -> Trial:
    """Try a changed file beside the present pack; stores nothing.

    Problem `bad_rule_text` for one that cannot be read, has another id, or means something else
    without a higher version.
    """
    _demand_version(file_of(pack, rule).read_text("utf-8"), text)
    with _changed(pack, rule, text) as folder:
        try:
            changed = read_pack(folder)
        except Problem as problem:
            raise Problem(
                "bad_rule_text", problem.what, where=problem.where, mend=problem.mend
            ) from problem
        tried = try_rule(changed.rules[rule], changed)
        failed = tuple(f"{t.name}: {t.told}" for t in tried if t.passed is t.known_miss)
        issues = tuple(f"{i.where}: {i.message}" for i in lint(folder) if rule in str(i.where))
        found = compare(stored_pairs(store, pack, changed, newest=CALLS))
    moved = {
        name: change.as_dict(examples=3)
        for name, change in found.rules.items()
        if change.added or change.removed or change.undecided_before != change.undecided_after
    }
    return Trial(failed, issues, found.calls, moved)


@contextmanager
def _changed(pack: RulePack, rule: str, text: str) -> Iterator[Path]:
    """A copy of the pack's files with one of them changed."""
    where = file_of(pack, rule).relative_to(pack.folder)
    with tempfile.TemporaryDirectory(prefix="callaudit-rules-") as name:
        folder = Path(name)
        for part in FOLDERS:
            if (pack.folder / part).is_dir():
                shutil.copytree(pack.folder / part, folder / part)
        if (pack.folder / "pack.yaml").is_file():
            shutil.copy(pack.folder / "pack.yaml", folder)
        (folder / where).write_text(text, "utf-8")
        yield folder


def _demand_version(old: str, new: str) -> None:
    before, after = _read(old), _read(new)
    if before.get("id") != after.get("id"):
        raise Problem("bad_rule_text", "the id is another", where="id", mend="leave it")
    meaning = [
        {k: v for k, v in raw.items() if k not in ("tests", "version")} for raw in (before, after)
    ]
    if meaning[0] != meaning[1] and _version(after) <= _version(before):
        raise Problem(
            "bad_rule_text", "what the rule says changed, its version did not", where="version",
            mend=f"write version: {_version(before) + 1}",
        )  # fmt: skip


def _read(text: str) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        told = str(error).splitlines()[0]
        raise Problem("bad_rule_text", f"no YAML: {told}", mend="correct it") from error
    if not isinstance(raw, dict):
        raise Problem("bad_rule_text", "a rule is a mapping", mend="begin with id:")
    return raw


def _version(raw: dict[str, Any]) -> int:
    try:
        return int(raw.get("version", 0))
    except (TypeError, ValueError):
        return 0
