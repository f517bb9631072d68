"""A scope beside the hits of another condition: before, after or around them, within a distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checks.answer import Match, Truth, all_of, any_of
from checks.params import count, number, one_of, only
from checks.scene import Scene
from checks.timing import timed

_WHERE = ("before", "after", "around")


@dataclass(frozen=True, slots=True)
class Near:
    """`hit`: any, each, last, or the number of the hit counted from 1.

    `turns`: at most so many turns away, 0 for the same turn; `seconds`: at most so long between
    the two turns. None: however far.
    """

    condition: str
    where: str
    hit: str
    turns: int | None
    seconds: float | None

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Near":
        only(raw, "near", "condition", "where", "hit", "turns", "seconds")
        hit = raw.get("hit", "any")
        if hit not in ("any", "each", "last"):
            count(raw, "hit")
        return cls(
            raw["condition"],
            one_of(raw, "where", _WHERE, "around"),
            hit,
            count(raw, "turns", low=0) if "turns" in raw else None,
            number(raw, "seconds") if "seconds" in raw else None,
        )

    def reaches(self, scene: Scene, anchor: Match, index: int) -> Truth:
        """Whether turn `index` is near enough; None where its times are not known."""
        away = index - anchor.span.turn
        if (self.where == "before" and away > 0) or (self.where == "after" and away < 0):
            return False
        if self.turns is not None and abs(away) > self.turns:
            return False
        if self.seconds is None or away == 0:
            return True
        first, second = sorted((index, anchor.span.turn))
        one, other = scene.call.turns[first], scene.call.turns[second]
        if not (timed(one) and timed(other)):
            return None
        return other.start - one.end <= self.seconds

    def admits(self, anchor: Match, match: Match) -> bool:
        """Within the hit's own turn, whether a match stands on the right side of it."""
        here, there = match.span, anchor.span
        if here.turn != there.turn or self.where == "around":
            return True
        return here.end <= there.start if self.where == "before" else here.start >= there.end

    def chosen(self, sure: Sequence[bool]) -> list[int]:
        """Which of the possible hits may be meant; `sure` tells which of them is surely one."""
        if self.hit in ("any", "each"):
            return list(range(len(sure)))
        if self.hit == "last":
            return [at for at in range(len(sure)) if not any(sure[at + 1 :])]
        wanted = int(self.hit)
        return [at for at in range(len(sure)) if sum(sure[:at]) < wanted <= at + 1]

    def truth(self, sure: Sequence[bool], truths: Sequence[Truth]) -> Truth:
        """Join what holds at the chosen hits; of a numbered one all that may be it must agree."""
        pairs = list(zip(sure, truths, strict=True))
        if self.hit == "any":
            return any_of([t if s or t is False else None for s, t in pairs])
        if self.hit == "each" and any(sure):
            return all_of([t if s or t is True else None for s, t in pairs])
        chosen = {truths[at] for at in self.chosen(sure)}
        exists = sum(sure) >= (int(self.hit) if self.hit.isdigit() else 1)
        agreed = chosen if exists else {False, *chosen}
        return next(iter(agreed)) if len(agreed) == 1 else None
