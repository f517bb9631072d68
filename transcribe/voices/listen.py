"""Marks the turns of a one-channel recording with the voices that speak them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

import numpy as np

from transcribe.audio import RATE, Samples
from transcribe.transcript import Turn
from transcribe.turns import in_time_order
from transcribe.voices.campplus import CamPlusPlus, Embeddings
from transcribe.voices.changes import likeliest
from transcribe.voices.cluster import two_voices
from transcribe.voices.cut import halves

# Speech is judged in pieces of about this length: shorter ones tell little of a voice, longer ones
# may hold both.
_PIECE_S = 1.5
_SHORTEST = int(0.4 * RATE)  # a shorter one is repeated up to this: a few frames tell nothing
# Log odds against another voice from one piece to the next inside a stretch without a pause.
_CHANGE = 4.0
# Log odds from which a turn is taken to be of one voice, 20 to 1.
_SURE = 3.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """Of which stretch of speech; in seconds of the recording."""

    stretch: int
    start: float
    end: float


class Voices:
    """Hears a recording's speech in time order, then tells whose the turns are."""

    def __init__(self, model: CamPlusPlus) -> None:
        self._model = model
        self._pieces: list[_Piece] = []
        self._embeddings: list[Embeddings] = []

    def hear(self, start: int, samples: Samples) -> None:
        """One stretch of speech, shape (n,); `start` in samples of the recording."""
        count = max(1, round(len(samples) / RATE / _PIECE_S))
        length = len(samples) // count
        starts = range(0, count * length, length)
        parts = [samples[at : at + length] for at in starts]
        if length < _SHORTEST:
            parts = [np.resize(part, _SHORTEST) for part in parts]
        self._pieces += [
            _Piece(len(self._embeddings), (start + at) / RATE, (start + at + length) / RATE)
            for at in starts
        ]
        self._embeddings.append(self._model.embed(parts))

    def marked(self, turns: Sequence[Turn]) -> list[Turn]:
        """The turns with `voice` A, who speaks first, or B; empty where that is not sure.

        A turn in which the voice changes is cut there, and neighbours of one voice are joined as on
        a channel of their own. Where only one voice is heard, all turns are A's.
        """
        odds = self._odds(turns)
        if odds is None:
            return [replace(turn, voice="A") for turn in turns]
        parts = [part for turn in turns for part in self._parts(turn, odds)]
        first = next((side for side, _turn in parts if side), 1)
        names = {first: "A", -first: "B", 0: ""}
        named = [(side, replace(turn, voice=names[side])) for side, turn in parts]
        known = [[turn for side, turn in named if side == voice] for voice in (1, -1)]
        return in_time_order([*known, *([turn] for side, turn in named if not side)])

    def _odds(self, turns: Sequence[Turn]) -> dict[int, float] | None:
        """Log odds of the pieces inside turns by their index; what has no words is no voice."""
        spoken = [at for at, piece in enumerate(self._pieces) if any(_in(piece, t) for t in turns)]
        if not spoken:
            return None
        heard = [self._pieces[at] for at in spoken]
        odds = two_voices(
            np.concatenate(self._embeddings)[spoken],
            np.array([piece.end - piece.start for piece in heard]),
            np.array([piece.stretch for piece in heard]),
        )
        return None if odds is None else dict(zip(spoken, odds.tolist(), strict=True))

    def _parts(self, turn: Turn, odds: Mapping[int, float]) -> Iterator[tuple[int, Turn]]:
        """The turn, cut where the voice changes; 1 or -1 for whose a part is, 0 for not sure."""
        inside = [at for at in odds if _in(self._pieces[at], turn)]
        sides = likeliest([odds[at] for at in inside], _CHANGE)
        pairs = zip(inside, sides, strict=True)
        runs = [[at for at, _ in run] for _, run in groupby(pairs, key=lambda pair: pair[1])]
        weight = 0.0
        for run, after in zip_longest(runs, runs[1:]):
            weight += sum(odds[at] for at in run)
            cut = halves(turn, self._pieces[after[0]].start) if after else None
            if cut is not None:
                yield _side(weight), cut[0]
                turn, weight = cut[1], 0.0
        yield _side(weight), turn


def _in(piece: _Piece, turn: Turn) -> bool:
    return turn.start <= (piece.start + piece.end) / 2 < turn.end


def _side(odds: float) -> int:
    return 0 if abs(odds) < _SURE else int(np.sign(odds))
