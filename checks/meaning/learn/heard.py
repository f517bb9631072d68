"""Texts as a recogniser would have misheard them, after real errors of Whisper base.

`checks/noise/heard.tsv` holds lines of the training data and what Whisper base wrote after they had
been spoken and sent through a telephone line (checks/noise/README.md says how).
"""

from dataclasses import dataclass
from random import Random

from checks.noise.generator import Noise


@dataclass(frozen=True, slots=True)
class Heard:
    """`noise` in the strengths that training shows."""

    noise: Noise

    def misheard(self, text: str, chance: Random) -> str:
        return self.noise.misheard(text, chance, chance.choice(STRENGTHS))


# Character error rates at which examples are misheard in training; Whisper base has about 0.2 on
# the collector's side of spoken sample calls.
STRENGTHS = (0.05, 0.1, 0.2, 0.3)
