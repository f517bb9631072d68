"""`compare` 实体比较: something said in the scope against a metadata field or what was said before.

`entity`: amount (yuan), date, number (telephone), name, relation, institution or address. `is`:
equal, different, greater, less (greater and less for amounts and dates). Against `field`, a field
of the call format such as debt.amount, or `said_by`, the latest that this speaker (agent, customer)
said in an earlier turn. `tolerance`: yuan or days up to which two count as equal. `kind`: only what
is one of these, such as bank, family or home_address; `whose`: only relations of the speaker
(mine), the listener (yours) or somebody they speak of (theirs).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.entities.spoken import ENTITIES, Entity, Value
from checks.judgment import Layer, Span
from checks.lexicon import Lexicons, strings
from checks.operators.call_field import field_of
from checks.operators.check import Check, admitted
from checks.params import number, one_of, only
from checks.scene import Scene
from checks.scope import Scope
from transcribe.problem import Problem

_ORDERED = ("amount", "date")


Holds = Callable[[Value, Value], bool]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for; `kinds` are sets of which it must have one each."""

    entity: Entity
    kinds: tuple[frozenset[str], ...]

    def said(self, scene: Scene, scope: Scope) -> Iterator[tuple[Match, Value]]:
        for index, sure in scope.turns_of(scene):
            text = scene.texts[index]
            for start, end, value, kinds in self.entity.find(text, scene.call):
                match = Match(Span(index, *text.to_original(start, end)), Layer.WORDS, 1.0, sure)
                wanted = all(not kinds.isdisjoint(some) for some in self.kinds)
                if wanted and admitted((match,), scene, scope):
                    yield match, value


def _distance(one: Value, other: Value, same: Callable[[str, str], bool]) -> float:
    """Yuan or days from `other` to `one`; for texts 0 where they are the same, else 1."""
    if isinstance(one, date) and isinstance(other, date):
        return (one - other).days
    if isinstance(one, float) and isinstance(other, float):
        return one - other
    return 0 if same(str(one), str(other)) else 1


_RELATIONS: Mapping[str, Callable[[float, float], bool]] = {
    "equal": lambda distance, tolerance: abs(distance) <= tolerance,
    "different": lambda distance, tolerance: abs(distance) > tolerance,
    "greater": lambda distance, tolerance: distance > tolerance,
    "less": lambda distance, tolerance: -distance > tolerance,
}


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    only(params, "compare", "entity", "is", "field", "said_by", "tolerance", "kind", "whose")
    named = one_of(params, "entity", tuple(ENTITIES))
    relation = one_of(params, "is", tuple(_RELATIONS))
    ordered = named in _ORDERED
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
    entity = ENTITIES[named](lexicons)
    sought = _Sought(entity, tuple(_kinds(params, entity)))

    def holds(one: Value, two: Value) -> bool:
        return _RELATIONS[relation](_distance(one, two, entity.same), tolerance)

    def check(scene: Scene, scope: Scope) -> Answer:
        if named == "date" and scene.call.started_at is None:
            return Answer(None, missing="started_at")
        if "said_by" in params:
            return from_matches(_against_said(scene, scope, sought, other, holds))
        raw = field_of(scene.call.metadata, params["field"])
        told = None if raw is None else entity.read_value(raw)
        said = list(sought.said(scene, scope))
        if told is None:
            missing = f"metadata {params['field']}"
            return Answer(None, tuple(m for m, _ in said), missing) if said else Answer(False)
        return from_matches(tuple(match for match, value in said if holds(value, told)))

    return check


def _kinds(params: Mapping[str, Any], entity: Entity) -> Iterator[frozenset[str]]:
    for name, known in (("kind", entity.kinds), ("whose", frozenset(entity.owners))):
        if name in params:
            wanted = frozenset(strings(params[name], name))
            if not wanted or wanted - known:
                raise Problem(
                    "rule_operator",
                    f"{params['entity']} has no {name} {sorted(wanted - known)}",
                    where=name,
                    mend=f"use some of {sorted(known)}" if known else f"leave {name} out",
                )
            yield wanted


def _against_said(
    scene: Scene, scope: Scope, sought: _Sought, other: str, holds: Holds
) -> tuple[Match, ...]:
    """What stands so to the latest word of the other speaker, which may be an unsure one."""
    theirs = list(sought.said(scene, Scope(speaker=other)))
    found = []
    for match, value in sought.said(scene, scope):
        before = [(m, v) for m, v in theirs if m.span.turn < match.span.turn]
        settled = [v for m, v in before if m.sure][-1:]
        latest = max((m.span.turn for m, _ in before if m.sure), default=-1)
        later = [v for m, v in before if m.span.turn > latest]
        truths = [holds(value, v) for v in (*settled, *later)]
        if any(truths):
            sure = match.sure and all(truths) and bool(settled)
            found.append(match._replace(sure=sure))
    return tuple(found)
