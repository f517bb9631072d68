"""Checks one call with one pack. Same call, same pack: the same result, always."""

from collections.abc import Iterable
from dataclasses import replace

from checks.answer import Match
from checks.call import Call
from checks.dialogue.acts import Spoken, find_acts
from checks.dialogue.listener import listeners
from checks.dialogue.sides import rightly_sided
from checks.dialogue.speakers import rightly_spoken
from checks.facts import find_facts
from checks.judgment import Alert, CallResult, Judgment, Layer, Outcome, Span
from checks.meaning.reading import Reading
from checks.meaning.vectors import Vectors
from checks.operators.meaning import DOUBT
from checks.primed import doubted, unprimed
from checks.quality import measure
from checks.reasons import undecided_reason
from checks.rule import Look, Rule
from checks.rulepack import RulePack
from checks.scene import Scene
from checks.text import read_turns


def check_call(call: Call, pack: RulePack, vectors: Vectors | None = None) -> CallResult:
    """Judge `call` by every rule of `pack` that is not a draft or retired.

    `vectors` are those of this very transcript from an earlier check, which spares the dear part.
    """
    scene = see(call, pack, vectors)
    judgments = _judgments(scene, pack)
    if any(turn.primed for turn in call.turns):
        judgments = doubted(judgments, lambda: _judgments(see(unprimed(call), pack), pack))
    alerts = tuple(
        alert for rule in pack.alerts.values() if (alert := _alert(rule, scene)) is not None
    )
    return CallResult(
        call.call_id, pack.digest, judgments, alerts, find_facts(scene), measure(call.turns),
        by_meaning=pack.reader is not None,
    )  # fmt: skip


def _judgments(scene: Scene, pack: RulePack) -> tuple[Judgment, ...]:
    return tuple(
        judge(rule, scene, pack)
        for rule in pack.rules.values()
        if rule.stage in ("trial", "stable")
    )


def see(call: Call, pack: RulePack, vectors: Vectors | None = None) -> Scene:
    """Read a call the way all operators look at it."""
    texts = tuple(read_turns((turn.text for turn in call.turns), call.debtor_name))
    reading = rightly_sided(Reading(pack.reader, call.turns, vectors))
    call = replace(call, turns=rightly_spoken(reading.turns, reading))
    acts = find_acts(Spoken(call, texts, reading), pack.acts)
    return Scene(call, texts, acts, listeners(call, acts), reading)


def judge(rule: Rule, scene: Scene, pack: RulePack) -> Judgment:
    """Judge one call by one rule."""
    look = rule.look(scene)
    applies = True if rule.applies is None else look.truth(rule.applies)
    truth = look.truth(rule.when) if applies is not False else None
    if applies is False:
        return _judgment(rule, Outcome.NOT_APPLICABLE, "")
    if (applies is None and truth is not False) or truth is None:
        return _open(rule, look, scene, pack)
    if not truth:
        return _judgment(rule, Outcome.CLEAR, "")
    return _hit(rule, look, scene, pack)


def _judgment(rule: Rule, outcome: Outcome, reason: str) -> Judgment:
    return Judgment(rule.id, rule.version, outcome, rule.severity, reason)


def _open(rule: Rule, look: Look, scene: Scene, pack: RulePack) -> Judgment:
    """A doubtful one has its clauses, because a person may confirm it."""
    matches = look.matches()
    spans = tuple(m.span for m in matches if m.span.turn >= 0)
    turns = tuple(sorted({span.turn for span in spans}))
    missing = look.missing()
    doubtful = missing == {DOUBT}
    return Judgment(
        rule.id,
        rule.version,
        Outcome.UNDECIDED,
        rule.severity,
        undecided_reason(missing),
        turns,
        _quotes(scene, turns, spans),
        spans,
        found_by=_layers(m.layer for m in matches) if doubtful else (),
        confidence=max((m.confidence for m in matches), default=0.0) if doubtful else 0.0,
        clauses=pack.clauses(rule.id, scene.call.started_at) if doubtful else (),
        doubtful=doubtful,
    )


def _hit(rule: Rule, look: Look, scene: Scene, pack: RulePack) -> Judgment:
    matches = look.matches()
    spans = tuple(m.span for m in matches if m.span.turn >= 0)
    turns = tuple(sorted({span.turn for span in spans}))
    layers = {m.layer for m in look.support(matches)} | {
        layer for name in rule.evidence for layer in rule.conditions[name].scope.layers
    }
    return Judgment(
        rule.id,
        rule.version,
        Outcome.HIT,
        look.severity(),
        rule.reasons["zh"],
        turns,
        _quotes(scene, turns, spans),
        spans,
        _layers(layers),
        _confidence(look.support(matches), scene),
        pack.clauses(rule.id, scene.call.started_at),
    )


def _layers(found: Iterable[Layer]) -> tuple[Layer, ...]:
    """Each once, in the order of their definition."""
    named = set(found)
    return tuple(layer for layer in Layer if layer in named)


def _confidence(support: Iterable[Match], scene: Scene) -> float:
    """The best match, weakened by how unsure the recogniser was of that turn."""

    def heard(turn: int) -> float:
        confidence = scene.call.turns[turn].confidence if turn >= 0 else None
        return 1.0 if confidence is None else confidence

    return max((m.confidence * heard(m.span.turn) for m in support), default=0.0)


def _quotes(scene: Scene, turns: tuple[int, ...], spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The clause around the evidence of each turn, verbatim from the original text."""
    return tuple(
        _quote(scene, turn, [span for span in spans if span.turn == turn]) for turn in turns
    )


def _quote(scene: Scene, turn: int, spans: list[Span]) -> str:
    text = scene.texts[turn]
    ranges = [(s, e) for s, e in (text.to_plain(s.start, s.end) for s in spans) if s < e]
    if not ranges:
        return text.original
    start, end = text.clause_around(min(s for s, _ in ranges), max(e for _, e in ranges))
    first, last = text.to_original(start, end)
    return text.original[first:last]


def _alert(rule: Rule, scene: Scene) -> Alert | None:
    look = rule.look(scene)
    if look.truth(rule.when) is False:
        return None
    turns = tuple(sorted({m.span.turn for m in look.matches()}))
    return Alert(rule.id, turns, tuple(scene.texts[turn].original for turn in turns))
