"""What `check` and `evaluate` share: a pack, a file of calls with turns, results with progress."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from audit.callformat import RawCall, read_calls, to_call
from audit.config import load_settings
from audit.contacts import histories
from audit.packs import open_pack
from audit.second_reader.find import find_second_reader
from checks.judgment import CallResult
from checks.rulepack import RulePack, load_pack
from checks.run import check_call
from transcribe.problem import Problem

# Calls between two lines of progress: with all rules a few seconds (dev.jsonl, 80 calls).
_STEP = 100

T = TypeVar("T")


def pack_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--pack DIR` as the argument `pack` (None where it was not given)."""
    return click.option(
        "--pack",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the rule pack [default: the settings' pack, else the one that ships].",
    )(function)


def chosen_pack(pack: Path | None) -> RulePack:
    """The pack that was asked for, else the settings' one, else the one that ships."""
    return load_pack(load_settings(pack=pack).pack)


def usable_pack(pack: Path | None) -> RulePack:
    """The same, refused with everything that lint finds where it is broken."""
    return open_pack(load_settings(pack=pack).pack)


def read_file(path: Path) -> tuple[list[RawCall], int]:
    """Calls that have turns, and how many others were refused, each with a sentence on stderr."""
    calls: list[RawCall] = []
    refused = 0
    for read in read_calls(path):
        problem = read if isinstance(read, Problem) else _without_turns(read)
        if problem:
            refuse(problem)
            refused += 1
        elif isinstance(read, RawCall):
            calls.append(read)
    return calls, refused


def refuse(problem: Problem) -> None:
    """Tell the person about one bad call and go on."""
    click.echo(f"error: {problem}", err=True)


def _without_turns(call: RawCall) -> Problem | None:
    if call.fields.get("turns") is not None:
        return None
    return Problem(
        "no_turns",
        "the call has no turns",
        where=call.where,
        mend="transcribe its audio first (callaudit transcribe)",
    )


def check_calls(
    calls: Sequence[RawCall], pack: RulePack, *, tell: bool = True
) -> Iterator[tuple[RawCall, CallResult]]:
    """Check call after call; the calls of the file are each other's contact history.

    The settings' second reader, if there is one, is asked as for stored calls.
    """
    known, second = histories(calls, pack.history_days), find_second_reader(load_settings())

    def result(raw: RawCall) -> CallResult:
        call = to_call(raw.fields, known[raw.call_id])
        checked = check_call(call, pack)
        return second.look(call, checked, pack)[0] if second else checked

    results = ((call, result(call)) for call in calls)
    return progress(results, len(calls)) if tell else results


def progress(results: Iterable[T], total: int) -> Iterator[T]:
    """Pass results on, with a line on stderr now and then."""
    for number, result in enumerate(results, start=1):
        yield result
        if number % _STEP == 0:
            click.echo(f"checked {number} of {total} calls", err=True)
