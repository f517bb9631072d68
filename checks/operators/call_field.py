"""`call_field`: a field that came with the call (随路数据), by its name in the call format.

`field`: with a dot for a field within one, such as debt.overdue_days. One or more of `equals`,
`one_of`, `more_than`, `less_than` (numbers), `matches` (a pattern found in the text): all must
hold. A field that the call lacks leaves it open; `absent_is: "false"` makes that a no.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from checks.answer import Answer
from checks.finder import phrases
from checks.lexicon import Lexicons
from checks.operators.check import Check, by_metadata
from checks.params import limits, one_at_least, one_of, only
from checks.scene import Scene
from checks.scope import Scope
from checks.text import normalise

_TESTS = ("equals", "one_of", "more_than", "less_than", "matches")


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    only(params, "call_field", "field", "absent_is", *_TESTS)
    one_at_least(params, "call_field", *_TESTS)
    way, strict = str(params["field"]), one_of(params, "absent_is", ("false",), "open") == "open"
    tests = _tests(params, lexicons)

    def check(scene: Scene, _scope: Scope) -> Answer:
        value = field_of(scene.call.metadata, way)
        if value is None:
            return Answer(None, missing=f"metadata {way}") if strict else Answer(False)
        return by_metadata(all(test(value) for test in tests))

    return check


def field_of(metadata: Mapping[str, object], way: str) -> str | None:
    """The value as text, true and false in small letters; None where there is none."""
    value: object = metadata
    for part in way.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) and value != "" else None


def _tests(params: Mapping[str, Any], lexicons: Lexicons) -> list[Callable[[str], bool]]:
    tests: list[Callable[[str], bool]] = []
    if "equals" in params:
        tests.append(partial(_among, phrases([params["equals"]], "equals")))
    if "one_of" in params:
        tests.append(partial(_among, phrases(params["one_of"], "one_of")))
    if {"more_than", "less_than"} & set(params):
        tests.append(partial(_between, *limits(params, "more_than", "less_than")))
    if "matches" in params:
        pattern = lexicons.compile(phrases([params["matches"]], "matches"))
        tests.append(lambda value: bool(pattern and pattern.search(normalise(value).plain)))
    return tests


def _among(allowed: Iterable[str], value: str) -> bool:
    number_ = _number(value)
    return any(value == one or (number_ is not None and number_ == _number(one)) for one in allowed)


def _between(least: float, most: float, value: str) -> bool:
    found = _number(value)
    return found is not None and least < found < most


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
