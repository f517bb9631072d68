"""Finds what is wrong or missing in a pack's files beyond what already stops it from loading.

Each check is a small function from the raw files to issues; CHECKS names them all.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checks.entities.spoken import LISTS
from checks.lexicon import Lexicons, read_yaml
from checks.lintdates import date_complaints
from checks.lintshape import shape_complaints
from checks.regulation import MARKS, NOT_FOUND, STATUSES, UNRULED
from checks.rule import Rule
from checks.rulepack import FOLDERS, check_format, read_pack
from checks.selftest import try_pack
from checks.source import line_of, unquoted_hours, within
from transcribe.problem import Problem

# Three wordings that hit and three near misses are the least that shows where a rule ends;
# an act is one phrase list, for which one of each is the least.
MIN_TESTS: Mapping[str, int] = {"rules": 6, "alerts": 4, "acts": 2}


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to mend; `file` is relative to the pack, `line` counts from 1, 0 where unknown.

    `way` leads to the field in the file (checks/source.py).
    """

    file: str
    message: str
    way: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class File:
    """One file as it was read: folder is rules, alerts, acts, lexicons, regulations, scorecards."""

    folder: str
    name: str
    stem: str
    raw: Mapping[str, Any]


Files = tuple[File, ...]


def lint(root: Path) -> list[Issue]:
    """All issues of the pack in `root`, ordered by file and line."""
    try:
        check_format(root)
    except Problem as problem:
        return [_issue(problem)]
    files, issues = _read(root)
    unshapely = list(check_shape(files))
    for check in CHECKS:
        issues += check(files)
    unread = list(_unread(root, files))
    issues += [*unshapely, *unread]
    if not unread:
        issues += _loaded(root, try_tests=not unshapely)
    found = {replace(i, line=i.line or line_of(root / i.file, i.way)) for i in issues}
    return sorted(found, key=lambda issue: (issue.file, issue.line, issue.message))


def misshapen(root: Path) -> bool:
    """Whether some field of the pack is missing, unknown or of the wrong kind, or no file."""
    files, issues = _read(root)
    return bool(issues) or next(check_shape(files), None) is not None


def _issue(problem: Problem) -> Issue:
    return Issue(problem.where, f"{problem.what}; {problem.mend}")


def _read(root: Path) -> tuple[Files, list[Issue]]:
    files: list[File] = []
    issues: list[Issue] = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.yaml")):
            name = path.relative_to(root).as_posix()
            for line, hour in unquoted_hours(path):
                told = f'{hour} is a number for other YAML readers; write "{hour}"'
                issues.append(Issue(name, told, line=line))
            try:
                files.append(File(folder, name, path.stem, read_yaml(path)))
            except Problem as problem:
                issues.append(Issue(name, str(problem)))
    return tuple(files), issues


def _unread(root: Path, files: Files) -> Iterator[Issue]:
    """Why rules cannot be read, each by itself: loading the pack stops at the first."""
    try:
        lexicons = Lexicons.load(root / "lexicons")
    except Problem as problem:
        yield _issue(problem)
        return
    for file in of(files, "rules", "alerts"):
        try:
            with within():
                Rule.read(file.raw, lexicons)
        except Problem as problem:
            yield Issue(file.name, f"{problem.what}; {problem.mend}", problem.where)


def _loaded(root: Path, *, try_tests: bool) -> Iterator[Issue]:
    """Why the pack does not load, or, when it does, gaps that are marked and closed."""
    try:
        pack = read_pack(root)
    except Problem as problem:
        yield _issue(problem)
        return
    for tried in try_pack(pack) if try_tests else ():
        if tried.known_miss and tried.passed:
            yield Issue(tried.file, f"test {tried.name!r} passes: take known_miss away")


def of(files: Files, *folders: str) -> Iterator[File]:
    return (file for file in files if file.folder in folders)


def check_shape(files: Files) -> Iterator[Issue]:
    """Fields that are missing, unknown or of the wrong kind."""
    for file in files:
        for way, complaint in shape_complaints(file.folder, file.raw):
            yield Issue(file.name, complaint, way)


def check_ids(files: Files) -> Iterator[Issue]:
    """The id is the file's name, and no two files of a kind share one."""
    stems = Counter((file.folder, file.stem) for file in files)
    for file in files:
        if file.folder != "lexicons" and file.raw.get("id") != file.stem:
            yield Issue(file.name, f"id {file.raw.get('id')!r} differs from the file name", "id")
        if stems[file.folder, file.stem] > 1:
            yield Issue(file.name, f"another file of {file.folder}/ has this name, too")


def check_titles(files: Files) -> Iterator[Issue]:
    """Two rules with one title cannot be told apart in a report."""
    titled = [
        (title, file)
        for file in of(files, "rules", "alerts")
        for title in _mapping(file.raw.get("title")).values()
    ]
    times = Counter(title for title, _file in titled)
    for title, file in titled:
        if times[title] > 1:
            yield Issue(file.name, f"title {title!r} is used {times[title]} times", "title")


