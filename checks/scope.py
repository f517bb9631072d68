"""Where in a call a condition looks: whose turns, told to whom, before or after what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from checks.answer import Match
from checks.dialogue.listener import Listener
from checks.judgment import Layer
from checks.scene import Scene
from transcribe.problem import Problem

_KEYS = {"speaker", "listener", "until", "after", "within", "turns"}
_VALUES = {"speaker": ("agent", "customer", "any"), "turns": ("first", "last")}


@dataclass(frozen=True, slots=True)
class Scope:
    """`speaker`: agent, customer or any. `listener`: states in which the turn must be heard.

    `until`: only what stands before the first such speech act, to the character.
    `after`: only turns after one of these speech acts, at most `within` turns behind the latest.
    `turns`: first or last: only the first or last turn of that speaker.
    """

    speaker: str = "agent"
    listener: tuple[Listener, ...] = ()
    until: str = ""
    after: tuple[str, ...] = ()
    within: int = 0
    turns: str = ""

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Scope":
        unknown = set(raw) - _KEYS
        if unknown:
            raise Problem(
                "rule_scope", f"scope knows no {sorted(unknown)}", mend=f"use {sorted(_KEYS)}"
            )
        for key, allowed in _VALUES.items():
            if raw.get(key, allowed[0]) not in allowed:
                raise Problem(
                    "rule_scope",
                    f"scope knows no {key}: {raw[key]}",
                    mend=f"use one of {list(allowed)}",
                )
        scope = cls(**{k: v for k, v in raw.items() if k in ("speaker", "until", "turns")})
        listeners = tuple(Listener(name) for name in raw.get("listener", ()))
        after = raw.get("after", ())
        acts = (after,) if isinstance(after, str) else tuple(after)
        return replace(scope, listener=listeners, after=acts, within=int(raw.get("within", 0)))

    @property
    def acts(self) -> set[str]:
        """The speech acts that the scope waits for."""
        return {*self.after, *([self.until] if self.until else [])}

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The dialogue layer takes part as soon as order or listener decide."""
        return (Layer.DIALOGUE,) if self.listener or self.until or self.after else ()

    def turns_of(self, scene: Scene) -> Iterator[tuple[int, bool]]:
        """Yield (turn index, sure) of every turn in scope; the last word has `admits`."""
        mine = [
            i
            for i, turn in enumerate(scene.call.turns)
            if self.speaker == "any" or turn.speaker in (self.speaker, "unknown")
        ]
        chosen = {"first": mine[:1], "last": mine[-1:]}.get(self.turns, mine)
        for index in chosen:
            sure = self._heard(scene.listeners[index])
            if sure is not False and self._follows(scene, index):
                known = self.speaker == "any" or scene.call.turns[index].speaker != "unknown"
                yield index, bool(sure) and known

    def _heard(self, listener: Listener) -> bool | None:
        if not self.listener or listener in self.listener:
            return True
        return None if listener is Listener.UNKNOWN else False

    def _follows(self, scene: Scene, index: int) -> bool:
        if not self.after:
            return True
        earlier = [
            match.span.turn
            for act in self.after
            for match in scene.acts.get(act, ())
            if match.span.turn < index
        ]
        return bool(earlier) and (not self.within or index - max(earlier) <= self.within)

    def admits(self, scene: Scene, match: Match) -> bool:
        """Whether a match stands before the act that closes the scope."""
        closing = scene.acts.get(self.until, ()) if self.until else ()
        if not closing:
            return True
        first = min((m.span.turn, m.span.start) for m in closing)
        return (match.span.turn, match.span.start) < first
