"""Mishears a text the way Whisper base does: another word that sounds so is written."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import jieba

from checks.noise.learn import ERRORS
from checks.noise.syllables import Sounds, sounds, words_by_sound

_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Noise:
    """How often which sound was heard as which.

    `lost` is the share of errors in which a character was lost.
    """

    confused: Mapping[str, tuple[Sequence[str], Sequence[int]]]
    lost: float

    @classmethod
    def load(cls, path: Path = ERRORS) -> "Noise":
        raw = json.loads(path.read_text(encoding="utf-8"))
        counts = Counter(raw["counts"])
        wrong = counts["substituted"] + counts["lost"]
        table = {
            sound: (tuple(heard), tuple(heard.values())) for sound, heard in raw["confused"].items()
        }
        return cls(table, counts["lost"] / wrong if wrong else 0.0)

    def misheard(self, text: str, chance: Random, rate: float) -> str:
        """`text` with about `rate` of its Chinese characters wrong; the same `chance`, the same."""
        return _HAN.sub(lambda run: self._run(run[0], chance, rate), text)

    def _run(self, run: str, chance: Random, rate: float) -> str:
        return "".join(self._word(word, chance, rate) for word in jieba.lcut(run))

    def _word(self, word: str, chance: Random, rate: float) -> str:
        """Errors come by words: a word that is misheard is misheard as a whole."""
        if chance.random() >= rate:
            return word
        kept = "".join(c for c in word if chance.random() >= self.lost)
        return _written(tuple(self._sound(s, chance) for s in sounds(kept)), kept, chance)

    def _sound(self, sound: str, chance: Random) -> str:
        """Half the time another sound; the other half the same sound, otherwise written."""
        heard, counts = self.confused.get(sound, ((), ()))
        return chance.choices(heard, counts)[0] if heard else sound


def _written(heard: Sounds, said: str, chance: Random) -> str:
    """A word, other than what was said, that sounds so; else character by character."""
    if not heard:
        return ""
    found = [(word, count) for word, count in words_by_sound().get(heard, ()) if word != said]
    if found:
        words, counts = zip(*found, strict=True)
        return str(chance.choices(words, counts)[0])
    if len(heard) == 1:
        return said
    return "".join(
        _written(heard[at : at + 1], said[at : at + 1], chance) for at in range(len(heard))
    )
