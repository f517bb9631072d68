"""Points: one critical hit fails the call, what could not be judged costs nothing."""

from pathlib import Path

import pytest

from audit.scoring import Scorecard, load_scorecard, score
from checks.judgment import Judgment, Outcome
from checks.rule import SEVERITIES
from checks.rulepack import RulePack
from transcribe.problem import Problem

CARD = Scorecard(100, {"critical": 100, "major": 20, "minor": 5})


def _judged(*said: tuple[Outcome, str]) -> list[Judgment]:
    return [
        Judgment(f"r{i}", 1, outcome, severity, "") for i, (outcome, severity) in enumerate(said)
    ]


@pytest.mark.parametrize(
    ("said", "value", "points"),
    [
        ([], 100, []),
        ([(Outcome.HIT, "minor")], 95, [5]),
        ([(Outcome.HIT, "major"), (Outcome.HIT, "minor")], 75, [20, 5]),
        ([(Outcome.HIT, "critical")], 0, [100]),
        ([(Outcome.HIT, "critical"), (Outcome.HIT, "major")], 0, [100, 20]),
        ([(Outcome.HIT, "major")] * 6, 0, [20] * 6),
        ([(Outcome.CLEAR, "critical"), (Outcome.NOT_APPLICABLE, "critical")], 100, []),
        ([(Outcome.UNDECIDED, "critical")], 100, []),
    ],
)
def test_value(said: list[tuple[Outcome, str]], value: float, points: list[float]) -> None:
    scored = score(_judged(*said), CARD)
    assert scored.value == value
    assert [deduction.points for deduction in scored.deductions] == points


def test_withheld_answers_are_told() -> None:
    scored = score(_judged((Outcome.UNDECIDED, "major"), (Outcome.HIT, "minor")), CARD)
    assert scored.as_dict() == {
        "value": 95.0,
        "deductions": [{"rule": "r1", "severity": "minor", "points": 5}],
        "undecided": 1,
    }


def _pack(folder: Path) -> RulePack:
    return RulePack(folder, "", {}, {}, (), ())


def test_the_shipped_card_fails_a_call_for_one_critical_hit(tmp_path: Path) -> None:
    card = load_scorecard(_pack(tmp_path))  # a pack without a card of its own
    assert set(card.points) == set(SEVERITIES)
    assert card.points["critical"] >= card.full
    assert card.full > card.points["major"] > card.points["minor"] > 0


def test_a_pack_may_bring_its_own_card(tmp_path: Path) -> None:
    _write_card(tmp_path, "full: 10\npoints: {critical: 10, major: 3, minor: 0.5}\n")
    assert load_scorecard(_pack(tmp_path)) == Scorecard(
        10, {"critical": 10, "major": 3, "minor": 0.5}
    )


@pytest.mark.parametrize("card", ["full: 10", "full: ten\npoints: {}", "full: 1\npoints: [1]"])
def test_a_bad_card_is_told(tmp_path: Path, card: str) -> None:
    _write_card(tmp_path, card)
    with pytest.raises(Problem, match=r"standard\.yaml: does not say full marks"):
        load_scorecard(_pack(tmp_path))


def _write_card(folder: Path, text: str) -> None:
    (folder / "scorecards").mkdir()
    (folder / "scorecards/standard.yaml").write_text(text, encoding="utf-8")
