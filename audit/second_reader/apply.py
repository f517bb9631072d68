"""What a second opinion makes of a doubtful judgment: a hit, clear, or still doubtful."""

from collections.abc import Iterable
from dataclasses import replace

from audit.second_reader.answer import Answer, Evidence
from audit.second_reader.prompt import Question
from checks.call import Call
from checks.judgment import Judgment, Layer, Outcome, Span
from checks.rulepack import RulePack


def decided(
    judgment: Judgment,
    answer: Answer | None,
    question: Question,
    call: Call,
    pack: RulePack,
) -> Judgment:
    """Yes makes a hit on the passages that the reader quoted, no clears, all else changes nothing.

    The confidence is the mean of what the checks and the reader give: neither decides alone.
    """
    if answer is None or answer.answer == "unsure":
        return judgment
    if answer.answer == "no":
        return replace(
            judgment,
            outcome=Outcome.CLEAR,
            doubtful=False,
            reason="",
            turns=(),
            quotes=(),
            spans=(),
            found_by=(),
            confidence=0.0,
            clauses=(),
        )
    spans = tuple(sorted({_span(e, question) for e in answer.evidence}, key=_place))
    turns = tuple(sorted({span.turn for span in spans}))
    return replace(
        judgment,
        outcome=Outcome.HIT,
        doubtful=False,
        reason=pack.rules[judgment.rule].reasons["zh"],
        turns=turns,
        quotes=tuple(_quote(call, turn, spans) for turn in turns),
        spans=spans,
        found_by=tuple(e for e in Layer if e in {*judgment.found_by, Layer.SECOND_READER}),
        confidence=(judgment.confidence + answer.confidence) / 2,
        clauses=pack.clauses(judgment.rule, call.started_at),
    )


def _span(evidence: Evidence, question: Question) -> Span:
    """The masked text has the original's length: the same place in both."""
    start = question.shown[evidence.turn].index(evidence.quote)
    return Span(evidence.turn, start, start + len(evidence.quote))


def _place(span: Span) -> tuple[int, int, int]:
    return (span.turn, span.start, span.end)


def _quote(call: Call, turn: int, spans: Iterable[Span]) -> str:
    """One passage a turn: from its first quoted character to its last, unmasked."""
    own = [span for span in spans if span.turn == turn]
    return call.turns[turn].text[min(s.start for s in own) : max(s.end for s in own)]
