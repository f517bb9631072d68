"""The fields that each kind of pack file has, and what stands in them.

Scalars are read as strings, so that a number or a yes must be written in one known way: `True` or
`yes` would silently count as no.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from math import inf
from typing import Any

from checks.call import Call, Contact
from checks.judgment import Outcome
from checks.meaning.labels import LABELS
from transcribe.transcript import SPEAKERS

Kind = Callable[[Any], str]
"""Returns what is wrong with a value, "" for nothing."""


def free(_value: Any) -> str:
    return ""


def text(value: Any) -> str:
    return "" if isinstance(value, str) and value.strip() else "must be text"


def texts(value: Any) -> str:
    good = isinstance(value, list) and all(isinstance(part, str) for part in value)
    return "" if good else "must be a list of texts"


def both(value: Any) -> str:
    good = isinstance(value, dict) and all(value.get(language) for language in ("zh", "en"))
    return "" if good else "must have zh and en"


def label(value: Any) -> str:
    return (
        "" if value in LABELS else "must be a label of the meaning layer (checks/meaning/labels.py)"
    )


def number(value: Any) -> str:
    good = isinstance(value, str) and value.isascii() and value.isdigit()
    return "" if good else "must be a whole number"


def day(value: Any) -> str:
    """Written as 2026-01-30 and in the calendar."""
    try:
        good = date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        good = False
    return "" if good else "must be a day such as 2026-01-30"


def known_day(value: Any) -> str:
    wrong = "" if value == "unknown" else day(value)
    return wrong and f"{wrong}, or unknown"


def decimal(value: Any) -> str:
    try:
        good = isinstance(value, str) and 0 <= float(value) < inf
    except ValueError:
        good = False
    return "" if good else "must be a number of 0 or more"


def flag(value: Any) -> str:
    return "" if value in ("true", "false") else "must be true or false, in small letters"


def outcome(value: Any) -> str:
    allowed = [known.value for known in Outcome]
    return "" if value in allowed else f"must be one of {', '.join(allowed)}"


def turns(value: Any) -> str:
    good = isinstance(value, list) and all(
        isinstance(turn, list) and turn and turn[0] in SPEAKERS for turn in value
    )
    if not good or not all(len(turn) in (2, 4, 5) for turn in value):
        return (
            "must be a list of [speaker, text] or [speaker, text, start, end], "
            f"speaker one of {list(SPEAKERS)}"
        )
    timed = [turn for turn in value if len(turn) > 2]
    loud = [turn[4].removeprefix("-") for turn in timed if turn[4:]]
    if any(map(decimal, [*loud, *(second for turn in timed for second in turn[2:4])])):
        return "must have start and end in seconds, and loudness in decibels"
    return _order([(float(turn[2]), float(turn[3])) for turn in timed])


def _order(times: list[tuple[float, float]]) -> str:
    starts = [start for start, _end in times]
    good = starts == sorted(starts) and all(start <= end for start, end in times)
    return "" if good else "must stand in the order of time, each with its start before its end"


def records(value: Any) -> str:
    good = isinstance(value, list) and all(isinstance(part, dict) for part in value)
    return "" if good else "must be a list of mappings"


def call(value: Any) -> str:
    """Metadata of a test's call: only what a rule may know."""
    if not isinstance(value, dict):
        return "must be a mapping"
    known = {field.name for field in fields(Call)} - {"call_id", "turns"}
    if unknown := sorted(value.keys() - known):
        return f"has unknown fields {unknown}"
    if flag(value.get("callback_requested", "false")):
        return "callback_requested must be true or false, in small letters"
    if not isinstance(value.get("metadata", {}), dict):
        return "metadata must be a mapping by the names of the call format"
    if "duration_s" in value and decimal(value["duration_s"]):
        return "duration_s must be a number of seconds"
    return _contacts(value.get("contacts", []))


def _contacts(value: Any) -> str:
    known = {field.name for field in fields(Contact)}
    good = isinstance(value, list) and all(
        isinstance(c, dict) and not c.keys() - known and not flag(c.get("connected")) for c in value
    )
    return "" if good else f"contacts must be a list of {sorted(known)}, connected true or false"


Shape = Mapping[str, Kind]
"""Fields by name; a name with a question mark may be left out."""

_RULE: Shape = {
    "id": text, "version": number, "stage": text, "severity": text, "title": both,
    "reason": both, "rationale": text, "review_guide": text, "false_positives": texts,
    "conditions": free, "applies?": free, "minor_when?": text, "when": free, "evidence?": free,
    "weight?": decimal, "veto?": flag,
    "tests": records,
}  # fmt: skip
_SHAPES: Mapping[str, Shape] = {
    "rules": _RULE,
    "alerts": _RULE,
    "acts": {
        "id": text, "speaker": text, "meaning?": label,
        "doubt?": flag, "unheard?": flag, "words": free, "reply_to?": texts, "within?": number,
        "tests": records,
    },
    "regulations": {
        "id": text, "version_of?": text, "title": text, "source": text, "in_force": known_day,
        "valid_from?": day, "valid_to?": day, "verified_on": day, "clauses": records,
    },
    "scorecards": {
        "id": text, "version": number, "title": both, "compliance": free, "quality": free,
    },
}  # fmt: skip
_RULE_TEST: Shape = {
    "name": text, "turns": turns, "hits?": free, "outcome?": outcome, "known_miss?": flag,
    "call?": call,
}  # fmt: skip
_ACT_TEST: Shape = {
    "name?": text, "text": text, "before?": text, "hit": flag, "known_miss?": flag, "call?": call,
}  # fmt: skip
_CLAUSE: Shape = {
    "number?": text, "text": text, "mark": text, "valid_from?": day, "valid_to?": day,
    "rules": texts, "status": text, "note?": text,
}  # fmt: skip
_PARTS: Mapping[str, tuple[str, Shape]] = {
    "rules": ("tests", _RULE_TEST),
    "alerts": ("tests", _RULE_TEST),
    "acts": ("tests", _ACT_TEST),
    "regulations": ("clauses", _CLAUSE),
}


Complaint = tuple[str, str]
"""The way to the field in the file, such as tests/2/hits, and what is wrong there."""


def shape_complaints(folder: str, raw: Mapping[str, Any]) -> Iterator[Complaint]:
    """What is wrong with the fields of one file of `folder`; nothing is said of word lists."""
    if folder not in _SHAPES:
        return
    yield from _complaints(_SHAPES[folder], raw)
    key, shape = _PARTS.get(folder, ("", {}))
    parts = raw.get(key)
    for index, part in enumerate(parts if isinstance(parts, list) else ()):
        if isinstance(part, dict):
            for way, complaint in (*_complaints(shape, part), *_hits(part)):
                yield f"{key}/{index}/{way}", f"{key}, number {index + 1}: {complaint}"


def _complaints(shape: Shape, raw: Mapping[str, Any]) -> Iterator[Complaint]:
    kinds = {name.removesuffix("?"): kind for name, kind in shape.items()}
    for name in shape:
        if name in kinds and name not in raw:
            yield "", f"lacks {name}"
    for name, value in raw.items():
        if name not in kinds:
            yield name, f"knows no field {name}"
        elif wrong := kinds[name](value):
            yield name, f"{name} {wrong}"


def _hits(test: Mapping[str, Any]) -> Iterator[Complaint]:
    """Hits are indices into the test's own turns."""
    length = len(test.get("turns", ()))
    wrong = [hit for hit in test.get("hits", ()) if number(hit) or int(hit) >= length]
    if wrong:
        yield "hits", f"hits {wrong} are no turns of the test"
