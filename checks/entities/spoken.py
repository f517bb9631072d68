"""What is said in a turn, by kind of thing: amounts, dates, numbers, names and what lists name.

An entity is found and compared by one `Entity` each; the lists of relations, institutions and
addresses are those of the pack, so a pack without them has no such entity.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from checks.call import Call
from checks.entities.addresses import same_address
from checks.entities.dates import find_dates
from checks.entities.institutions import read_institutions
from checks.entities.listed import read
from checks.entities.money import find_amounts
from checks.entities.names import find_names, same_name
from checks.entities.phones import find_numbers
from checks.entities.relations import OWNERS, read_relations
from checks.lexicon import Lexicons
from checks.text import Text, normalise

Value = float | date | str
Found = tuple[int, int, Value, frozenset[str]]
"""A range [start, end) of the plain text, what is said there, and what kinds of it that is."""

_NO_KINDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entity:
    """`read_value` reads one from a metadata field, None where it is nothing of that kind.

    `same` is for texts; `kinds` and `owners` are what `kind` and `whose` may ask for.
    """

    find: Callable[[Text, Call], Iterable[Found]]
    read_value: Callable[[str], Value | None] = lambda raw: normalise(raw).plain
    same: Callable[[str, str], bool] = str.__eq__
    kinds: frozenset[str] = _NO_KINDS
    owners: tuple[str, ...] = ()


def _amounts(text: Text, _call: Call) -> Iterable[Found]:
    return [(a.start, a.end, a.yuan, _NO_KINDS) for a in find_amounts(text.plain)]


def _dates(text: Text, call: Call) -> Iterable[Found]:
    """Nothing where the day of the call is not known: no day can be resolved."""
    found = find_dates(text.plain, call.started_at.date()) if call.started_at else []
    return [(*one, _NO_KINDS) for one in found]


def _numbers(text: Text, _call: Call) -> Iterable[Found]:
    return [(*one, _NO_KINDS) for one in find_numbers(text.plain)]


def _names(text: Text, call: Call) -> Iterable[Found]:
    """The debtor's name counts wherever it is said, without a title, too."""
    plain = normalise(text.original).plain  # `text.plain` has a mark in place of the name
    found = {(name.start, name.end): name.name for name in find_names(plain)}
    debtor = normalise(call.debtor_name).plain
    at = plain.find(debtor) if debtor else -1
    while at >= 0:
        found[at, at + len(debtor)] = debtor
        at = plain.find(debtor, at + 1)
    return [(*span, name, _NO_KINDS) for span, name in sorted(found.items())]


def _relation(lexicons: Lexicons) -> Entity:
    relations = read_relations(lexicons)
    return Entity(
        lambda text, _call: [(r.start, r.end, r.form, r.kinds) for r in relations.find(text.plain)],
        lambda raw: relations.form(normalise(raw).plain),
        kinds=relations.finder.kinds,
        owners=OWNERS,
    )


def _institution(lexicons: Lexicons) -> Entity:
    institutions = read_institutions(lexicons)
    return Entity(
        lambda text, _call: [
            (i.start, i.end, text.plain[i.start : i.end], i.kinds)
            for i in institutions.find(text.plain)
        ],
        same=institutions.same,
        kinds=institutions.finder.kinds,
    )


def _address(lexicons: Lexicons) -> Entity:
    addresses = read(lexicons, "address")
    return Entity(
        lambda text, _call: [
            (a.start, a.end, text.plain[a.start : a.end], a.kinds)
            for a in addresses.find(text.plain)
        ],
        same=same_address,
        kinds=addresses.kinds,
    )


def _number_of(raw: str) -> float | None:
    try:
        return float(raw)
    except ValueError:
        return None


def _day_of(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw[:10])
    except ValueError:
        return None


ENTITIES: Mapping[str, Callable[[Lexicons], Entity]] = {
    "amount": lambda _lexicons: Entity(_amounts, _number_of),
    "date": lambda _lexicons: Entity(_dates, _day_of),
    "number": lambda _lexicons: Entity(_numbers),
    "name": lambda _lexicons: Entity(_names, same=same_name),
    "relation": _relation,
    "institution": _institution,
    "address": _address,
}

LISTS = frozenset(
    {
        *ENTITIES,
        *OWNERS,
        "owner_link",
        "owned_only",
        "institution_kind",
        *(f"no_{name}" for name in ENTITIES),
    }
)
"""Word lists that entities read, whether a pattern names them or not."""
