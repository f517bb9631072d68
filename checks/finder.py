"""Finds phrases in one turn: patterns, exclusions, guards before the phrase, and homophones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from checks.answer import Match
from checks.call import Call
from checks.index import members, set_of
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons, strings
from checks.patterns import Phrases, Range
from checks.sounds import Sounds
from checks.text import Text, normalise
from transcribe.problem import Problem

# Set by hand: a spelled-out phrase is worth more than one that only sounds alike.
SPELLED, SOUNDED = 0.8, 0.5

KEYS = {"any", "unless", "guards", "sounds_like", "names", "unless_names"}
_NAMES = {"agent_name", "client", "agency"}


Found: TypeAlias = tuple[int, int, float]
"""A range [start, end) of the plain text, and the confidence."""


class Said(NamedTuple):
    """What words say of one turn: their hits, or that all of them are excluded.

    `sure` says that one of the hits needs no other layer.
    """

    hits: tuple[Match, ...] = ()
    excluded: bool = False
    sure: bool = False


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
            Sounds(terms, lexicons.index) if terms else None,
            tuple(raw.get("names", ())),
            tuple(raw.get("unless_names", ())),
        )

    def find(self, texts: Sequence[Text], among: int, call: Call) -> dict[int, list[Found]]:
        """By number of the text, everything that is not suppressed, in order.

        `among` is the set of texts to look at: bit n stands for text n. A text in which all is
        suppressed has an empty list, one in which nothing stands none.
        """
        raw = self._raw(texts, among, call)
        if not raw:
            return raw
        barred = self.unless.find(texts, set_of(raw)) if self.unless else {}
        if self.unless_names:
            for at in raw:
                named = _named(texts[at].plain, call, self.unless_names)
                barred[at] = [*barred.get(at, ()), *named]
        return {
            at: [hit for hit in hits if not self._suppressed(hit, texts[at], barred.get(at, ()))]
            if at in barred or self.guards
            else hits
            for at, hits in raw.items()
        }

    def look(self, texts: Sequence[Text], among: int, call: Call) -> dict[int, Said]:
        """What the words say of each of the turns `among` in which there are any."""
        found = self.find(texts, among, call)
        return {at: _said(at, hits, texts[at]) for at, hits in found.items()} if found else {}

    def _raw(self, texts: Sequence[Text], among: int, call: Call) -> dict[int, list[Found]]:
        """Everything that stands in the texts, in order."""
        found: dict[int, list[Found]] = {}
        spelled = self.spelled.find(texts, among) if self.spelled else {}
        for at, ranges in spelled.items():
            if hits := [(start, end, SPELLED) for start, end in ranges if end > start]:
                found[at] = hits
        if self.names:
            for at in members(among):
                for start, end in _named(texts[at].plain, call, self.names):
                    found.setdefault(at, []).append((start, end, SPELLED))
        if self.sounds:
            for at, start, end in self.sounds.find(texts, among):
                found.setdefault(at, []).append((start, end, SOUNDED))
        for hits in found.values():
            if len(hits) > 1:
                hits.sort(key=lambda hit: (hit[0], -hit[1]))
        return found

    def _suppressed(self, hit: Found, text: Text, barred: Sequence[Range]) -> bool:
        for start, end in barred:
            if start < hit[1] and hit[0] < end:
                return True
        return bool(self.guards and self.guards.search(text.sentence_before(hit[0])))


def _said(turn: int, hits: Sequence[Found], text: Text) -> Said:
    if not hits:
        return ALL_EXCLUDED
    origin = text.origin
    matches = [
        Match(Span(turn, origin[start], origin[end - 1] + 1), Layer.WORDS, confidence)
        for start, end, confidence in hits
    ]
    return Said(tuple(matches))


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


def _named(plain: str, call: Call, fields: tuple[str, ...]) -> list[Range]:
    """Where a name from the metadata is said."""
    return [
        match.span()
        for field in fields
        for name in _spoken_names(getattr(call, field))
        for match in name.finditer(plain)
    ]


@lru_cache(maxsize=1024)
def _spoken_names(name: str) -> tuple["re.Pattern[str]", ...]:
    """Expressions for a name as people say it: in full, and an institution's first half."""
    stem = re.sub(
        r"(银行|消费金融|金融|资产|商务|信息|科技|公司|有限|股份|小额贷款|小贷)+$", "", name
    )
    said = ([name] if name else []) + ([stem] if len(stem) >= 2 and stem != name else [])
    return tuple(re.compile(re.escape(normalise(one).plain)) for one in said)
