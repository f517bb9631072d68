"""Whose relative, friend, colleague or neighbour is named: 他妈, 你老婆, 我们单位同事, 村主任."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.entities.listed import Finder, Listed, read
from checks.lexicon import Lexicons

OWNERS = ("mine", "yours", "theirs")
"""Whose it is from the mouth of who speaks, as the lists of these names tell."""

# How far before the relation its owner may begin, in characters: a name with a title and a link.
_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Relations:
    """`owned_only`: forms of address, which are relations only beside an owner."""

    finder: Finder
    owner: "re.Pattern[str]"
    owned_only: "re.Pattern[str]"

    def find(self, plain: str) -> Iterator[Listed]:
        """Every relation in order, its owner among the kinds where one is said."""
        for found in self.finder.find(plain):
            owner = self.owner.search(plain, max(0, found.start - _BEFORE), found.start)
            if owner:
                yield replace(
                    found, start=owner.start(), kinds=found.kinds | {str(owner.lastgroup)}
                )
            elif not self.owned_only.fullmatch(plain, found.start, found.end):
                yield found

    def form(self, raw: str) -> str | None:
        """The normal form of a relation from the metadata (母亲: mother), None for none."""
        return next((found.form for found in self.finder.find(raw)), None)


def read_relations(lexicons: Lexicons) -> Relations:
    """From the list `relation` and those beside it; a Problem where the pack has none."""
    owners = "|".join(f"(?P<{name}>{{{name}}}{{owner_link}})" for name in OWNERS)
    return Relations(
        read(lexicons, "relation"),
        re.compile(lexicons.expand(f"(?:{owners})$")),
        re.compile(lexicons.expand("{owned_only}")),
    )
