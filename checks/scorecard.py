"""评分卡: what a broken rule costs a call, and what the course of the call costs its quality.

A pack's own scorecards/standard.yaml, else the one that ships. Its numbers are proposals: no
regulation sets any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.lexicon import read_yaml
from checks.quality import MEASURES
from transcribe.problem import Problem

CARD = "scorecards/standard.yaml"
_SHIPPED = Path(__file__).parent / CARD
_SEVERITIES = ("critical", "major", "minor")


@dataclass(frozen=True, slots=True)
class Cost:
    """Points for one broken rule: for its first place, for each further one, and at most."""

    points: float
    further: float
    most: float

    @classmethod
    def read(cls, raw: Mapping[str, Any], default: "Cost | None" = None) -> "Cost":
        """What is left out costs nothing more, or as the default says."""
        _known(raw, "points", "further", "most")
        points = _number(raw["points"] if default is None else raw.get("points", default.points))
        further = _number(raw.get("further", default.further if default else 0))
        most = _number(raw.get("most", max(points, default.most) if default else points))
        if most < points:
            raise ValueError(f"most {most:g} is less than points {points:g}")
        return cls(points, further, most)


@dataclass(frozen=True, slots=True)
class Band:
    """A measure of the call's course (checks/quality.py) that costs points beyond a limit."""

    measure: str
    above: bool
    limit: float
    points: float

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Band":
        side = "above" if "above" in raw else "below"
        _known(raw, "measure", "points", side)
        if raw["measure"] not in MEASURES:
            raise ValueError(f"there is no measure {raw['measure']}; use one of {list(MEASURES)}")
        return cls(raw["measure"], side == "above", _number(raw[side]), _number(raw["points"]))

    def holds(self, value: float) -> bool:
        return value > self.limit if self.above else value < self.limit


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Full marks and floor (what deductions alone never go below) of both scores.

    `rules` overrides the severity's cost for one rule; `courtesy` is what a hit of a rule costs the
    quality beside the measures.
    """

    name: str
    full: float
    floor: float
    severities: Mapping[str, Cost]
    rules: Mapping[tuple[str, str], Cost]
    quality_full: float
    quality_floor: float
    bands: tuple[Band, ...]
    courtesy: Mapping[str, float]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Scorecard":
        """Raise KeyError, TypeError or ValueError for what is missing or wrong."""
        compliance, quality = raw["compliance"], raw["quality"]
        _known(compliance, "full", "floor", "severities", "rules")
        _known(quality, "full", "floor", "measures", "rules")
        severities = {name: Cost.read(compliance["severities"][name]) for name in _SEVERITIES}
        return cls(
            f"{raw['id']} {raw['version']}",
            *_marks(compliance),
            severities,
            {
                (rule, severity): Cost.read(changed, cost)
                for rule, changed in compliance.get("rules", {}).items()
                for severity, cost in severities.items()
            },
            *_marks(quality),
            tuple(Band.read(band) for band in quality.get("measures", ())),
            {rule: _number(points) for rule, points in quality.get("rules", {}).items()},
        )

    def cost(self, rule: str, severity: str) -> Cost:
        return self.rules.get((rule, severity), self.severities[severity])


def load_scorecard(pack: Path) -> Scorecard:
    """Raises Problem `rule_scorecard`, which names what is wrong."""
    path = pack / CARD if (pack / CARD).is_file() else _SHIPPED
    try:
        return Scorecard.read(read_yaml(path))
    except KeyError as error:
        told = f"lacks {error.args[0]}"
    except (AttributeError, TypeError):
        told = "a part of it has the wrong shape"
    except ValueError as error:
        told = str(error)
    raise Problem(
        "rule_scorecard", told, where=path.name, mend="compare it with the card that ships"
    )


def _marks(raw: Mapping[str, Any]) -> tuple[float, float]:
    full, floor = _number(raw["full"]), _number(raw.get("floor", 0))
    if floor >= full:
        raise ValueError(f"floor {floor:g} is not below full {full:g}")
    return full, floor


def _number(raw: Any) -> float:
    value = float(raw)
    if not 0 <= value < float("inf"):
        raise ValueError(f"{raw} is no number of points")
    return value


def _known(raw: Mapping[str, Any], *names: str) -> None:
    if unknown := sorted(set(raw) - set(names)):
        raise ValueError(f"knows no {', '.join(unknown)}; use {', '.join(names)}")
