"""`python -m transcribe.learn_wording FILE...`: counts the trigrams that wording.py reads.

FILE is calls in the call format (JSON Lines, every turn's `text`) or a table (.tsv with a column
`text`). Writes trigrams.txt.gz beside this file: a line is three characters and how often they
stand together.
"""

import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from transcribe.clean import simplified
from transcribe.trigrams import START, TRIGRAMS


def texts(path: Path) -> Iterator[str]:
    """What is said in a file. Calls without a mark are left out: misheard on purpose."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            yield from (row["text"] for row in csv.DictReader(file, delimiter="\t"))
            return
        for line in file:
            said = [turn["text"] for turn in json.loads(line)["turns"]]
            if any("，" in text or "。" in text for text in said):
                yield from said


def trigrams(said: Iterable[str]) -> Counter[str]:
    """Every three characters in a row, marks left out, with the start of the turn before them."""
    found: Counter[str] = Counter()
    for text in said:
        plain = START + "".join(c for c in simplified(text).lower() if c.isalnum())
        found.update(plain[at : at + 3] for at in range(len(plain) - 2))
    return found


def main(files: list[str]) -> None:
    found = trigrams(text for name in files for text in texts(Path(name)))
    lines = "".join(f"{trigram}{count}\n" for trigram, count in sorted(found.items()))
    TRIGRAMS.write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
