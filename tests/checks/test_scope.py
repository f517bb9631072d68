"""Whose turns a condition looks at, and between which speech acts."""

from pathlib import Path
from typing import Any

import pytest
from building import act_fields, call, pack, scene

from checks.scope import Scope
from transcribe.problem import Problem

SAID = ("a: 您好", "c: 不是我", "a: 甲", "u: 乙", "c: 别打了", "a: 丙", "a: 丁")


@pytest.fixture
def turns_of(tmp_path: Path) -> Any:
    """Look at SAID through a raw scope: [(turn, sure), ...]."""
    rules = pack(
        tmp_path,
        acts_denies_identity=act_fields("denies_identity", "不是我"),
        acts_stop=act_fields("stop", "别打了"),
    )
    return lambda raw, said=SAID, **facts: list(
        Scope.read(raw).turns_of(scene(call(*said, **facts), rules))
    )


@pytest.mark.parametrize(
    ("raw", "turns"),
    [
        ({}, [(0, True), (2, True), (3, False), (5, True), (6, True)]),
        ({"speaker": "customer"}, [(1, True), (3, False), (4, True)]),
        ({"speaker": "any", "turns": "first"}, [(0, True)]),
        ({"speaker": "any"}, [(i, True) for i in range(7)]),
        ({"turns": "first"}, [(0, True)]),
        ({"turns": "last"}, [(6, True)]),
        ({"listener": ["unverified"]}, [(0, True)]),
        ({"listener": ["third_party"]}, [(2, True), (3, False), (5, True), (6, True)]),
        ({"listener": ["verified"]}, []),
        ({"after": "stop"}, [(5, True), (6, True)]),
        ({"after": "stop", "within": "1"}, [(5, True)]),
        ({"after": ["denies_identity"], "within": "2"}, [(2, True), (3, False)]),
    ],
)
def test_turns_of(turns_of: Any, raw: dict[str, Any], turns: list[tuple[int, bool]]) -> None:
    assert turns_of(raw) == turns


def test_who_listens_is_open_while_nobody_knows_who_speaks(turns_of: Any) -> None:
    assert turns_of({"listener": ["unverified"]}, said=("u: 甲", "u: 乙")) == [
        (0, False),
        (1, False),
    ]


def test_a_third_partys_number_is_known_from_the_first_turn(turns_of: Any) -> None:
    assert turns_of({"listener": ["third_party"]}, called_party="third_party")[0] == (0, True)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"who": "agent"}, "scope knows no"),
        ({"speaker": "agnet"}, "speaker: agnet"),
        ({"turns": "frist"}, "turns: frist"),
    ],
)
def test_a_typing_error_is_told(raw: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        Scope.read(raw)


def test_an_unknown_listener_is_no_listener() -> None:
    with pytest.raises(ValueError, match="nobody"):
        Scope.read({"listener": ["nobody"]})
