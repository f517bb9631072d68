"""What each layer adds: hits counted by the set of layers that found them.

A hit hangs on one layer where it would not have been found without it: on meaning where words did
not find it, on words where meaning did not, on dialogue or metadata where neither did. Order and
listener (dialogue) take part in many hits of words or meaning and find none of those alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.evaluation.evaluate import Pair
from audit.evaluation.tables import Table as Shown
from checks.judgment import Judgment, Layer, Outcome

ALL = "all"
"""Stands beside the rules for their sum."""

_FINDERS = {Layer.WORDS, Layer.MEANING}


@dataclass(slots=True)
class Hits:
    """Right and wrong ones."""

    tp: int = 0
    fp: int = 0


Table = Mapping[str, Mapping[str, Hits]]
"""Rule to layers to hits."""


def by_layers(pairs: Sequence[Pair]) -> Table:
    """Hits by all layers that found them, such as `words+dialogue`."""
    return _table(pairs, "+".join)


def by_sole_layer(pairs: Sequence[Pair]) -> Table:
    """Hits that hang on one layer, by that layer."""
    return _table(pairs, _sole)


def as_dict(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Both tables, as `evaluate --json --by found_by` prints them."""
    return {"layers": _plain(by_layers(pairs)), "sole_layer": _plain(by_sole_layer(pairs))}


def _sole(layers: Sequence[Layer]) -> str:
    """The layer on which a hit hangs, "" for a hit of words and meaning."""
    finders = [layer for layer in layers if layer in _FINDERS] or list(layers)
    return finders[0] if len(finders) == 1 else ""


def _table(pairs: Sequence[Pair], name: Callable[[Sequence[Layer]], str]) -> Table:
    table: dict[str, dict[str, Hits]] = defaultdict(lambda: defaultdict(Hits))
    for judgment, right in _hits(pairs):
        if named := name(judgment.found_by):
            for row in (judgment.rule, ALL):
                table[row][named].tp += right
                table[row][named].fp += not right
    return table


def _hits(pairs: Sequence[Pair]) -> Iterator[tuple[Judgment, bool]]:
    """Every hit that counts, and whether it is right."""
    for labels, result in pairs:
        for judgment in result.judgments:
            if judgment.outcome is Outcome.HIT and judgment.rule not in labels.ambiguous:
                yield judgment, judgment.rule in labels.violations


def tables(pairs: Sequence[Pair]) -> list[Shown]:
    """The same for people: right/wrong hits."""
    return [
        _shown("found by", by_layers(pairs)),
        _shown("only with", by_sole_layer(pairs)),
    ]


def _shown(title: str, table: Table) -> Shown:
    names = sorted(table.get(ALL, {}))
    rows = [
        [rule, *(_hits_of(table[rule].get(name)) for name in names)]
        for rule in sorted(table, key=lambda rule: (rule == ALL, rule))
    ]
    return Shown([f"{title} (right/wrong)", *names], rows)


def _hits_of(hits: Hits | None) -> str:
    return f"{hits.tp}/{hits.fp}" if hits else "-"


def _plain(table: Table) -> dict[str, Any]:
    return {
        rule: {name: {"tp": hits.tp, "fp": hits.fp} for name, hits in sorted(table[rule].items())}
        for rule in sorted(table)
    }
