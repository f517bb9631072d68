"""Word lists that patterns name as {list}: people, money, places, institutions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from checks.index import Index
from checks.patterns import Phrases
from checks.source import place
from transcribe.problem import Problem

_NAME = re.compile(r"\{([a-z_]+)\}")


class _Strings(yaml.CBaseLoader):
    """Scalars stay strings; a key that comes twice is an error, not a silent loss.

    libyaml's parser: a pack loads in a third of the time of the one in pure Python.
    """

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"{key.value} stands twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_yaml(path: Path) -> dict[str, Any]:
    """Read one YAML file with every scalar as a string: a bare 22:00 must not become 1320."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Strings)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        twice = f": {error.problem}" if isinstance(error, yaml.MarkedYAMLError) else ""
        raise Problem(
            "rule_yaml",
            f"is not valid YAML{twice}",
            where=f"{path.name}{line}",
            mend="correct the indentation or quoting there",
        ) from error
    if not isinstance(raw, dict):
        raise Problem(
            "rule_yaml", "holds no mapping", where=path.name, mend="begin it with key: value lines"
        )
    return raw


def strings(value: Any, name: str) -> tuple[str, ...]:
    """Take a YAML list of strings; a lone string would be read letter by letter."""
    if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
        raise Problem(
            "rule_list", f"{name} is no list of strings", mend=f"write {name}: [one, two]"
        )
    return tuple(value)


@dataclass(frozen=True, slots=True)
class Lexicons:
    """All named lists of a pack; each entry is a regular expression fragment.

    `index` holds the phrases that were made with them.
    """

    lists: Mapping[str, tuple[str, ...]]
    index: Index = field(default_factory=Index, compare=False, repr=False)

    @classmethod
    def load(cls, folder: Path) -> "Lexicons":
        lists: dict[str, tuple[str, ...]] = {}
        for path in sorted(folder.glob("*.yaml")):
            for name, terms in read_yaml(path).items():
                if name in lists:
                    raise Problem(
                        "rule_lexicon",
                        f"list {name!r} exists twice",
                        where=path.name,
                        mend="rename one of the two",
                    )
                lists[name] = strings(terms, name)
                if not all(term.strip() for term in lists[name]) or not terms:
                    raise Problem(
                        "rule_lexicon",
                        f"list {name!r} is empty or holds an empty term",
                        where=place(path, name),
                        mend="write terms there or delete it",
                    )
        return cls(lists)

    def expand(self, pattern: str) -> str:
        """Replace every {list} by an alternation of its terms, longest first."""

        def alternation(match: re.Match[str]) -> str:
            if match[1] not in self.lists:
                raise Problem(
                    "rule_lexicon",
                    f"there is no word list {{{match[1]}}}",
                    mend="add it under lexicons/ or correct the name",
                )
            terms = sorted(self.lists[match[1]], key=lambda term: (-len(term), term))
            return "(?:" + "|".join(self.expand(term) for term in terms) + ")"

        try:
            return _NAME.sub(alternation, pattern)
        except RecursionError:
            raise Problem(
                "rule_lexicon",
                f"the word lists in {pattern!r} name each other in a circle",
                mend="spell the terms out in one of them",
            ) from None

    def phrases(self, patterns: tuple[str, ...] | list[str]) -> Phrases | None:
        """The same, filed in the index; None for none."""
        if not patterns:
            return None
        try:
            return Phrases.file([self.expand(pattern) for pattern in patterns], self.index)
        except re.error as error:
            raise _unreadable(error) from error

    def compile(self, patterns: tuple[str, ...] | list[str]) -> "re.Pattern[str] | None":
        """One expression for all patterns, None for none."""
        if not patterns:
            return None
        expanded = "|".join(f"(?:{self.expand(pattern)})" for pattern in patterns)
        try:
            return re.compile(expanded)
        except re.error as error:
            raise _unreadable(error) from error


def _unreadable(error: re.error) -> Problem:
    return Problem(
        "rule_pattern",
        f"pattern cannot be read: {error}",
        mend="correct the regular expression",
    )
