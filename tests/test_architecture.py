"""The shape of the project: sizes, folders, imports, names. See ARCHITECTURE.md."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from specification import ALERTS, RULES

from checks.lexicon import read_yaml
from checks.lint import lint
from checks.rulepack import DEFAULT_PACK, load_pack

ROOT = Path(__file__).parents[1]
PACKAGES = ("transcribe", "checks", "audit", "web")
FOLDERS = {*PACKAGES, "tests", ".ci", "docs"}  # docs: pictures and pages of the README
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

# Addresses of package registries and model hubs, and folders of somebody's machine. Written in
# pieces, so that this file does not name them itself.
FORBIDDEN = re.compile(
    rb"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|huggingface[.]co|proxy[.]golang[.]org"
    rb"|(?<![\w.~-])/(?:work|root|home/[a-z]+)/"
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(path: Path) -> list[tuple[str, int]]:
    """(name, lines) of every function of a module, decorators not counted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{_name(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _tracked() -> list[Path]:
    """Every file that git knows, or would add."""
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout to know which files belong to the project")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    return [path for name in out.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_is_longer_than_300_lines() -> None:
    files = [*MODULES, *TESTS, *DEFAULT_PACK.rglob("*.yaml")]
    assert [_name(path) for path in files if _lines(path) > 300] == []


def test_the_median_file_has_at_most_60_lines() -> None:
    assert median(_lines(path) for path in MODULES) <= 60


def test_no_function_is_longer_than_50_lines() -> None:
    functions = [function for path in (*MODULES, *TESTS) for function in _functions(path)]
    assert [name for name, lines in functions if lines > 50] == []


def test_the_median_function_has_at_most_10_lines() -> None:
    assert median(lines for path in MODULES for _name, lines in _functions(path)) <= 10


def test_every_module_says_what_it_is_for() -> None:
    silent = [p for p in MODULES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert [_name(path) for path in silent] == []


def test_the_top_level_holds_the_agreed_folders() -> None:
    assert {p.relative_to(ROOT).parts[0] for p in _tracked() if p.parent != ROOT} <= FOLDERS


def test_no_file_names_a_registry_or_a_folder_of_a_machine() -> None:
    found = {
        f"{_name(path)}: {match[0].decode()}"
        for path in _tracked()
        if b"\0" not in (content := path.read_bytes())
        for match in FORBIDDEN.finditer(content)
    }
    assert found == set()


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ["rules", "alerts", "acts", "regulations", "scorecards"])
def test_a_file_of_the_pack_is_named_by_its_id(folder: str) -> None:
    files = sorted((DEFAULT_PACK / folder).rglob("*.yaml"))
    assert files
    assert [read_yaml(path)["id"] for path in files] == [path.stem for path in files]


def test_every_rule_and_alert_of_the_specification_exists() -> None:
    pack = load_pack()
    assert set(pack.rules) == RULES
    assert set(pack.alerts) == ALERTS


def test_every_rule_rests_on_a_clause() -> None:
    mapped = {rule for clause in load_pack().regulations for rule in clause.rules}
    assert mapped == RULES


def test_the_shipped_pack_has_no_lint_issue() -> None:
    assert [f"{issue.file}: {issue.message}" for issue in lint(DEFAULT_PACK)] == []