def check_tests(files: Files) -> Iterator[Issue]:
    """Enough tests, and both kinds: some that must hit, some that must not."""
    for file in of(files, *MIN_TESTS):
        tests = [test for test in file.raw.get("tests", ()) if isinstance(test, dict)]
        if len(tests) < MIN_TESTS[file.folder]:
            yield Issue(
                file.name, f"has {len(tests)} tests, fewer than {MIN_TESTS[file.folder]}", "tests"
            )
        wanted = {_must_hit(test) for test in tests}
        if True not in wanted:
            yield Issue(file.name, "no test that must hit", "tests")
        if False not in wanted:
            yield Issue(file.name, "no test that must not hit", "tests")


def _must_hit(test: Mapping[str, Any]) -> bool:
    return bool(test.get("hits")) or test.get("outcome") == "hit" or test.get("hit") == "true"


def check_lists(files: Files) -> Iterator[Issue]:
    """Word lists that no pattern names."""
    texts = [found for file in files for found in _texts(file.raw)]
    text = "\n".join(text for _way, text in texts)
    guards = {text for way, text in texts if way.split("/")[-2:-1] == ["guards"]}
    for file in of(files, "lexicons"):
        for name in set(file.raw) - LISTS:
            if f"{{{name}}}" not in text and name.removeprefix("guard_") not in guards:
                yield Issue(file.name, f"word list {name!r} is never used; delete it", name)


def check_patterns(files: Files) -> Iterator[Issue]:
    """A pattern that matches nothing at all would match, or bar, everywhere."""
    lexicons = Lexicons(
        {name: tuple(terms) for file in of(files, "lexicons") for name, terms in file.raw.items()}
    )
    for file in files:
        for way, pattern in _patterns(file):
            try:
                compiled = lexicons.compile((pattern,))
            except Problem:
                continue  # loading the pack tells of it
            if compiled and compiled.match(""):
                yield Issue(file.name, f"pattern {pattern!r} matches the empty string", way)


_PATTERNS = ("any", "all", "some", "none", "unless")


def _patterns(file: File) -> Iterator[tuple[str, str]]:
    """Every pattern with the way to it."""
    for way, text in _texts(file.raw):
        listed = way.split("/")[-2] if "/" in way else ""
        guard = file.folder == "lexicons" and listed.startswith("guard_")
        if guard or (file.folder in MIN_TESTS and listed in _PATTERNS):
            yield way, text


def check_clauses(files: Files) -> Iterator[Issue]:
    """Clauses name rules that exist, and every rule has a clause or a note that says why not."""
    rules = {file.stem for file in of(files, "rules")}
    mapped: set[str] = set()
    for file in of(files, "regulations"):
        for index, clause in enumerate(_clauses(file)):
            named = set(clause.get("rules", ()))
            mapped |= named
            for complaint in _clause_complaints(clause, named - rules):
                yield Issue(file.name, f"clause {index + 1}: {complaint}", f"clauses/{index}")
    for file in of(files, "rules"):
        if file.stem not in mapped:
            yield Issue(file.name, "no clause in regulations/ names this rule")


def _clause_complaints(clause: Mapping[str, Any], unknown: set[str]) -> Iterator[str]:
    if unknown:
        yield f"there is no rule {', '.join(sorted(unknown))}"
    if clause.get("mark") not in MARKS:
        yield f"mark is none of {', '.join(MARKS)}"
    if clause.get("status") not in STATUSES:
        yield f"status is none of {', '.join(STATUSES)}"
    if (clause.get("status") in UNRULED) is bool(clause.get("rules")):
        yield f"status {' or '.join(UNRULED)} means that no rule checks it, any other that one does"
    if clause.get("mark") == NOT_FOUND and clause.get("rules"):
        yield f"mark {NOT_FOUND} says that no text was found: no rule may rest on it"
    if clause.get("mark") in ("V-t", NOT_FOUND) and "number" in clause:
        yield f"mark {clause['mark']} says that the number was not read: leave number out"


def check_dates(files: Files) -> Iterator[Issue]:
    """Days of regulations that contradict each other."""
    laws = {file.name: file.raw for file in of(files, "regulations")}
    yield from (Issue(file, told, way) for file, way, told in date_complaints(laws))


def check_scorecards(files: Files) -> Iterator[Issue]:
    """Scorecards name rules that exist; loading the pack tells of the rest."""
    rules = {file.stem for file in of(files, "rules")}
    for file in of(files, "scorecards"):
        for part in ("compliance", "quality"):
            for rule in sorted(_mapping(_mapping(file.raw.get(part)).get("rules")).keys() - rules):
                way = f"{part}/rules/{rule}"
                yield Issue(file.name, f"{part}: there is no rule {rule}", way)


def _clauses(file: File) -> Iterator[Mapping[str, Any]]:
    return (clause for clause in file.raw.get("clauses", ()) if isinstance(clause, dict))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: Any, way: str = "") -> Iterator[tuple[str, str]]:
    """Every string somewhere inside, with the way to it."""
    if isinstance(value, str):
        yield way, value
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        yield from _texts(part, f"{way}/{key}" if way else str(key))


CHECKS: tuple[Callable[[Files], Iterator[Issue]], ...] = (
    check_ids,
    check_titles,
    check_tests,
    check_lists,
    check_patterns,
    check_clauses,
    check_dates,
    check_scorecards,
)
