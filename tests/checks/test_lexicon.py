"""YAML read as strings, and word lists inside patterns."""

from pathlib import Path

import pytest

from checks.lexicon import Lexicons, read_yaml, strings
from transcribe.problem import Problem

LISTS = Lexicons({"kin": ("妈", "妈妈"), "who": ("{kin}", "邻居"), "loop": ("{loop}",)})


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_scalars_stay_strings(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.yaml", "from: 22:00\nyes: no\nnumber: 012\nempty:\n")
    assert read_yaml(path) == {"from": "22:00", "yes": "no", "number": "012", "empty": ""}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [b", "line 2: is not valid YAML"),
        ("- a", "holds no mapping"),
        ("a: b\nc:\n  d: 1\n  d: 2\n", "line 4: is not valid YAML: d stands twice"),
    ],
)
def test_a_bad_file_is_told_with_its_name(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Problem, match=told) as caught:
        read_yaml(_write(tmp_path, "a.yaml", text))
    assert caught.value.where.startswith("a.yaml")


def test_bytes_that_are_no_utf8_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 逾期".encode("gb18030"))
    with pytest.raises(Problem, match="not valid YAML"):
        read_yaml(path)


def test_lists_are_expanded_longest_first() -> None:
    assert LISTS.expand("找{who}") == "找(?:(?:妈妈|妈)|邻居)"


def test_quantifiers_are_no_lists() -> None:
    assert LISTS.expand("a{1,3}b{2}") == "a{1,3}b{2}"


@pytest.mark.parametrize(
    ("pattern", "told"),
    [("{nobody}", "no word list"), ("{loop}", "in a circle"), ("(", "cannot be read")],
)
def test_a_bad_pattern_is_told(pattern: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        LISTS.compile((pattern,))


def test_no_patterns_compile_to_none() -> None:
    assert LISTS.compile(()) is None


def test_alternatives_do_not_leak_into_each_other() -> None:
    compiled = LISTS.compile(("^a|b", "c$"))
    assert compiled is not None
    assert compiled.search("xb")
    assert not compiled.search("xa")


def test_a_lone_string_is_no_list() -> None:
    assert strings(["逾期"], "any") == ("逾期",)
    with pytest.raises(Problem, match="any is no list"):
        strings("逾期", "any")


def test_a_list_that_exists_twice_is_told(tmp_path: Path) -> None:
    _write(tmp_path, "a.yaml", "kin: [妈]")
    _write(tmp_path, "b.yaml", "kin: [爸]")
    with pytest.raises(Problem, match="exists twice"):
        Lexicons.load(tmp_path)
