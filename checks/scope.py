"""Where in a call a condition looks: whose turns, told to whom, before or after what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from checks.answer import Match
from checks.dialogue.listener import Listener
from checks.index import set_of
from checks.judgment import Layer
from checks.lexicon import strings
from checks.near import Near
from checks.params import count, flag, number
from checks.scene import Reached, Scene, Turns
from checks.timing import end_of, timed
from transcribe.problem import Problem

_VALUES = {"speaker": ("agent", "customer", "any"), "turns": ("first", "last")}
_KEYS = {
    *_VALUES, "listener", "until", "after", "within", "near", "every",
    "first", "last", "first_seconds", "last_seconds", "without",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Compared by identity, for every condition looks its own scope up (`turns_of`).

    `speaker`: agent, customer or any. `listener`: states in which the turn must be heard.

    `until`: only what stands before the first such speech act, to the character.
    `after`: only turns after one of these speech acts, at most `within` turns behind the latest.
    `first`, `last`: only so many turns of that speaker (`turns: first` is `first: 1`);
    `first_seconds`, `last_seconds`: only what begins, or ends, so near the call's own ends.
    `near`: beside the hits of another condition, one of which is the `anchor` in a check.
    `without`: not in turns that these conditions surely hit; `excluded` are the turns in a check.
    `every`: the condition must hold in each turn of the scope; `only` is that one turn in a check,
    taken as if it surely were in scope.
    """

    speaker: str = "agent"
    listener: tuple[Listener, ...] = ()
    until: str = ""
    after: tuple[str, ...] = ()
    within: int = 0
    first: int = 0
    last: int = 0
    first_seconds: float = 0
    last_seconds: float = 0
    near: Near | None = None
    without: tuple[str, ...] = ()
    every: bool = False
    anchor: Match | None = None
    only: int | None = None
    excluded: frozenset[int] = frozenset()

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Scope":
        _check_words(raw)
        after = raw.get("after", ())
        single = raw.get("turns")
        return cls(
            speaker=raw.get("speaker", "agent"),
            listener=tuple(Listener(name) for name in raw.get("listener", ())),
            until=raw.get("until", ""),
            after=(after,) if isinstance(after, str) else tuple(after),
            within=count(raw, "within", 0, low=1 if "within" in raw else 0),
            first=1 if single == "first" else _some(raw, "first"),
            last=1 if single == "last" else _some(raw, "last"),
            first_seconds=number(raw, "first_seconds", 0),
            last_seconds=number(raw, "last_seconds", 0),
            near=Near.read(raw["near"]) if "near" in raw else None,
            without=strings(raw.get("without", ()), "without"),
            every=flag(raw, "every"),
        )

    @property
    def acts(self) -> set[str]:
        """The speech acts that the scope waits for."""
        return {*self.after, *([self.until] if self.until else [])}

    @property
    def conditions(self) -> set[str]:
        """The other conditions of the rule on whose hits the scope depends."""
        return {*([self.near.condition] if self.near else []), *self.without}

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The dialogue layer takes part as soon as order or listener decide."""
        ordered = self.listener or self.until or self.after or self.near
        return (Layer.DIALOGUE,) if ordered else ()

    @property
    def by_seconds(self) -> bool:
        """Whether the times of turns decide what is in scope."""
        near = self.near is not None and self.near.seconds is not None
        return bool(self.first_seconds or self.last_seconds or near)

    def turns_of(self, scene: Scene) -> Turns:
        """(turn index, sure) of every turn in scope; the last word has `admits`."""
        return self.reached(scene).turns

    def reached(self, scene: Scene) -> Reached:
        """The turns in scope, and the set of them that a finder takes."""
        reached = scene.reached.get(self)
        if reached is None:
            reached = scene.reached[self] = self._reached(scene)
        return reached

    def _reached(self, scene: Scene) -> Reached:
        spoken = _spoken(self.speaker, scene)
        chosen = spoken.turns
        if self.first:
            chosen = list(_leading(chosen, self.first))
        if self.last:
            chosen = list(_leading(chosen[::-1], self.last))[::-1]
        if self.only is not None:
            chosen = [(index, True) for index, _known in chosen if index == self.only]
        if self.excluded:
            chosen = [one for one in chosen if one[0] not in self.excluded]
        if self.after:
            chosen = list(self._following(chosen, scene))
        if self.listener or self.first_seconds or self.last_seconds or self.anchor:
            chosen = list(self._admitted(chosen, scene))
        return spoken if chosen is spoken.turns else _reached(chosen)

    def _following(self, turns: Turns, scene: Scene) -> Iterator[tuple[int, bool]]:
        """Those behind one of the acts, and near enough."""
        acted = sorted({m.span.turn for act in self.after for m in scene.acts.get(act, ())})
        passed = 0
        for index, known in turns:
            while passed < len(acted) and acted[passed] < index:
                passed += 1
            if passed and (not self.within or index - acted[passed - 1] <= self.within):
                yield index, known

    def _admitted(self, turns: Turns, scene: Scene) -> Iterator[tuple[int, bool]]:
        """Those with the right listener, in time and near the anchor; sure if all three are."""
        timely = self.first_seconds or self.last_seconds
        for index, known in turns:
            truths = (
                self._heard(scene.listeners[index]) if self.listener else True,
                self._timely(scene, index) if timely else True,
                self.near.reaches(scene, self.anchor, index) if self.near and self.anchor else True,
            )
            if False not in truths:
                yield index, self.only is not None or (known and None not in truths)

    def _heard(self, listener: Listener) -> bool | None:
        if listener in self.listener:
            return True
        return None if listener is Listener.UNKNOWN else False

    def _timely(self, scene: Scene, index: int) -> bool | None:
        turn, end = scene.call.turns[index], end_of(scene.call)
        if not timed(turn) or end is None:
            return None
        early = not self.first_seconds or turn.start < self.first_seconds
        return early and (not self.last_seconds or turn.end > end - self.last_seconds)

    @property
    def admits_all(self) -> bool:
        """Whether every match in a turn of the scope stands in it."""
        return not self.until and self.anchor is None

    def admits(self, scene: Scene, match: Match) -> bool:
        """Whether a match stands before the act that closes the scope, and beside the anchor."""
        if self.near and self.anchor and not self.near.admits(self.anchor, match):
            return False
        if not self.until:
            return True
        if self.until not in scene.closed:
            closing = map(_closes, scene.acts.get(self.until, ()))
            scene.closed[self.until] = min(closing, default=None)
        closed = scene.closed[self.until]
        return closed is None or match.span[:2] < closed


def _closes(match: Match) -> tuple[int, int]:
    """Where an act closes the scope; what only its meaning showed has no place within the turn.

    It is taken to stand at the end: people say who they are before they come to the point.
    """
    by_meaning = match.layer is Layer.MEANING
    return match.span.turn, match.span.end if by_meaning else match.span.start


def _check_words(raw: dict[str, Any]) -> None:
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        raise Problem(
            "rule_scope",
            f"scope knows no {unknown}",
            where=unknown[0],
            mend=f"use {sorted(_KEYS)}",
        )
    for key, allowed in _VALUES.items():
        if raw.get(key, allowed[0]) not in allowed:
            raise Problem(
                "rule_scope",
                f"scope knows no {key}: {raw[key]}",
                where=key,
                mend=f"use one of {list(allowed)}",
            )


def _some(raw: dict[str, Any], name: str) -> int:
    return count(raw, name) if name in raw else 0


def _spoken(speaker: str, scene: Scene) -> Reached:
    """The turns of a speaker; those whose speaker is unknown may be his."""
    spoken = scene.reached.get(speaker)
    if spoken is None:
        turns = [
            (index, speaker in ("any", turn.speaker))
            for index, turn in enumerate(scene.call.turns)
            if speaker == "any" or turn.speaker in (speaker, "unknown")
        ]
        spoken = scene.reached[speaker] = _reached(turns)
    return spoken


def _reached(turns: Turns) -> Reached:
    return Reached(turns, set_of([index for index, _sure in turns]))


def _leading(turns: Iterable[tuple[int, bool]], wanted: int) -> Iterator[tuple[int, bool]]:
    """Yield the first `wanted`: a turn whose speaker is unknown may or may not count as one."""
    certain = 0
    for order, (index, known) in enumerate(turns):
        if certain >= wanted:
            return
        yield index, known and order < wanted
        certain += known
