"""One call while it is being checked: its normalised texts, speech acts and listeners."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from checks.answer import Match
from checks.call import Call
from checks.dialogue.listener import Listener
from checks.meaning.reading import Reading
from checks.text import Text

Turns: TypeAlias = Sequence[tuple[int, bool]]
"""Turns by their index, and whether each surely is one."""


class Reached(NamedTuple):
    """Turns in order, and the set of them: bit n stands for turn n."""

    turns: Turns
    among: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What every operator looks at.

    `acts` maps a speech act to its matches in turn order; `listeners[i]` is who listens while
    turn `i` is spoken, as far as the turns before it tell. `meaning` reads on first demand.
    `reached` keeps the turns of every scope that was asked for, `closed` the places of the acts
    that end one, None where nobody does them (checks/scope.py).
    """

    call: Call
    texts: tuple[Text, ...]
    acts: Mapping[str, tuple[Match, ...]]
    listeners: tuple[Listener, ...]
    meaning: Reading = field(default_factory=lambda: Reading(None, ()))
    reached: dict[Hashable, Reached] = field(default_factory=dict)
    closed: dict[str, tuple[int, int] | None] = field(default_factory=dict)

    def acted(self, act: str, turn: int) -> bool:
        """Whether turn `turn` surely performs `act`."""
        return turn in [match.span.turn for match in self.acts.get(act, ()) if match.sure]
