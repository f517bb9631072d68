"""`python -m audit.evaluation.convert FILE...`: labelled calls, as people write them, for evaluate.

`checks/meaning/data/README.md` describes the form that is read; the call format is printed.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from checks.meaning.labels import RULES
from checks.meaning.learn.calls import ORDER_RULES, LabelledCall, read_calls

ALERTS = frozenset(
    {
        "complaint", "dispute", "lawyer", "self_harm", "stop_contact", "vulnerability",
        "wrong_number",
    }
)  # fmt: skip
FACTS = frozenset({"callback", "new_contact", "promise_to_pay", "refusal"})


@click.command(help="Print labelled calls in the call format, one JSON object a line.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(files: tuple[Path, ...]) -> None:
    for path in files:
        for call in read_calls(path):
            click.echo(json.dumps(as_call(call), ensure_ascii=False))


def as_call(call: LabelledCall) -> dict[str, Any]:
    """One call with its labels."""
    head, turns = call.head, call.spoken()
    named: dict[str, Any] = {
        "called_party": head.get("called"),
        "client": head.get("client"),
        "agency": head.get("agency"),
        "agent": {"name": head["agent"]} if "agent" in head else None,
        "debtor": {"name": head["debtor"]} if "debtor" in head else None,
        "callback_requested": True if head.get("callback") == "yes" else None,
    }
    return {
        "call_id": call.call_id,
        "started_at": _moment(head["at"]),
        "duration_s": turns[-1].end if turns else 0.0,
        **{key: value for key, value in named.items() if value is not None},
        "debt": dict(_debt(head)),
        "turns": [turn.as_dict() for turn in turns],
        "labels": _labels(call),
    }


def _moment(written: str) -> str:
    """2026-03-02T10:15+08:00 with its seconds."""
    return f"{written[:16]}:00{written[16:]}" if len(written) == 22 else written


def _debt(head: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for key, name in (("amount", "amount"), ("overdue", "overdue_days")):
        if key in head:
            yield name, _number(head[key])
    if "product" in head:
        yield "product", head["product"]


def _number(written: str) -> float:
    value = float(written)
    return int(value) if value == int(value) else value


def _labels(call: LabelledCall) -> dict[str, Any]:
    violations: dict[str, list[int]] = defaultdict(list)
    alerts: set[str] = set()
    facts: list[dict[str, Any]] = []
    for index, turn in enumerate(call.turns):
        for label, values in turn.every:
            if label in ORDER_RULES or label in RULES:
                violations[label].append(index)
            if label in ALERTS:
                alerts.add(label)
            if label in FACTS:
                facts.append({"type": label, "turn": index, **_values(values, call.head["at"])})
    return {
        "violations": [{"rule": rule, "turns": at} for rule, at in sorted(violations.items())],
        "alerts": sorted(alerts),
        "facts": facts,
    }


def _values(written: Mapping[str, str], started: str) -> dict[str, Any]:
    out: dict[str, Any] = dict(written)
    if "amount" in out:
        out["amount"] = _number(out["amount"])
    if "time" in out:
        out["time"] = f"{out['time']}:00{started[16:]}"
    return out


if __name__ == "__main__":
    main()
