"""What is said in a turn, by kind: an amount, a date, a telephone number, a name."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from checks.call import Call
from checks.entities.dates import find_dates
from checks.entities.money import find_amounts
from checks.entities.names import find_names
from checks.entities.phones import find_numbers
from checks.text import Text, normalise

Value = float | date | str
Found = tuple[int, int, Value]
"""A range [start, end) of the plain text and what is said there."""


def _amounts(text: Text, _call: Call) -> Iterable[Found]:
    return [(amount.start, amount.end, amount.yuan) for amount in find_amounts(text.plain)]


def _dates(text: Text, call: Call) -> Iterable[Found]:
    """Nothing where the day of the call is not known: no day can be resolved."""
    return find_dates(text.plain, call.started_at.date()) if call.started_at else []


def _numbers(text: Text, _call: Call) -> Iterable[Found]:
    return find_numbers(text.plain)


def _names(text: Text, call: Call) -> Iterable[Found]:
    """The debtor's name counts wherever it is said, without a title, too."""
    plain = normalise(text.original).plain  # `text.plain` has a mark in place of the name
    found = {(name.start, name.end): name.name for name in find_names(plain)}
    debtor = normalise(call.debtor_name).plain
    at = plain.find(debtor) if debtor else -1
    while at >= 0:
        found[at, at + len(debtor)] = debtor
        at = plain.find(debtor, at + 1)
    return [(*span, name) for span, name in sorted(found.items())]


FINDERS: Mapping[str, Callable[[Text, Call], Iterable[Found]]] = {
    "amount": _amounts,
    "date": _dates,
    "number": _numbers,
    "name": _names,
}


def read_value(kind: str, raw: str) -> Value | None:
    """The same from a metadata field, None where it is nothing of that kind."""
    try:
        if kind == "amount":
            return float(raw)
        if kind == "date":
            return date.fromisoformat(raw[:10])
    except ValueError:
        return None
    return normalise(raw).plain
