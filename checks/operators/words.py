"""`words`: phrases and patterns in the turns of the scope, and how many of them must be there.

One of `any`: one of the phrases; `all`: every one; `some` with `at_least`: so many different ones;
`none`: not one of them. `hits`: so often in all. `together`: all of it in one sentence, one turn,
or anywhere in the scope (the default). What counts as a phrase say `unless`, `guards`,
`sounds_like`, `names` and `unless_names` (checks/finder.py); with `all` and `some`, `sounds_like`
repeats those phrases that homophones may stand for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.finder import KEYS, Finder, phrases
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons, strings
from checks.operators.check import Check
from checks.params import count, one_of, only
from checks.scene import Scene
from checks.scope import Scope
from checks.text import SENTENCE_ENDS
from transcribe.problem import Problem

_FORMS = ("any", "all", "some", "none")
_OWN = {*_FORMS, "at_least", "hits", "together"}

Group = dict[Match, int]
"""Matches that stand together, each with the number of the phrase that it shows."""


@dataclass(frozen=True, slots=True)
class Needed:
    """So many `different` phrases and so many `hits` in all, `together` in one place."""

    finders: tuple[Finder, ...]
    different: int
    hits: int
    together: str

    def held(self, group: Group) -> bool:
        return len(group) >= self.hits and len(set(group.values())) >= self.different


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    only(params, "words", *sorted(_OWN), *sorted(KEYS - _OWN))
    form = _form(params)
    finders = _finders(params, form, lexicons)
    different = {"all": len(finders), "some": 0}.get(form, 1) or count(params, "at_least")
    if different > len(finders):
        raise Problem(
            "rule_number",
            f"at_least {different} of {len(finders)} phrases cannot be",
            where="at_least",
            mend="ask for fewer or add phrases",
        )
    together = one_of(params, "together", ("sentence", "turn"), "scope")
    needed = Needed(finders, different, count(params, "hits", 1), together)

    def check(scene: Scene, scope: Scope) -> Answer:
        answer = _answer(needed, scene, scope)
        return _turned(answer) if form == "none" else answer

    return check


def _form(params: Mapping[str, Any]) -> str:
    forms = [form for form in _FORMS if form in params] or ["any"]
    foreign = {
        "any": {"at_least"},
        "all": {"at_least", "names"},
        "some": {"names"},
        "none": {"at_least", "hits", "together"},
    }[forms[0]] & set(params)
    if len(forms) > 1 or foreign:
        raise Problem(
            "rule_words",
            f"{forms[0]} cannot stand with {sorted(foreign) or forms[1:]}",
            where=(*sorted(foreign), *forms[1:])[0],
            mend="make two conditions of it and join them in when",
        )
    return forms[0]


def _finders(params: Mapping[str, Any], form: str, lexicons: Lexicons) -> tuple[Finder, ...]:
    options = {name: value for name, value in params.items() if name not in _OWN}
    if form in ("any", "none"):
        wanted = {"any": phrases(params[form], form)} if form in params else {}
        return (Finder.read({**wanted, **options}, lexicons),)
    sounded = strings(options.pop("sounds_like", ()), "sounds_like")
    each = phrases(params[form], form)
    if foreign := sorted(set(sounded) - set(each)):
        raise Problem(
            "rule_words",
            f"sounds_like names {foreign}, which {form} does not",
            where="sounds_like",
            mend=f"repeat phrases of {form}",
        )
    also = {one: {"sounds_like": [one]} for one in sounded}
    return tuple(
        Finder.read({"any": [one], **options, **also.get(one, {})}, lexicons) for one in each
    )


def _answer(needed: Needed, scene: Scene, scope: Scope) -> Answer:
    found = list(_matches(needed, scene, scope))
    if needed.different == needed.hits == 1:
        return from_matches(tuple(match for match, _phrase, _place in found))
    for certain in (True, False):
        kept = [one for one in found if one[0].sure or not certain]
        groups = [group for group in _groups(kept) if needed.held(group)]
        if groups:
            matches = tuple(match for group in groups for match in group)
            unsure = tuple(match for match, _phrase, _place in found if not match.sure)
            return (
                Answer(True, matches, maybe=unsure) if certain else Answer(None, matches, "speaker")
            )
    return Answer(False)


def _turned(answer: Answer) -> Answer:
    if answer.truth is None:
        return answer
    return Answer(not answer.truth)


def _groups(found: Iterable[tuple[Match, int, object]]) -> Iterable[Group]:
    groups: dict[object, Group] = defaultdict(dict)
    for match, phrase, place in found:
        groups[place][match] = phrase
    return groups.values()


def _matches(needed: Needed, scene: Scene, scope: Scope) -> Iterator[tuple[Match, int, object]]:
    """Every match with the number of its phrase and the place that it shares with others."""
    turns, among = scope.reached(scene)
    found = [finder.find(scene.texts, among, scene.call) for finder in needed.finders]
    if not any(found):
        return
    for index, sure in turns:
        text = scene.texts[index]
        for phrase, hits in enumerate(found):
            for start, end, confidence in hits.get(index, ()):
                span = Span(index, *text.to_original(start, end))
                match = Match(span, Layer.WORDS, confidence, sure)
                if scope.admits(scene, match):
                    yield match, phrase, _place(needed.together, index, text.plain[:start])


def _place(together: str, index: int, before: str) -> object:
    """What must be the same for two matches to stand together."""
    sentence = sum(before.count(mark) for mark in SENTENCE_ENDS)
    return {"sentence": (index, sentence), "turn": index}.get(together)
