"""The labelled utterances under `data/` and which of them are held out from learning."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checks.meaning.labels import BACKGROUND, LABELS
from transcribe.problem import Problem

DATA = Path(__file__).parents[1] / "data"
HEADER = "rule\tlabel\tbefore\ttext"
# As large as lets every rule have some thirty held-out positives.
HELD_OUT_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Example:
    """`text` shows `rule` (a rule, a speech act or background) when `shows`, else nearly so."""

    rule: str
    shows: bool
    before: str
    text: str

    @property
    def held_out(self) -> bool:
        """Fixed by the content: lines of a rule that share their `before` stay together."""
        key = f"{self.rule}\t{self.before or self.text}".encode()
        drawn = int.from_bytes(hashlib.sha256(key).digest()[:4]) / 2**32
        return drawn < HELD_OUT_SHARE


def read_examples(folder: Path = DATA) -> tuple[Example, ...]:
    """Every line of every file; a Problem names the first line that is wrong."""
    return tuple(example for path in sorted(folder.glob("*.tsv")) for example in _read_file(path))


def data_digest(folder: Path = DATA) -> str:
    """SHA-256 over names and contents of the files."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


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
    return Example(rule, label == "1", before, text)
