"""What was said that the business needs: promises to pay, refusals, callbacks, new numbers."""

import re
from collections.abc import Iterator

from checks.entities.money import find_amounts
from checks.entities.phones import find_number
from checks.facts.callbacks import callback_time
from checks.facts.promises import promises
from checks.judgment import Fact
from checks.scene import Scene

_MOVED = re.compile(r"改[到成为在]|换[到成]|说错|记错|搞错|推到|推迟到|延到|往后[推延挪]")


def find_facts(scene: Scene) -> tuple[Fact, ...]:
    """All facts of a call in turn order; dates resolve against the call's own start.

    A promise told again for the same day, or moved to another, is one promise; its last word holds.
    Only turns whose speaker is known to be the customer count.
    """
    found: list[Fact] = []
    for turn, spoken in enumerate(scene.call.turns):
        if spoken.speaker == "customer":
            found += _of_turn(scene, turn, _promised(found))
    return tuple(sorted(_told_once(scene, found), key=lambda fact: fact.turn))


def _promised(found: list[Fact]) -> float:
    """Yuan promised by now; what is told again counts once."""
    told = {tuple(fact.values.items()) for fact in found if fact.type == "promise_to_pay"}
    return float(sum(dict(values).get("amount", 0) for values in told))


def _of_turn(scene: Scene, turn: int, promised: float) -> Iterator[Fact]:
    if scene.acted("promises_payment", turn) or scene.acted("accepts_payment", turn):
        for promise in promises(scene, turn, promised):
            yield Fact("promise_to_pay", turn, promise)
    elif scene.acted("refusal", turn):
        yield Fact("refusal", turn, {})
    if when := callback_time(scene, turn):
        yield Fact("callback", turn, {"time": when})
    if number := find_number(scene.texts[turn].plain):
        yield Fact("new_contact", turn, {"number": number})


def _told_once(scene: Scene, facts: list[Fact]) -> Iterator[Fact]:
    promised: list[Fact] = []
    seen: set[tuple[str, object]] = set()
    for fact in facts:
        if fact.type == "promise_to_pay":
            promised = _with(scene, promised, fact)
        elif (key := (fact.type, tuple(fact.values.items()))) not in seen:
            seen.add(key)
            yield fact
    yield from promised


def _with(scene: Scene, promised: list[Fact], fact: Fact) -> list[Fact]:
    """A yes to what was promised, made of the day alone, leaves the amount that was said."""
    if "date" not in fact.values and any(_same_amount(fact, other) for other in promised):
        return promised
    if not _names_amount(scene, fact.turn) and any(_again(fact, other) for other in promised):
        return promised
    kept = [other for other in promised if not _again(fact, other)]
    last = kept[-1:]
    moved = last and last[0].turn < fact.turn and _MOVED.search(scene.texts[fact.turn].plain)
    return [*(kept[:-1] if moved else kept), fact]


def _names_amount(scene: Scene, turn: int) -> bool:
    """Whether the turn, or what it answers, says an amount."""
    return any(find_amounts(text.plain) for text in scene.texts[max(0, turn - 1) : turn + 1])


def _again(later: Fact, earlier: Fact) -> bool:
    """Whether `later` tells the same promise anew: for the same day, or a day where none stood."""
    if later.turn == earlier.turn:
        return later.values == earlier.values
    if "date" not in earlier.values:
        return _same_amount(later, earlier)
    return bool(later.values.get("date") == earlier.values["date"])


def _same_amount(one: Fact, other: Fact) -> bool:
    return bool(one.values.get("amount") == other.values.get("amount"))
