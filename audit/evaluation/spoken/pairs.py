"""What was said beside what was heard, in the smallest groups of turns that belong together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.evaluation.cer import ErrorCount, count_errors
from audit.evaluation.spoken.carry import links
from audit.evaluation.spoken.rows import CHANNELS, Row

_Group = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Texts of one channel; one of both is empty where nothing was heard, or nothing said."""

    channel: str
    said: str
    heard: str
    voice: str


def pairs(written: Row, heard: Row) -> Iterator[Pair]:
    """The pairs of one call, channel by channel."""
    for speaker, channel in CHANNELS.items():
        said = [turn for turn in written["turns"] if turn["channel"] == channel]
        got = [turn for turn in heard["turns"] if turn["channel"] == channel]
        for some, others in _groups(said, got):
            yield Pair(channel, _text(said, some), _text(got, others), written["voices"][speaker])


def _groups(said: Sequence[Row], heard: Sequence[Row]) -> list[_Group]:
    """Both sides are in time order, so that a link continues the last group or begins one."""
    groups: list[_Group] = []
    for link in links(said, heard):
        if groups and (link.said in groups[-1][0] or link.heard in groups[-1][1]):
            groups[-1][0].append(link.said)
            groups[-1][1].append(link.heard)
        else:
            groups.append(([link.said], [link.heard]))
    known, got = ({at for group in groups for at in group[side]} for side in (0, 1))
    groups += [([at], []) for at in range(len(said)) if at not in known]
    groups += [([], [at]) for at in range(len(heard)) if at not in got]
    return groups


def _text(turns: Sequence[Row], indices: Sequence[int]) -> str:
    return "".join(turns[at]["text"] for at in sorted(set(indices)))


def errors(found: Sequence[Pair], channel: str) -> ErrorCount:
    """Character errors of one channel."""
    return _total(pair for pair in found if pair.channel == channel)


def errors_by_voice(found: Sequence[Pair]) -> dict[str, ErrorCount]:
    """Character errors of each voice: one that is hard to understand shows."""
    voices = sorted({pair.voice for pair in found})
    return {voice: _total(pair for pair in found if pair.voice == voice) for voice in voices}


def _total(found: Iterable[Pair]) -> ErrorCount:
    return sum((count_errors(pair.said, pair.heard) for pair in found), ErrorCount(0, 0))
