"""`compare` 实体比较: something said in the scope against a metadata field or what was said before.

`entity`: amount (yuan), date, number (telephone) or name. `is`: equal, different, greater, less
(greater and less for amounts and dates). Against `field`, a field of the call format such as
debt.amount, or `said_by`, the latest that this speaker (agent, customer) said in an earlier turn.
`tolerance`: yuan or days up to which two count as equal.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.entities.names import same_name
from checks.entities.spoken import FINDERS, Value, read_value
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons
from checks.operators.call_field import field_of
from checks.operators.check import Check, admitted
from checks.params import number, one_of, only
from checks.scene import Scene
from checks.scope import Scope
from transcribe.problem import Problem

_ORDERED = ("amount", "date")


Holds = Callable[[Value, Value], bool]


def _distance(one: Value, other: Value) -> float:
    """Yuan or days from `other` to `one`; for texts 0 where they are the same, else 1."""
    if isinstance(one, date) and isinstance(other, date):
        return (one - other).days
    if isinstance(one, float) and isinstance(other, float):
        return one - other
    return 0 if same_name(str(one), str(other)) else 1


_RELATIONS: Mapping[str, Callable[[float, float], bool]] = {
    "equal": lambda distance, tolerance: abs(distance) <= tolerance,
    "different": lambda distance, tolerance: abs(distance) > tolerance,
    "greater": lambda distance, tolerance: distance > tolerance,
    "less": lambda distance, tolerance: -distance > tolerance,
}


def prepare(params: Mapping[str, Any], _lexicons: Lexicons) -> Check:
    only(params, "compare", "entity", "is", "field", "said_by", "tolerance")
    entity = one_of(params, "entity", tuple(FINDERS))
    relation = one_of(params, "is", tuple(_RELATIONS))
    ordered = entity in _ORDERED
    if ("field" in params) is ("said_by" in params) or (
        not ordered and ({"tolerance"} & set(params) or relation in ("greater", "less"))
    ):
        raise Problem(
            "rule_operator",
            "compare needs one of field and said_by; only amounts and dates are greater or less",
            mend="correct the condition",
        )
    tolerance = number(params, "tolerance", 0)
    other = one_of(params, "said_by", ("agent", "customer"), "nobody")

    def holds(one: Value, two: Value) -> bool:
        return _RELATIONS[relation](_distance(one, two), tolerance)

    def check(scene: Scene, scope: Scope) -> Answer:
        if entity == "date" and scene.call.started_at is None:
            return Answer(None, missing="started_at")
        if "said_by" in params:
            return from_matches(_against_said(scene, scope, entity, other, holds))
        raw = field_of(scene.call.metadata, params["field"])
        told = None if raw is None else read_value(entity, raw)
        said = list(_said(scene, scope, entity))
        if told is None:
            missing = f"metadata {params['field']}"
            return Answer(None, tuple(m for m, _ in said), missing) if said else Answer(False)
        return from_matches(tuple(match for match, value in said if holds(value, told)))

    return check


def _against_said(
    scene: Scene, scope: Scope, entity: str, other: str, holds: Holds
) -> tuple[Match, ...]:
    """What stands so to the latest word of the other speaker, which may be an unsure one."""
    theirs = list(_said(scene, Scope(speaker=other), entity))
    found = []
    for match, value in _said(scene, scope, entity):
        before = [(m, v) for m, v in theirs if m.span.turn < match.span.turn]
        settled = [v for m, v in before if m.sure][-1:]
        latest = max((m.span.turn for m, _ in before if m.sure), default=-1)
        later = [v for m, v in before if m.span.turn > latest]
        truths = [holds(value, v) for v in (*settled, *later)]
        if any(truths):
            sure = match.sure and all(truths) and bool(settled)
            found.append(replace(match, sure=sure))
    return tuple(found)


def _said(scene: Scene, scope: Scope, entity: str) -> Iterator[tuple[Match, Value]]:
    for index, sure in scope.turns_of(scene):
        text = scene.texts[index]
        for start, end, value in FINDERS[entity](text, scene.call):
            match = Match(Span(index, *text.to_original(start, end)), Layer.WORDS, 1.0, sure)
            if admitted((match,), scene, scope):
                yield match, value
