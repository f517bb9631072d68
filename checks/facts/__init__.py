"""What was said that the business needs: promises to pay, refusals, callbacks, new numbers."""

from collections.abc import Iterator
from typing import Any

from checks.entities.phones import find_number
from checks.facts.callbacks import callback_time
from checks.facts.promises import promises
from checks.judgment import Fact
from checks.scene import Scene


def find_facts(scene: Scene) -> tuple[Fact, ...]:
    """All facts of a call in turn order; dates resolve against the call's own start.

    A promise told again with the same day, or without any, is the same promise; its last amount
    holds. Only turns whose speaker is known to be the customer count.
    """
    found: list[Fact] = []
    for turn, spoken in enumerate(scene.call.turns):
        if spoken.speaker == "customer":
            found += _of_turn(scene, turn)
    return tuple(sorted(_told_once(found), key=lambda fact: fact.turn))


def _of_turn(scene: Scene, turn: int) -> Iterator[Fact]:
    if scene.acted("promises_payment", turn) or scene.acted("accepts_payment", turn):
        for promise in promises(scene, turn):
            yield Fact("promise_to_pay", turn, promise)
    elif scene.acted("refusal", turn):
        yield Fact("refusal", turn, {})
    if when := callback_time(scene, turn):
        yield Fact("callback", turn, {"time": when})
    if number := find_number(scene.texts[turn].plain):
        yield Fact("new_contact", turn, {"number": number})


def _told_once(facts: list[Fact]) -> Iterator[Fact]:
    promised: dict[object, Fact] = {}
    seen: set[tuple[str, object]] = set()
    for fact in facts:
        if fact.type == "promise_to_pay":
            promised[_day_of(fact, promised)] = fact
        elif (key := (fact.type, tuple(fact.values.items()))) not in seen:
            seen.add(key)
            yield fact
    yield from promised.values()


def _day_of(fact: Fact, before: dict[object, Fact]) -> Any:
    """The day of a promise, or of the earlier one of the same amount that it tells again."""
    day, amount = fact.values.get("date"), fact.values.get("amount")
    if day is not None:
        before.pop(None, None) if _amount(before.get(None)) == amount else None
        return day
    return next((key for key, other in before.items() if _amount(other) == amount), None)


def _amount(fact: Fact | None) -> Any:
    return fact.values.get("amount") if fact else None
