"""`python -m checks.noise.learn`: counts the errors in heard.tsv into errors.json.

Whole lines that came out as something else altogether (a hallucination, an echo of the prompt) are
counted apart and teach no confusion.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from checks.noise.syllables import sounds
from checks.text import normalise

FOLDER = Path(__file__).parent
HEARD, ERRORS = FOLDER / "heard.tsv", FOLDER / "errors.json"
_MARKS = re.compile(r"[^\w]|_")
# Above this share of wrong characters a line was not misheard but replaced.
_REPLACED = 0.7


def read_heard(path: Path = HEARD) -> Iterator[tuple[str, str]]:
    """(said, heard) of every line, without marks."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        said, heard = line.split("\t")
        yield bare(said), bare(heard)


def bare(text: str) -> str:
    return _MARKS.sub("", normalise(text).plain)


def main() -> None:
    ERRORS.write_text(learned(read_heard()), encoding="utf-8")


def learned(lines: Iterable[tuple[str, str]]) -> str:
    """errors.json as these lines (said, heard) teach it."""
    counts: Counter[str] = Counter()
    confused: dict[str, Counter[str]] = defaultdict(Counter)
    for said, heard in lines:
        _count(said, heard, counts, confused)
    table = {sound: dict(heard.most_common()) for sound, heard in sorted(confused.items())}
    told = {"counts": dict(counts), "confused": table}
    return json.dumps(told, ensure_ascii=False, indent=0) + "\n"


def _count(said: str, heard: str, counts: Counter[str], confused: dict[str, Counter[str]]) -> None:
    counts["lines"] += 1
    steps = SequenceMatcher(None, said, heard, autojunk=False).get_opcodes()
    wrong = sum(max(b - a, d - c) for kind, a, b, c, d in steps if kind != "equal")
    if wrong > _REPLACED * len(said):
        counts["replaced_lines"] += 1
        return
    counts["characters"] += len(said)
    for kind, a, b, c, d in steps:
        if kind == "replace" and b - a == d - c:
            counts["substituted"] += b - a
            for before, after in zip(sounds(said[a:b]), sounds(heard[c:d]), strict=True):
                confused[before][after] += 1
        elif kind != "equal":
            counts["lost"] += max(0, (b - a) - (d - c))
            counts["added"] += max(0, (d - c) - (b - a))


if __name__ == "__main__":
    main()
