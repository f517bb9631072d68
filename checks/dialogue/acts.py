"""Speech acts: what a turn does (asks who is there, confirms, introduces, tells of debt ...).

Each act is a data file under acts/, with its tests inside, like a rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checks.answer import Match
from checks.call import Call
from checks.finder import Finder
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons, strings
from checks.text import Text


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of speech act. `reply_to` names acts one of which the other side did just before."""

    id: str
    speaker: str
    finder: Finder
    reply_to: tuple[str, ...]
    tests: tuple[Mapping[str, Any], ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any], lexicons: Lexicons) -> "Act":
        return cls(
            raw["id"],
            raw["speaker"],
            Finder.read(raw["words"], lexicons),
            strings(raw.get("reply_to", ()), "reply_to"),
            tuple(raw.get("tests", ())),
        )


def find_acts(
    call: Call, texts: Sequence[Text], acts: Sequence[Act]
) -> dict[str, tuple[Match, ...]]:
    """All acts of a call. An act that replies to another one stands after it in `acts`."""
    found: dict[str, tuple[Match, ...]] = {}
    for act in acts:
        found[act.id] = tuple(_matches(act, call, texts, found))
    return found


def _matches(
    act: Act, call: Call, texts: Sequence[Text], found: Mapping[str, tuple[Match, ...]]
) -> list[Match]:
    out = []
    for index, turn in enumerate(call.turns):
        if turn.speaker not in (act.speaker, "unknown"):
            continue
        if act.reply_to and not _replies(index, act.reply_to, call, found):
            continue
        sure = turn.speaker != "unknown"
        for hit in act.finder.find(texts[index], call):
            span = Span(index, *texts[index].to_original(hit.start, hit.end))
            out.append(Match(span, Layer.WORDS, hit.confidence, sure))
    return out


def _replies(
    index: int, acts: tuple[str, ...], call: Call, found: Mapping[str, tuple[Match, ...]]
) -> bool:
    """Whether the latest turn of the other side performs one of `acts`.

    The same speaker's own turns in between ("喂" "我就是") do not break the pair.
    """
    speaker = call.turns[index].speaker
    for before in range(index - 1, -1, -1):
        other = call.turns[before].speaker
        if other != speaker or speaker == "unknown":
            return any(m.span.turn == before for act in acts for m in found.get(act, ()))
    return False
