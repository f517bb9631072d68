"""Fields of a vendor's result, taken with a clear sentence where one is missing or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transcribe.problem import Problem


@dataclass(frozen=True, slots=True)
class Vendor:
    """`keys` are the fields of its result, `marks` those of them that no other JSON has."""

    name: str
    marks: frozenset[str]
    keys: frozenset[str]

    def wrote(self, fields: Mapping[str, Any]) -> bool:
        return self.marks <= fields.keys()


@dataclass(frozen=True, slots=True)
class Place:
    """An object inside a result; `path` is as people write it, `Transcript[3]`."""

    vendor: Vendor
    fields: Mapping[str, Any]
    path: str
    where: str

    def text(self, name: str) -> str:
        return str(self._take(name, str, "a text"))

    def seconds(self, name: str) -> float:
        """From whole milliseconds, as all three vendors count."""
        value = self._take(name, int | float, "a number of milliseconds")
        if isinstance(value, bool) or not 0 <= value < 1e9:  # 1e9 ms are 11 days; also no NaN
            raise self._bad(name, "a number of milliseconds")
        return round(float(value) / 1000, 3)

    def objects(self, name: str, *, needed: bool = True) -> "list[Place]":
        """The objects of a list, none where it is absent and not `needed`."""
        if not needed and self.fields.get(name) is None:
            return []
        found = self._take(name, list, "a list")
        places = []
        for index, part in enumerate(found):
            path = f"{self._path(name)}[{index}]"
            if not isinstance(part, dict):
                raise _problem(self.vendor, path, "is no object", self.where)
            places.append(Place(self.vendor, part, path, self.where))
        return places

    def inside(self, name: str) -> "Place":
        found = self._take(name, dict, "an object")
        return Place(self.vendor, found, self._path(name), self.where)

    def _take(self, name: str, kind: Any, said: str) -> Any:
        if self.fields.get(name) is None:
            raise _problem(self.vendor, self._path(name), "is missing", self.where)
        if not isinstance(self.fields[name], kind):
            raise self._bad(name, said)
        return self.fields[name]

    def _bad(self, name: str, said: str) -> Problem:
        return _problem(self.vendor, self._path(name), f"is not {said}", self.where)

    def _path(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def turn(speaker: str, start: float, end: float, text: str) -> dict[str, Any]:
    """A turn of the call format; an end before the start, which rounding can give, is the start."""
    return {"speaker": speaker, "start": start, "end": max(start, end), "text": text}


def _problem(vendor: Vendor, path: str, what: str, where: str) -> Problem:
    return Problem(
        "bad_import",
        f"this looks like a result of {vendor.name}, but field '{path}' {what}",
        where=where,
        mend="export it again and take in the whole JSON, unchanged",
    )
