"""Relations, institutions and addresses: what a pack's word lists name, with its kind.

A list that only names other lists (`family: ["{mother}", "{father}"]`) is a group; the first list
that holds phrases is the form. So the words stand where an officer edits them, and the patterns of
rules use the same lists.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.lexicon import Lexicons
from checks.required import widest

_ONLY_A_LIST = re.compile(r"\{([a-z_]+)\}$")


@dataclass(frozen=True, slots=True)
class Listed:
    """What is said at [start, end) of the plain text; `kinds` are its form and groups."""

    start: int
    end: int
    form: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds what the lists tell; `barred` is what only looks like it."""

    phrases: "re.Pattern[str]"
    paths: tuple[tuple[str, ...], ...]
    barred: "re.Pattern[str] | None"

    def find(self, plain: str) -> Iterator[Listed]:
        """In order; of two at one place the one that can be longer."""
        matches = list(self.phrases.finditer(plain))
        spans = [m.span() for m in self.barred.finditer(plain)] if self.barred and matches else []
        for match in matches:
            if not any(s < match.end() and match.start() < e for s, e in spans):
                path = self.paths[int(str(match.lastgroup)[1:])]
                yield Listed(*match.span(), path[-1], frozenset(path))

    @property
    def kinds(self) -> frozenset[str]:
        """Every form and group."""
        return frozenset().union(*self.paths)


def read(lexicons: Lexicons, top: str) -> Finder:
    """The finder for a list and all below it; a Problem where the pack has no such list."""
    said = [(lexicons.expand(term), path) for path, term in _terms(lexicons, (top,))]
    said.sort(key=lambda one: -widest(one[0]))
    phrases = lexicons.compile([f"(?P<_{at}>{term})" for at, (term, _) in enumerate(said)])
    assert phrases  # noqa: S101  # a list that is empty was refused when the pack was read
    barred = lexicons.compile([f"{{no_{top}}}"])
    return Finder(phrases, tuple(path[1:] for _, path in said), barred)


def _terms(lexicons: Lexicons, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each phrase with the lists that lead to it."""
    lexicons.expand(f"{{{path[-1]}}}")  # a Problem for a list that is not there, or in a circle
    terms = lexicons.lists[path[-1]]
    named = [match[1] for match in map(_ONLY_A_LIST.match, terms) if match]
    if len(named) < len(terms):
        yield from ((path, term) for term in terms)
    else:
        for name in named:
            yield from _terms(lexicons, (*path, name))
