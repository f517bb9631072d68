"""Finds what is wrong or missing in a pack's files beyond what already stops it from loading.

Each check is a small function from the raw files to issues; CHECKS names them all.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.lexicon import Lexicons, read_yaml
from checks.lintdates import date_complaints
from checks.lintshape import shape_complaints
from checks.regulation import MARKS, NOT_FOUND, STATUSES, UNRULED
from checks.rulepack import FOLDERS, load_pack
from checks.selftest import try_pack
from transcribe.problem import Problem

# Three wordings that hit and three near misses are the least that shows where a rule ends;
# an act is one phrase list, for which one of each is the least.
MIN_TESTS: Mapping[str, int] = {"rules": 6, "alerts": 4, "acts": 2}


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to mend; `file` is relative to the pack."""

    file: str
    message: str


@dataclass(frozen=True, slots=True)
class File:
    """One file as it was read: folder is rules, alerts, acts, lexicons, regulations, scorecards."""

    folder: str
    name: str
    stem: str
    raw: Mapping[str, Any]


Files = tuple[File, ...]


def lint(root: Path) -> list[Issue]:
    """All issues of the pack in `root`, ordered by file."""
    files, issues = _read(root)
    unshapely = list(check_shape(files))
    for check in CHECKS:
        issues += check(files)
    issues += [*unshapely, *_loaded(root, try_tests=not unshapely)]
    return sorted(issues, key=lambda issue: (issue.file, issue.message))


def _read(root: Path) -> tuple[Files, list[Issue]]:
    files: list[File] = []
    issues: list[Issue] = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.yaml")):
            name = path.relative_to(root).as_posix()
            try:
                files.append(File(folder, name, path.stem, read_yaml(path)))
            except Problem as problem:
                issues.append(Issue(name, str(problem)))
    return tuple(files), issues


def _loaded(root: Path, *, try_tests: bool) -> Iterator[Issue]:
    """Why the pack does not load, or, when it does, gaps that are marked and closed."""
    try:
        pack = load_pack(root)
    except Problem as problem:
        yield Issue(problem.where, f"{problem.what}; {problem.mend}")
        return
    for tried in try_pack(pack) if try_tests else ():
        if tried.known_miss and tried.passed:
            yield Issue(tried.file, f"test {tried.name!r} passes: take known_miss away")


def of(files: Files, *folders: str) -> Iterator[File]:
    return (file for file in files if file.folder in folders)


def check_shape(files: Files) -> Iterator[Issue]:
    """Fields that are missing, unknown or of the wrong kind."""
    for file in files:
        for complaint in shape_complaints(file.folder, file.raw):
            yield Issue(file.name, complaint)


def check_ids(files: Files) -> Iterator[Issue]:
    """The id is the file's name, and no two files of a kind share one."""
    stems = Counter((file.folder, file.stem) for file in files)
    for file in files:
        if file.folder != "lexicons" and file.raw.get("id") != file.stem:
            yield Issue(file.name, f"id {file.raw.get('id')!r} differs from the file name")
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
            yield Issue(file.name, f"title {title!r} is used {times[title]} times")


def check_tests(files: Files) -> Iterator[Issue]:
    """Enough tests, and both kinds: some that must hit, some that must not."""
    for file in of(files, *MIN_TESTS):
        tests = [test for test in file.raw.get("tests", ()) if isinstance(test, dict)]
        if len(tests) < MIN_TESTS[file.folder]:
            yield Issue(file.name, f"has {len(tests)} tests, fewer than {MIN_TESTS[file.folder]}")
        wanted = {_must_hit(test) for test in tests}
        if True not in wanted:
            yield Issue(file.name, "no test that must hit")
        if False not in wanted:
            yield Issue(file.name, "no test that must not hit")


def _must_hit(test: Mapping[str, Any]) -> bool:
    return bool(test.get("hits")) or test.get("outcome") == "hit" or test.get("hit") == "true"


def check_lists(files: Files) -> Iterator[Issue]:
    """Word lists that no pattern names."""
    text = "\n".join(s for file in files for s in _strings(file.raw))
    guards = {guard for file in files for guard in _listed(file.raw, "guards")}
    for file in of(files, "lexicons"):
        for name in file.raw:
            if f"{{{name}}}" not in text and name.removeprefix("guard_") not in guards:
                yield Issue(file.name, f"word list {name!r} is never used; delete it")


def check_patterns(files: Files) -> Iterator[Issue]:
    """A pattern that matches nothing at all would match, or bar, everywhere."""
    lexicons = Lexicons(
        {name: tuple(terms) for file in of(files, "lexicons") for name, terms in file.raw.items()}
    )
    for file in files:
        for pattern in _patterns(file):
            try:
                compiled = lexicons.compile((pattern,))
            except Problem:
                continue  # loading the pack tells of it
            if compiled and compiled.match(""):
                yield Issue(file.name, f"pattern {pattern!r} matches the empty string")


def _patterns(file: File) -> Iterator[str]:
    if file.folder == "lexicons":
        for name, terms in file.raw.items():
            yield from terms if name.startswith("guard_") else ()
    elif file.folder in MIN_TESTS:
        yield from _listed(file.raw, "any")
        yield from _listed(file.raw, "unless")


def check_clauses(files: Files) -> Iterator[Issue]:
    """Clauses name rules that exist, and every rule has a clause or a note that says why not."""
    rules = {file.stem for file in of(files, "rules")}
    mapped: set[str] = set()
    for file in of(files, "regulations"):
        for index, clause in enumerate(_clauses(file)):
            named = set(clause.get("rules", ()))
            mapped |= named
            for complaint in _clause_complaints(clause, named - rules):
                yield Issue(file.name, f"clause {index + 1}: {complaint}")
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
    yield from (Issue(file, complaint) for file, complaint in date_complaints(laws))


def check_scorecards(files: Files) -> Iterator[Issue]:
    """Scorecards name rules that exist; loading the pack tells of the rest."""
    rules = {file.stem for file in of(files, "rules")}
    for file in of(files, "scorecards"):
        for part in ("compliance", "quality"):
            for rule in sorted(_mapping(_mapping(file.raw.get(part)).get("rules")).keys() - rules):
                yield Issue(file.name, f"{part}: there is no rule {rule}")


def _clauses(file: File) -> Iterator[Mapping[str, Any]]:
    return (clause for clause in file.raw.get("clauses", ()) if isinstance(clause, dict))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _strings(value: Any) -> Iterator[str]:
    """Every string somewhere inside."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if not isinstance(value, str):
            yield from _strings(part)


def _listed(value: Any, key: str) -> Iterator[str]:
    """Every string that is listed under `key` somewhere inside."""
    if isinstance(value, dict):
        yield from (part for part in value.get(key, ()) if isinstance(part, str))
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from _listed(part, key)


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
