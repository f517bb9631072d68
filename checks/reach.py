"""Answers a condition where its scope looks: near another one's hits, in every turn, or plainly."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from checks.answer import Answer, Match, Truth, all_of
from checks.operators.check import Check
from checks.scene import Scene
from checks.scope import Scope
from checks.timing import timed

AnswerOf = Callable[[str], Answer]
"""Another condition of the same rule, by its name."""


def reach(check: Check, scope: Scope, scene: Scene, answer_of: AnswerOf) -> Answer:
    """Answer `check` in `scope`.

    Near a condition that has no hit there is no place to look, so nothing holds there, whatever
    the operator: a no.
    """
    if scope.without:
        scope = replace(scope, without=(), excluded=_hit_by(map(answer_of, scope.without)))
    if scope.near is None:
        answer = _in_turns(check, scope, scene) if scope.every else check(scene, scope)
        return answer if answer.truth is not None else _timely(answer, scope, scene)
    anchor = answer_of(scope.near.condition)
    hits = sorted({m for m in (*anchor.matches, *anchor.maybe) if m.span.turn >= 0}, key=_place)
    if not hits:
        return Answer(None, missing=anchor.missing) if anchor.truth is None else Answer(False)
    answers = [_in_turns(check, replace(scope, anchor=hit), scene) for hit in hits]
    sure = [hit.sure for hit in hits]
    truth = scope.near.truth(sure, [answer.truth for answer in answers])
    meant = [(sure[at], answers[at]) for at in scope.near.chosen(sure)]
    return _timely(_joined(truth, meant, anchor.missing), scope, scene)


def _hit_by(answers: Iterable[Answer]) -> frozenset[int]:
    return frozenset(m.span.turn for answer in answers for m in answer.matches if m.sure)


def _joined(truth: Truth, answers: Sequence[tuple[bool, Answer]], missing: str) -> Answer:
    """One answer from those at every hit; what stands near an unsure hit is unsure itself."""
    if truth is False:
        return Answer(False)
    found = {
        match._replace(sure=match.sure and certain)
        for certain, answer in answers
        for match in (*answer.matches, *answer.maybe)
    }
    ordered = _best(found)
    if truth is None:
        reasons = [answer.missing for _, answer in answers if answer.truth is None]
        return Answer(None, ordered, next(filter(None, reasons), missing or "speaker"))
    held = tuple(match for match in ordered if match.sure)
    return Answer(True, held, maybe=tuple(match for match in ordered if not match.sure))


def _best(found: Iterable[Match]) -> tuple[Match, ...]:
    """Each place once, sure where it is sure near any of the hits."""
    best: dict[object, Match] = {}
    for match in sorted(found, key=lambda m: (_place(m), m.sure)):
        best[match.span, match.layer] = match
    return tuple(best.values())


def _in_turns(check: Check, scope: Scope, scene: Scene) -> Answer:
    """With `every`, the check must hold in each turn of the scope by itself, and there is one."""
    if not scope.every:
        return check(scene, scope)
    turns = list(scope.turns_of(scene))
    answers = [(sure, check(scene, replace(scope, only=index))) for index, sure in turns]
    # A turn that may lie outside cannot break it, nor need it hold there.
    held = [a.truth if sure or a.truth else None for sure, a in answers]
    truth = all_of(held) if turns else False
    if truth and not any(sure for sure, _answer in answers):
        truth = None
    return _joined(truth, answers, "speaker")


def _timely(answer: Answer, scope: Scope, scene: Scene) -> Answer:
    """Name the missing times where the scope counts in seconds and the transcript has none."""
    if answer.truth is not None or not scope.by_seconds:
        return answer
    lacking = not all(timed(turn) for turn in scene.call.turns)
    return answer._replace(missing="times") if lacking else answer


def _place(match: Match) -> tuple[int, int, int]:
    return (match.span.turn, match.span.start, match.span.end)
