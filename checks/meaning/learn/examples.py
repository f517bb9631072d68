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
LEARNT_CALLS, FURTHER_CALLS, TUNING_CALLS = "calls", "further", "tuning"
"""Folders of whole calls: of the first a part is held out, of the last all; the second one is for
learning further (train.py). `reserved` is for figures only: nothing here reads it."""
HEADER = "rule\tlabel\tbefore\ttext"
# As large as lets every rule have some thirty held-out positives.
HELD_OUT_SHARE = 0.15


def read_examples(folder: Path = DATA, *, further: bool = False) -> tuple[Example, ...]:
    """Every line and every turn; a Problem names the first line that is wrong.

    `further`: those of the second round of learning, too.
    """
    lines = (example for path in sorted(folder.glob("*.tsv")) for example in _read_file(path))
    more = _turns(folder / FURTHER_CALLS, held_out=False) if further else ()
    tuning = _turns(folder / TUNING_CALLS, held_out=True)
    return (*lines, *_turns(folder / LEARNT_CALLS), *more, *tuning)


def learnt_digest(folder: Path = DATA) -> str:
    """Names what the model learns from: SHA-256 over names and contents of the files."""
    folders = (LEARNT_CALLS, FURTHER_CALLS)
    calls = (path for name in folders for path in (folder / name).glob("*.txt"))
    return _digest((*folder.glob("*.tsv"), *calls))


def tuning_digest(folder: Path = DATA) -> str:
    """Names the calls that limits are decided on, beside what is held out of the others."""
    return _digest((folder / TUNING_CALLS).glob("*.txt"))


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _turns(folder: Path, *, held_out: bool | None = None) -> Iterator[Example]:
    """Turns of all calls of a folder; None draws by the call which are held out."""
    for path in sorted(folder.glob("*.txt")):
        for call in read_calls(path):
            out = _drawn(call.call_id) if held_out is None else held_out
            yield from turn_examples(call, held_out=out)


def _drawn(key: str) -> bool:
    """Fixed by the content, so that a new line moves no other."""
    drawn = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) / 2**32
    return drawn < HELD_OUT_SHARE


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
    return Example(
        rule,
        frozenset({rule}) if label == "1" else frozenset(),
        other + before if before else "",
        text,
        side,
        held_out=_drawn(f"{rule}\t{before or text}"),
    )
