"""What the checks say of a transcript, on its way from `check` to `record`."""

from dataclasses import dataclass

from audit.scoring import Score
from audit.second_reader.opinion import Opinion
from checks.judgment import CallResult
from checks.meaning.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of one transcript, not stored yet."""

    result: CallResult
    score: Score
    vectors: Vectors | None = None
    opinions: tuple[Opinion, ...] = ()
