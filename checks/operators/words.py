"""`words`: phrases and patterns in the turns of the scope (parameters: checks/finder.py)."""

from collections.abc import Iterator, Mapping
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.finder import Finder
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons
from checks.operators.check import Check, admitted
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    finder = Finder.read(params, lexicons)

    def check(scene: Scene, scope: Scope) -> Answer:
        return from_matches(admitted(_matches(finder, scene, scope), scene, scope))

    return check


def _matches(finder: Finder, scene: Scene, scope: Scope) -> Iterator[Match]:
    for index, sure in scope.turns_of(scene):
        text = scene.texts[index]
        for hit in finder.find(text, scene.call):
            span = Span(index, *text.to_original(hit.start, hit.end))
            yield Match(span, Layer.WORDS, hit.confidence, sure)
