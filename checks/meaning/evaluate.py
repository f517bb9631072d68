"""`python -m checks.meaning.evaluate CALLS.jsonl`: what the meaning layer finds by itself.

Call level, as `evaluate` scores (rules.md): a call counts as found by its highest turn of that
speaker. Prints figures only, never a text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from checks.meaning.labels import LABELS, RULES
from checks.meaning.learn.thresholds import average_precision
from checks.meaning.reader import MODEL_FOLDER, OnnxReader
from transcribe.transcript import Turn

_ALERTS = (
    "complaint", "dispute", "lawyer", "self_harm", "stop_contact", "vulnerability", "wrong_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """One call: the labels that it carries, those left open, and the highest turn of each."""

    carried: frozenset[str]
    left_open: frozenset[str]
    highest: Mapping[str, float]


@click.command(help="Average precision and F1 of the meaning layer alone, by rule and alert.")
@click.argument("calls", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--model", default=MODEL_FOLDER, type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the model, by default the one that ships.",
)  # fmt: skip
def main(calls: Path, model: Path) -> None:
    reader = OnnxReader(model)
    seen = [look(json.loads(line), reader) for line in calls.read_text("utf-8").splitlines()]
    for group in (RULES, _ALERTS):
        rows = [score(seen, label, reader.thresholds[label]) for label in group]
        for label, row in zip(group, rows, strict=True):
            click.echo(f"{label:24}" + "".join(f"{name} {value:<8}" for name, value in row.items()))
        told = [row for row in rows if row["tp"] + row["fn"]]
        ap, f1 = (np.mean([row[name] for row in told]) for name in ("ap", "f1"))
        click.echo(f"{'macro':24}ap {ap:.3f}   f1 {f1:.3f}\n")
    click.echo(f"{'clean calls':24}false alarm {clean_false_alarm(seen, reader.thresholds):.3f}")


def look(raw: Mapping[str, Any], reader: OnnxReader) -> Seen:
    turns = tuple(Turn.from_dict(turn) for turn in raw["turns"])
    labels = raw["labels"]
    carried = {violation["rule"] for violation in labels["violations"]} | set(labels["alerts"])
    left_open = {_name(pair) for pair in labels.get("ambiguous", ())}
    return Seen(frozenset(carried), frozenset(left_open), dict(_highest(turns, reader.read(turns))))


def _name(pair: Any) -> str:
    return str(pair["rule"] if isinstance(pair, dict) else pair)


def _highest(
    turns: Sequence[Turn], read: Mapping[str, Sequence[float]]
) -> Iterator[tuple[str, float]]:
    for label, probabilities in read.items():
        mine = (
            p
            for turn, p in zip(turns, probabilities, strict=True)
            if turn.speaker in (LABELS[label], "unknown")
        )
        yield label, max(mine, default=0.0)


def score(seen: Sequence[Seen], label: str, threshold: float) -> dict[str, float]:
    """Hits, false alarms, misses, F1 at the threshold, average precision without one."""
    told = [call for call in seen if label not in call.left_open]
    truth = np.array([label in call.carried for call in told], float)
    highest = np.array([call.highest[label] for call in told])
    found = highest >= threshold
    tp, fp = int((found * truth).sum()), int((found * (1 - truth)).sum())
    fn = int(truth.sum()) - tp
    f1 = 2 * tp / (2 * tp + fp + fn) if tp else 0.0
    ap = average_precision(highest, truth)
    return {"tp": tp, "fp": fp, "fn": fn, "f1": round(f1, 3), "ap": round(ap, 3)}


def clean_false_alarm(seen: Sequence[Seen], thresholds: Mapping[str, float]) -> float:
    """Share of calls without any labelled rule in which some rule is found."""
    clean = [call for call in seen if not call.carried & set(RULES) and not call.left_open]
    alarmed = [c for c in clean if any(c.highest[rule] >= thresholds[rule] for rule in RULES)]
    return len(alarmed) / max(len(clean), 1)


if __name__ == "__main__":
    main()
