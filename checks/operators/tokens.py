"""`tokens`: patterns over words (spaCy Matcher on jieba's segmentation), for what may stand apart.

`pattern` is a list of steps; a step is a word list name `{kin}`, a word, or `..N` for a gap of at
most N words.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.finder import SPELLED
from checks.judgment import Layer, Span
from checks.language import Matcher, pipeline, words
from checks.lexicon import Lexicons, strings
from checks.operators.check import Check, admitted
from checks.params import only
from checks.required import Clause, grams, required
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    only(params, "tokens", "pattern", "unless")
    pattern = strings(params["pattern"], "pattern")
    steps = [token for step in pattern for token in _step(step, lexicons)]
    barred = lexicons.compile(strings(params.get("unless", ()), "unless"))
    needed = [clause for step in pattern for clause in _needed(step, lexicons)]
    matcher = Matcher(pipeline().vocab)
    matcher.add("pattern", [steps], greedy="LONGEST")

    def check(scene: Scene, scope: Scope) -> Answer:
        found = (
            match
            for match in _matches(matcher, needed, scene, scope)
            if not (barred and barred.search(scene.texts[match.span.turn].plain))
        )
        return from_matches(admitted(found, scene, scope))

    return check


def _step(step: str, lexicons: Lexicons) -> list[dict[str, Any]]:
    if step.startswith(".."):
        return [{"OP": "?"}] * int(step[2:])
    return [{"TEXT": {"REGEX": f"^(?:{lexicons.expand(step)})$"}}]


def _needed(step: str, lexicons: Lexicons) -> tuple[Clause, ...]:
    return () if step.startswith("..") else required(lexicons.expand(step)).clauses


def _matches(matcher: Matcher, need: list[Clause], scene: Scene, scope: Scope) -> Iterator[Match]:
    """Words are cut only where all may be there: cutting is the dear part."""
    for index, sure in scope.turns_of(scene):
        text = scene.texts[index]
        if any(map(grams(text.plain).isdisjoint, need)):
            continue
        for found in matcher(words(text.plain), as_spans=True):
            span = Span(index, *text.to_original(found.start_char, found.end_char))
            yield Match(span, Layer.WORDS, SPELLED, sure)
