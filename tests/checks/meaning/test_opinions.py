"""Opinions of models that did not learn from an example soften what is learnt from it."""

from pathlib import Path

import numpy as np

from checks.meaning.labels import LABELS
from checks.meaning.learn.example import CALL, Example
from checks.meaning.learn.examples import read_authors, read_examples
from checks.meaning.learn.masks import targets, weights
from checks.meaning.learn.opinions import SHARE, WEIGHT, softened, write_opinions

NAMES = list(LABELS)
THREAT, ABUSE, REFUSAL = (NAMES.index(name) for name in ("threat", "abuse", "refusal"))
TURN = Example(CALL, frozenset({"threat"}), "客：不还", "小心点", "agent")
LINE = Example("threat", frozenset({"threat"}), "", "走夜路看着点", "agent")
LATER = Example(CALL, frozenset(), "", "您好", "agent")
ALL = (TURN, LINE, LATER)


def _softened(path: Path) -> tuple[np.ndarray, np.ndarray]:
    opinions = np.full((2, len(NAMES)), 0.5, np.float32)
    write_opinions((LINE, TURN), opinions, path)
    return softened(ALL, targets(ALL, NAMES), weights(ALL, NAMES), path)


def test_a_label_gives_way_a_little(tmp_path: Path) -> None:
    goal, weight = _softened(tmp_path / "opinions.npz")
    assert np.isclose(goal[0, THREAT], 1 - SHARE / 2)
    assert np.isclose(goal[0, ABUSE], SHARE / 2)
    assert weight[0, THREAT] == 1


def test_a_line_learns_what_it_was_not_labelled_for(tmp_path: Path) -> None:
    goal, weight = _softened(tmp_path / "opinions.npz")
    assert goal[1, ABUSE] == 0.5
    assert weight[1, ABUSE] == np.float32(WEIGHT)


def test_nothing_is_learnt_of_the_other_side(tmp_path: Path) -> None:
    goal, weight = _softened(tmp_path / "opinions.npz")
    assert goal[0, REFUSAL] == 0
    assert weight[0, REFUSAL] == 0


def test_an_example_without_opinions_keeps_its_labels(tmp_path: Path) -> None:
    goal, weight = _softened(tmp_path / "opinions.npz")
    assert (goal[2] == targets(ALL, NAMES)[2]).all()
    assert (weight[2] == weights(ALL, NAMES)[2]).all()


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    goal = targets(ALL, NAMES)
    assert softened(ALL, goal, weights(ALL, NAMES), tmp_path / "none.npz")[0] is goal


def test_every_example_has_an_author_or_is_a_line() -> None:
    examples, authors = read_examples(), read_authors()
    assert len(examples) == len(authors)
    pairs = zip(examples, authors, strict=True)
    assert all((author == "") == (each.origin != CALL) for each, author in pairs)
