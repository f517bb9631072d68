"""Speech acts: what a turn does (asks who is there, confirms, introduces, tells of debt ...).

Each act is a data file under acts/, with its tests inside, like a rule.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from checks.answer import Match
from checks.call import Call
from checks.dialogue.trust import poorly_heard
from checks.finder import NOTHING_SAID, Finder
from checks.judgment import Layer, Span
from checks.layers import DOUBT, weigh
from checks.lexicon import Lexicons, strings
from checks.meaning.reading import Known, Reading
from checks.text import Text
from transcribe.transcript import SPEAKERS

# "喂？" "能听到吗" between a question and its answer are no turn of their own.
_FILLER = re.compile(
    r"(?:喂|您好|你好|嗯|哎|啊|哦|呃|[能可]?以?听[得的]?[到见清](?:吗|我说话吗)?|[，。？！…])*$"
)

_OPENING = 3  # turns of a side, set by hand


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of speech act.

    `reply_to` names acts one of which the other side did in its latest `within` turns, fillers
    not counted. `meaning` names the label that shows it to the meaning layer, "" for none; that
    layer reads a turn after those before it, so `reply_to` binds words only, and where words and
    what they reply to agree ("不是" after "是本人吗") it is not asked. `doubt`: a turn that is
    doubtful by its meaning counts as possible: what the act would excuse is open. `unheard`: so
    does one of the opening that the recogniser itself does not trust, as it may have been said.
    """

    id: str
    speaker: str
    finder: Finder
    reply_to: tuple[str, ...]
    within: int
    meaning: str
    doubt: bool
    unheard: bool
    tests: tuple[Mapping[str, Any], ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any], lexicons: Lexicons) -> "Act":
        return cls(
            raw["id"],
            raw["speaker"],
            Finder.read(raw["words"], lexicons),
            strings(raw.get("reply_to", ()), "reply_to"),
            int(raw.get("within", 1)),
            raw.get("meaning", ""),
            raw.get("doubt") == "true",
            raw.get("unheard") == "true",
            tuple(raw.get("tests", ())),
        )


@dataclass(frozen=True)
class Spoken:
    """A call as acts are looked for in it.

    `by` are the turns of each speaker, with those that may be his: bit n stands for turn n.
    """

    call: Call
    texts: Sequence[Text]
    reading: Reading

    @cached_property
    def by(self) -> Mapping[str, int]:
        either = [(1 << n, turn.speaker) for n, turn in enumerate(self.call.turns)]
        return {
            side: sum(bit for bit, said_by in either if said_by in (side, "unknown"))
            for side in SPEAKERS
        }


def find_acts(heard: Spoken, acts: Sequence[Act]) -> dict[str, tuple[Match, ...]]:
    """All acts of a call. An act that replies to another one stands after it in `acts`."""
    found: dict[str, tuple[Match, ...]] = {}
    for act in acts:
        found[act.id] = tuple(_matches(act, heard, found))
        if act.unheard:
            found[act.id] += tuple(_unheard(act, heard.call, found[act.id]))
    return found


def _unheard(act: Act, call: Call, found: Sequence[Match]) -> Iterator[Match]:
    """Turns of the opening: who calls and that it is recorded is said there, or hardly at all."""
    shown = {match.span.turn for match in found}
    own = ((at, turn) for at, turn in enumerate(call.turns) if turn.speaker == act.speaker)
    for index, turn in islice(own, _OPENING):
        if index not in shown and poorly_heard(turn):
            whole = Span(index, 0, len(turn.text))
            yield Match(whole, Layer.DIALOGUE, turn.confidence or 0.0, sure=False)


def _matches(act: Act, heard: Spoken, found: Mapping[str, tuple[Match, ...]]) -> Iterator[Match]:
    """No turn shows an act that neither words nor meaning find there (checks/layers.py)."""
    looked = act.finder.look(heard.texts, heard.by[act.speaker], heard.call)
    known = heard.reading.known(act.meaning)
    meant = _meant(act, known)
    for index in sorted({*looked, *meant}) if looked or meant else ():
        turn = heard.call.turns[index]
        if turn.speaker not in (act.speaker, "unknown"):
            continue
        said = looked.get(index, NOTHING_SAID)
        if act.reply_to and index in looked:
            said = said if _replies(index, act, heard.call, heard.texts, found) else NOTHING_SAID
        agreed = act.reply_to and said.hits
        weighed = weigh(None if agreed else known, index, len(turn.text), said)
        for match in weighed.matches:
            yield match if turn.speaker != "unknown" else match._replace(sure=False)
        if act.doubt and not said.hits:
            yield from (match._replace(sure=False) for match in weighed.doubtful)


def _meant(act: Act, known: Known | None) -> Collection[int]:
    """The turns that may show the act by what they mean."""
    if known is None:
        return ()
    return known.shown(DOUBT if act.doubt else 1)


def _replies(
    index: int,
    act: Act,
    call: Call,
    texts: Sequence[Text],
    found: Mapping[str, tuple[Match, ...]],
) -> bool:
    """Whether the other side lately performed an act that this one replies to.

    The same speaker's own turns in between ("喂" "我就是") do not break the pair.
    """
    heard = tuple(islice(_others_before(index, call, texts), act.within))
    return any(m.span.turn in heard for name in act.reply_to for m in found.get(name, ()))


def _others_before(index: int, call: Call, texts: Sequence[Text]) -> Iterator[int]:
    """Turns before `index` of the other side, latest first; with an unknown speaker, any turn."""
    speaker = call.turns[index].speaker
    for before in range(index - 1, -1, -1):
        other = call.turns[before].speaker
        if (other != speaker or speaker == "unknown") and not _FILLER.match(texts[before].plain):
            yield before
