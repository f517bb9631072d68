"""One call while it is being checked: its normalised texts, speech acts and listeners."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from checks.answer import Match
from checks.call import Call
from checks.dialogue.listener import Listener
from checks.meaning.reading import Reading
from checks.text import Text


@dataclass(frozen=True, slots=True)
class Scene:
    """What every operator looks at.

    `acts` maps a speech act to its matches in turn order; `listeners[i]` is who listens while
    turn `i` is spoken, as far as the turns before it tell. `meaning` reads on first demand.
    `reached` keeps the turns of every scope that was asked for (checks/scope.py).
    """

    call: Call
    texts: tuple[Text, ...]
    acts: Mapping[str, tuple[Match, ...]]
    listeners: tuple[Listener, ...]
    meaning: Reading = field(default_factory=lambda: Reading(None, ()))
    reached: dict[Hashable, Sequence[tuple[int, bool]]] = field(default_factory=dict)

    def acted(self, act: str, turn: int) -> bool:
        """Whether turn `turn` surely performs `act`."""
        return any(m.span.turn == turn and m.sure for m in self.acts.get(act, ()))
