"""Finds phrases in one turn: patterns, exclusions, guards before the phrase, and homophones."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from checks.answer import Match
from checks.call import Call
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons, strings
from checks.patterns import Phrases
from checks.pinyin import Sounds
from checks.text import Text, normalise
from transcribe.problem import Problem

# Set by hand: a spelled-out phrase is worth more than one that only sounds alike.
SPELLED, SOUNDED = 0.8, 0.5

KEYS = {"any", "unless", "guards", "sounds_like", "names", "unless_names"}
_NAMES = {"agent_name", "client", "agency"}


@dataclass(frozen=True, slots=True)
class Found:
    """A range [start, end) of the plain text."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Said:
    """What words say of one turn: their hits, or that all of them are excluded."""

    hits: tuple[Match, ...] = ()
    excluded: bool = False


NOTHING_SAID, ALL_EXCLUDED = Said(), Said(excluded=True)


@dataclass(frozen=True, slots=True)
class Finder:
    """Built once from a rule file, used on every turn.

    `unless` suppresses what it overlaps; a guard suppresses what it directly precedes within the
    sentence (negated, quoted, forbidden); `names` are fields of the call to look for,
    `unless_names` fields whose values suppress what they overlap ("好分期" is no instalment).
    """

    spelled: Phrases | None
    unless: Phrases | None
    guards: "re.Pattern[str] | None"
    sounds: Sounds | None
    names: tuple[str, ...]
    unless_names: tuple[str, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any], lexicons: Lexicons) -> "Finder":
        unknown = set(raw) - KEYS
        if unknown or not set(raw) & {"any", "sounds_like", "names"}:
            raise Problem(
                "rule_words",
                f"words knows no {sorted(unknown)}" if unknown else "words has nothing to look for",
                where=min(unknown, default=""),
                mend=f"use {sorted(KEYS)}",
            )
        for key, value in raw.items():
            phrases(value, key)
        terms = tuple(raw.get("sounds_like", ()))
        guards = [f"(?:{{guard_{name}}})$" for name in raw.get("guards", ())]
        named = {*raw.get("names", ()), *raw.get("unless_names", ())}
        if wrong := sorted(named - _NAMES):
            raise Problem("rule_words", f"a call has no name {wrong}", mend=f"use {sorted(_NAMES)}")
        return cls(
            lexicons.phrases(raw.get("any", ())),
            lexicons.phrases(raw.get("unless", ())),
            lexicons.compile(guards),
            Sounds(terms) if terms else None,
            tuple(raw.get("names", ())),
            tuple(raw.get("unless_names", ())),
        )

    def possible(self, texts: Sequence[Text]) -> Collection[int]:
        """Numbers of the texts in which it may find something: quick, for many turns have none."""
        if self.names:
            return range(len(texts))
        found = self.spelled.possible(texts) if self.spelled else []
        if self.sounds:
            found += [at for at, text in enumerate(texts) if self.sounds.possible(text.plain)]
        return found

    def find(self, text: Text, call: Call) -> list[Found]:
        """Everything in one turn that is not suppressed, in order."""
        return self._kept(text, call)[0]

    def look(self, text: Text, turn: int, call: Call) -> Said:
        """What the words say of turn number `turn`."""
        hits, excluded = self._kept(text, call)
        if not hits:
            return ALL_EXCLUDED if excluded else NOTHING_SAID
        matches = (
            Match(Span(turn, *text.to_original(hit.start, hit.end)), Layer.WORDS, hit.confidence)
            for hit in hits
        )
        return Said(tuple(matches))

    def _kept(self, text: Text, call: Call) -> tuple[list[Found], bool]:
        """The hits that stand, in order, and whether there were any but all are suppressed."""
        hits = self._raw(text, call)
        if not hits:
            return hits, False
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        barred = [m.span() for m in self.unless.finditer(text.plain)] if self.unless else []
        barred += _named(text, call, self.unless_names)
        kept = [hit for hit in hits if not self._suppressed(hit, text, barred)]
        return kept, not kept

    def _raw(self, text: Text, call: Call) -> list[Found]:
        spelled = self.spelled.finditer(text.plain) if self.spelled else ()
        found = [Found(*m.span(), SPELLED) for m in spelled if m.end() > m.start()]
        if self.names:
            found += [Found(*span, SPELLED) for span in _named(text, call, self.names)]
        if self.sounds:
            found += [Found(*span, SOUNDED) for span in self.sounds.find(text.plain)]
        return found

    def _suppressed(self, hit: Found, text: Text, barred: list[tuple[int, int]]) -> bool:
        if any(start < hit.end and hit.start < end for start, end in barred):
            return True
        return bool(self.guards and self.guards.search(text.sentence_before(hit.start)))


def phrases(value: Any, key: str) -> tuple[str, ...]:
    """A list of strings that says something: an empty one would find nothing, or everything."""
    read = strings(value, key)
    if not read or not all(part.strip() for part in read):
        raise Problem(
            "rule_words",
            f"{key} is empty" if not read else f"{key} holds an empty phrase",
            where=key,
            mend="write a phrase there or delete it",
        )
    return read


def _named(text: Text, call: Call, fields: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a name from the metadata is said."""
    return [
        match.span()
        for field in fields
        for name in _spoken_names(getattr(call, field))
        for match in re.finditer(name, text.plain)
    ]


@lru_cache(maxsize=1024)
def _spoken_names(name: str) -> tuple[str, ...]:
    """Expressions for a name as people say it: in full, and an institution's first half."""
    stem = re.sub(
        r"(银行|消费金融|金融|资产|商务|信息|科技|公司|有限|股份|小额贷款|小贷)+$", "", name
    )
    said = ([name] if name else []) + ([stem] if len(stem) >= 2 and stem != name else [])
    return tuple(re.escape(normalise(one).plain) for one in said)
