"""The peer of the checks: the same phrases, each one expression, over jieba's words.

What a keyword auditor of the usual kind does. It is spared all that it has no part in: homophones,
guards, who listens, evidence; an `unless` is tried only where its phrases hit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.call import Call
from checks.lexicon import Lexicons, read_yaml
from checks.text import normalise

Patterns = Sequence["re.Pattern[str]"]


@dataclass(frozen=True, slots=True)
class List:
    """One phrase list of a pack, for the turns of `speaker` (or any)."""

    speaker: str
    phrases: Patterns
    unless: Patterns

    def hits(self, text: str) -> bool:
        found = [match for phrase in self.phrases for match in phrase.finditer(text)]
        return bool(found) and not any(barred.search(text) for barred in self.unless)


class Peer:
    """Every phrase list of the pack in `folder`."""

    def __init__(self, folder: Path) -> None:
        lexicons = Lexicons.load(folder / "lexicons")
        paths = sorted(
            p for n in ("rules", "alerts", "acts") for p in folder.glob(f"{n}/**/*.yaml")
        )
        raws = [read_yaml(path) for path in paths]
        self._lists = [found for raw in raws for found in _lists(raw, "agent", lexicons)]

    def hits(self, call: Call) -> int:
        """How many lists hit in how many turns."""
        import jieba

        total = 0
        for turn in call.turns:
            text = "".join(jieba.lcut(normalise(turn.text).plain))
            mine = (some for some in self._lists if some.speaker in (turn.speaker, "any"))
            total += sum(some.hits(text) for some in mine)
        return total


def _lists(raw: Mapping[str, Any], speaker: str, lexicons: Lexicons) -> Iterator[List]:
    """The lists of a mapping of a pack file and of those within it."""
    scope = raw.get("scope", {})
    speaker = scope.get("speaker", speaker) if isinstance(scope, dict) else speaker
    speaker = raw.get("speaker", speaker)
    for form in ("any", "all", "some"):
        if _strings(raw.get(form)):
            unless = raw.get("unless", ())
            yield List(speaker, _compiled(raw[form], lexicons), _compiled(unless, lexicons))
    for part in raw.values():
        if isinstance(part, dict):
            yield from _lists(part, speaker, lexicons)


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _compiled(patterns: Sequence[str], lexicons: Lexicons) -> Patterns:
    return [re.compile(lexicons.expand(pattern)) for pattern in patterns]
