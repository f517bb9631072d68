"""`meaning`: turns of the scope that show a rule or speech act by what they mean (checks/meaning).

`shows` names it; `words` are phrases that speak for it (checks/finder.py), and among them `sure`
those that no reading between the lines can excuse: checks/layers.py says how both decide.
`at_least` is a probability in place of that rule; words have no say then. Where the layer is off
words decide alone, and `status` says so.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.finder import NOTHING_SAID, Finder, Said
from checks.judgment import Layer, Span
from checks.layers import DOUBT as DOUBT_SHARE
from checks.layers import Weighed, weigh
from checks.lexicon import Lexicons
from checks.meaning.labels import LABELS
from checks.meaning.reading import Known
from checks.operators.check import Check, admitted
from checks.params import number, only
from checks.scene import Scene
from checks.scope import Scope
from transcribe.problem import Problem

DOUBT = "doubt"
"""What an answer lacks that rests on doubtful turns alone (checks/reasons.py)."""


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    only(params, "meaning", "shows", "words", "at_least")
    label = params["shows"]
    if label not in LABELS:
        raise Problem(
            "rule_operator",
            f"the meaning layer knows no {label!r}",
            where="shows",
            mend=f"use one of {sorted(LABELS)}",
        )
    find = _finder(params.get("words", {}), lexicons)
    at_least = number(params, "at_least", high=1) if "at_least" in params else None

    def check(scene: Scene, scope: Scope) -> Answer:
        turns, among = scope.reached(scene)
        said = find(scene, among)
        known = scene.meaning.known(label)
        worth = {*said, *_meant(known, at_least)}
        if not worth:
            return Answer(False)
        seen = [
            (sure, _look(known, index, at_least, said.get(index, NOTHING_SAID), scene))
            for index, sure in turns
            if index in worth
        ]
        found = [m if sure else m._replace(sure=False) for sure, turn in seen for m in turn.matches]
        answer = from_matches(admitted(found, scene, scope))
        if answer.truth is not False:
            return answer
        doubtful = [m._replace(sure=False) for _sure, turn in seen for m in turn.doubtful]
        return from_matches(admitted(doubtful, scene, scope), DOUBT)

    return check


def _finder(raw: Mapping[str, Any], lexicons: Lexicons) -> Callable[[Scene, int], dict[int, Said]]:
    """Finds what the words say of turns; `sure` phrases have the other ones' exclusions."""
    others = {name: value for name, value in raw.items() if name != "sure"}
    shared = {name: raw[name] for name in ("unless", "guards", "unless_names") if name in raw}
    finder = Finder.read(others, lexicons) if others else None
    certain = Finder.read({"any": raw["sure"], **shared}, lexicons) if "sure" in raw else None

    def find(scene: Scene, among: int) -> dict[int, Said]:
        said = finder.look(scene.texts, among, scene.call) if finder else {}
        found = certain.look(scene.texts, among, scene.call) if certain else {}
        for at, each in found.items():
            if each.hits:
                said[at] = Said((*each.hits, *said.get(at, NOTHING_SAID).hits), sure=True)
        return said

    return find


def _meant(known: Known | None, at_least: float | None) -> Collection[int]:
    """The turns that may show it by what they mean."""
    if known is None:
        return ()
    return known.shown(DOUBT_SHARE) if at_least is None else known.from_on(at_least)


def _look(
    known: Known | None, index: int, at_least: float | None, said: Said, scene: Scene
) -> Weighed:
    length = len(scene.call.turns[index].text)
    if at_least is None:
        return weigh(known, index, length, said)
    p = known.probabilities[index] if known else -1.0
    return Weighed((Match(Span(index, 0, length), Layer.MEANING, p),) if p >= at_least else ())
