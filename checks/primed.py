"""No finding rests alone on words that a recogniser wrote because it was told of them.

Such words (transcribe/guard.py) are in the text like all others. A hit must hold as well where they
are read as the recogniser wrote them without being told; one that does not is doubtful.
"""

from collections.abc import Callable
from dataclasses import replace

from checks.call import Call
from checks.judgment import Judgment, Outcome
from checks.reasons import undecided_reason
from transcribe.transcript import Turn

PRIMED = "primed"
"""What a judgment lacks that only such words decided (checks/reasons.py)."""


def unprimed(call: Call) -> Call:
    """`call` with every such word as it was written without being told."""
    return replace(call, turns=tuple(_unprimed(turn) for turn in call.turns))


def _unprimed(turn: Turn) -> Turn:
    text = turn.text
    for word in turn.primed:
        text = text.replace(word.text, word.heard)
    return replace(turn, text=text, primed=())


def doubted(
    judgments: tuple[Judgment, ...], again: Callable[[], tuple[Judgment, ...]]
) -> tuple[Judgment, ...]:
    """`judgments` with those hits open that are none `again`, in the call without such words."""
    if all(judgment.outcome is not Outcome.HIT for judgment in judgments):
        return judgments
    held = {judgment.rule for judgment in again() if judgment.outcome is Outcome.HIT}
    return tuple(
        _open(judgment)
        if judgment.outcome is Outcome.HIT and judgment.rule not in held
        else judgment
        for judgment in judgments
    )


def _open(judgment: Judgment) -> Judgment:
    reason = undecided_reason({PRIMED})
    return replace(judgment, outcome=Outcome.UNDECIDED, reason=reason, doubtful=True)
