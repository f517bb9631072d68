"""A scope that opens after one of several speech acts."""

from typing import Any

from checks.answer import Match
from checks.call import Call
from checks.dialogue.listener import Listener
from checks.judgment import Layer, Span
from checks.scene import Scene
from checks.scope import Scope
from checks.text import normalise
from transcribe.transcript import Speaker, Turn

SAID: tuple[tuple[Speaker, str], ...] = (
    ("customer", "我要投诉"),
    ("agent", "甲"),
    ("customer", "算得不对"),
    ("agent", "乙"),
    ("agent", "丙"),
)
TURNS = tuple(Turn(speaker, i, i + 1, text) for i, (speaker, text) in enumerate(SAID))


def _scene(*acts: tuple[str, int]) -> Scene:
    matches = {name: (Match(Span(turn, 0, 1), Layer.WORDS, 1.0),) for name, turn in acts}
    texts = tuple(normalise(turn.text) for turn in TURNS)
    return Scene(Call("c", TURNS), texts, matches, (Listener.VERIFIED,) * len(TURNS))


def _turns(raw: dict[str, Any], scene: Scene) -> list[int]:
    return [index for index, _ in Scope.read(raw).turns_of(scene)]


def test_any_of_the_named_acts_opens_the_scope() -> None:
    scene = _scene(("complaint", 0), ("dispute", 2))
    assert _turns({"after": ["complaint", "dispute"], "within": "1"}, scene) == [1, 3]


def test_one_name_may_stand_without_a_list() -> None:
    scene = _scene(("complaint", 0), ("dispute", 2))
    assert _turns({"after": "dispute"}, scene) == [3, 4]


def test_without_the_act_nothing_is_in_scope() -> None:
    assert _turns({"after": ["complaint", "dispute"]}, _scene()) == []
