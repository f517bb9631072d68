"""No finding rests alone on a word that was recognised only because it had been suggested."""

from dataclasses import replace
from pathlib import Path

import pytest
from building import call, pack, rule_fields

from checks.judgment import Outcome
from checks.run import check_call
from transcribe.transcript import Primed

SAID = {"said": {"operator": "words", "any": ["上门"]}}


@pytest.mark.parametrize(
    ("turns", "outcome", "doubtful"),
    [
        ({0: [Primed("上门", "商场")]}, Outcome.UNDECIDED, True),
        ({0: [Primed("上门", "")]}, Outcome.UNDECIDED, True),
        ({1: [Primed("法院", "反应")]}, Outcome.HIT, False),
        ({}, Outcome.HIT, False),
    ],
)
def test_a_hit_must_hold_without_the_word(
    tmp_path: Path, turns: dict[int, list[Primed]], outcome: Outcome, doubtful: bool
) -> None:
    said = call("a: 明天上门", "a: 去法院")
    marked = [replace(t, primed=tuple(turns.get(at, ()))) for at, t in enumerate(said.turns)]
    judged = check_call(
        replace(said, turns=tuple(marked)),
        pack(tmp_path, rules_sample=rule_fields(conditions=SAID)),
    ).judgments[0]
    assert (judged.outcome, judged.doubtful) == (outcome, doubtful)
    assert judged.quotes == ("明天上门",)  # a person sees what was found


def test_another_turn_that_says_it_decides(tmp_path: Path) -> None:
    said = call("a: 明天上门", "a: 后天上门")
    first = replace(said.turns[0], primed=(Primed("上门", "商场"),))
    judged = check_call(
        replace(said, turns=(first, said.turns[1])),
        pack(tmp_path, rules_sample=rule_fields(conditions=SAID)),
    ).judgments[0]
    assert judged.outcome is Outcome.HIT
