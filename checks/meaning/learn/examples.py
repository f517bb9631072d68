"""What the model learns from: single labelled lines and the turns of whole labelled calls."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from checks.meaning.labels import BACKGROUND, LABELS, Side
from checks.meaning.learn.calls import read_calls, turn_examples
from checks.meaning.learn.example import Example
from checks.meaning.pairs import MARKS
from transcribe.problem import Problem

DATA = Path(__file__).parents[1] / "data"
LEARNT_CALLS, TUNING_CALLS = "calls", "tuning"
"""Folders of whole calls: what is learnt from, and what calibration and thresholds rest on.
`reserved` is for figures only: nothing here reads it."""
HEADER = "rule\tlabel\tbefore\ttext"


def read_examples(folder: Path = DATA) -> tuple[Example, ...]:
    """Every line and every turn that is learnt from; a Problem names the first that is wrong."""
    lines = (example for path in sorted(folder.glob("*.tsv")) for example in _read_file(path))
    return (*lines, *_turns(folder / LEARNT_CALLS))


def read_authors(folder: Path = DATA) -> tuple[str, ...]:
    """Who wrote each of `read_examples`: "" for single lines, else what `t7_2.txt` begins with."""
    lines = ("" for path in sorted(folder.glob("*.tsv")) for _ in _read_file(path))
    paths = sorted((folder / LEARNT_CALLS).glob("*.txt"))
    turns = (p.stem.partition("_")[0] for p in paths for call in read_calls(p) for _ in call.turns)
    return (*lines, *turns)


def read_tuning(folder: Path = DATA) -> tuple[Example, ...]:
    """Every turn that nothing is learnt from: limits are decided on them."""
    return tuple(_turns(folder / TUNING_CALLS))


def learnt_digest(folder: Path = DATA) -> str:
    """Names what the model learns from: SHA-256 over names and contents of the files."""
    return _digest((*folder.glob("*.tsv"), *(folder / LEARNT_CALLS).glob("*.txt")))


def tuning_digest(folder: Path = DATA) -> str:
    """Names the calls that limits are decided on."""
    return _digest((folder / TUNING_CALLS).glob("*.txt"))


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _turns(folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*.txt")):
        for call in read_calls(path):
            yield from turn_examples(call)


def _read_file(path: Path) -> Iterator[Example]:
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != HEADER:
        raise Problem(
            "meaning_data",
            "does not begin with the header",
            where=path.name,
            mend="write the columns rule, label, before, text, tab-separated",
        )
    for number, line in enumerate(lines[1:], 2):
        yield _example(line.split("\t"), f"{path.name}, line {number}")


def _example(cells: list[str], where: str) -> Example:
    if len(cells) != 4 or cells[1] not in ("0", "1") or not cells[3].strip():
        raise Problem(
            "meaning_data",
            "is no labelled utterance",
            where=where,
            mend="write rule, 0 or 1, before (may be empty) and text, tab-separated",
        )
    rule, label, before, text = cells
    if rule not in LABELS and rule != BACKGROUND:
        raise Problem(
            "meaning_data",
            f"names the unknown rule {rule!r}",
            where=where,
            mend="correct it, or add it to checks/meaning/labels.py",
        )
    side: Side = LABELS.get(rule, "agent")
    other = MARKS["customer" if side == "agent" else "agent"]
    shows = frozenset({rule}) if label == "1" else frozenset()
    return Example(rule, shows, other + before if before else "", text, side)
