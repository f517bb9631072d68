"""Kleene's three-valued logic, every combination."""

from typing import Any

import pytest

from checks.answer import Truth
from checks.when import evaluate, names, read_when
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


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("a", "a"),
        ("a and b", {"all": ["a", "b"]}),
        ("a or b and c", {"any": ["a", {"all": ["b", "c"]}]}),
        ("a and (b or not c)", {"all": ["a", {"any": ["b", {"not": "c"}]}]}),
        ("not (a or b) and c", {"all": [{"not": {"any": ["a", "b"]}}, "c"]}),
        ("not not a", {"not": {"not": "a"}}),
        ("核身 and（泄露 or 施压）", {"all": ["核身", {"any": ["泄露", "施压"]}]}),
        ({"any": ["a and b", {"not": "c or d"}]},
         {"any": [{"all": ["a", "b"]}, {"not": {"any": ["c", "d"]}}]}),
    ],
)  # fmt: skip
def test_a_line_of_text_means_what_the_yaml_form_means(line: Any, written: Any) -> None:
    assert read_when(line) == written


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "name is missing before 'the end'"),
        ("a and", "name is missing before 'the end'"),
        ("a or or b", "name is missing before 'or'"),
        ("(a or b", "bracket is not closed"),
        ("a b", "'b' comes where and, or or the end must be"),
        ("a)", r"'\)' comes where"),
        ({"any": []}, "any holds no list"),
        ({"all": "a"}, "all holds no list"),
    ],
)
def test_what_is_missing_in_a_line_is_told(line: Any, told: str) -> None:
    with pytest.raises(Problem, match=told):
        read_when(line)


@pytest.mark.parametrize(
    ("line", "truth"),
    [
        ("yes and (no or not open)", None),
        ("no and (yes or open)", False),
        ("yes or open and no", True),
        ("not (open and no)", True),
    ],
)
def test_a_line_is_three_valued(line: str, truth: Truth) -> None:
    assert evaluate(read_when(line), TRUTHS.__getitem__) is truth


def test_names_finds_every_condition() -> None:
    assert list(names({"all": ["a", {"not": {"any": ["b", "c"]}}]})) == ["a", "b", "c"]


@pytest.mark.parametrize("when", [{"either": ["a"]}, {"all": ["a"], "any": ["b"]}, ["a"], {}])
def test_another_shape_is_told(when: Any) -> None:
    with pytest.raises(Problem, match="cannot read"):
        read_when(when)
