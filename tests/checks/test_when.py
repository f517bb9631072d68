"""Kleene's three-valued logic, every combination."""

from typing import Any

import pytest

from checks.answer import Truth
from checks.when import evaluate, names
from transcribe.problem import Problem

TRUTHS: dict[str, Truth] = {"yes": True, "no": False, "open": None}


@pytest.mark.parametrize(
    ("when", "truth"),
    [
        ("yes", True),
        ("open", None),
        ({"not": "yes"}, False),
        ({"not": "no"}, True),
        ({"not": "open"}, None),
        ({"all": ["yes", "yes"]}, True),
        ({"all": ["yes", "no"]}, False),
        ({"all": ["yes", "open"]}, None),
        ({"all": ["open", "no"]}, False),  # known parts decide
        ({"any": ["no", "no"]}, False),
        ({"any": ["open", "no"]}, None),
        ({"any": ["open", "yes"]}, True),
        ({"all": ["yes", {"any": ["no", {"not": "no"}]}]}, True),
        ({"not": {"any": ["open", "no"]}}, None),
    ],
)
def test_evaluate(when: Any, truth: Truth) -> None:
    assert evaluate(when, TRUTHS.__getitem__) is truth


def test_names_finds_every_condition() -> None:
    assert list(names({"all": ["a", {"not": {"any": ["b", "c"]}}]})) == ["a", "b", "c"]


@pytest.mark.parametrize("when", [{"either": ["a"]}, {"all": ["a"], "any": ["b"]}, ["a"], {}])
def test_another_shape_is_told(when: Any) -> None:
    with pytest.raises(Problem, match="cannot read"):
        list(names(when))
