"""What checking a call of 20 turns costs in processor time, with and without its vectors.

Calls are strung together from the training calls (checks/meaning/data/calls). More texts than any
cache of the checks remembers lie between two passes, so a pass finds nothing of the one before.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import click

from audit.benchmarks.peer import Peer
from audit.callformat import to_call
from audit.evaluation.convert import as_call
from audit.evaluation.tables import Table
from checks.call import Call
from checks.meaning.learn.calls import LabelledCall, read_calls
from checks.meaning.reader import OnnxReader, Reader
from checks.meaning.vectors import Vectors
from checks.rulepack import DEFAULT_PACK, RulePack, load_pack, model_folder
from checks.run import check_call

TURNS = 20
_CALLS_FOLDER = DEFAULT_PACK / "meaning" / "data" / "calls"
# Calls for what takes milliseconds and for what takes the encoder; passes, of which the median.
_CALLS, _DEAR, _PASSES = 50, 4, 3


def measure() -> Table:
    """Processor milliseconds a call, and each against what it is to be compared with."""
    pack, calls = load_pack(), list(strung(_CALLS))
    peer = Peer(pack.folder)
    stored = {c.call_id: pack.reader.vectors(c.turns) if pack.reader else None for c in calls}
    by_peer = _cost(calls, peer.hits)
    again = _cost(calls, lambda call: check_call(call, pack, stored[call.call_id]))
    rows = [
        _row("peer: one expression a phrase over jieba's words", by_peer, "", 1),
        _row("check, vectors stored", again, "of the peer", by_peer),
    ]
    if pack.reader:
        rows += _with_encoder(pack, calls[:_DEAR])
    else:
        click.echo("the meaning layer is off: nothing to say of vectors", err=True)
    return Table([f"{len(calls)} calls of {TURNS} turns", "CPU ms a call", "ratio"], rows)


def _with_encoder(pack: RulePack, calls: Sequence[Call]) -> Iterator[list[str]]:
    """Each pass with a reader that remembers nothing yet."""
    vectors, fresh = [], []
    for _pass in range(_PASSES):
        vectors.append(_once(calls, partial(_read, OnnxReader(model_folder(pack.folder)))))
        new = replace(pack, reader=OnnxReader(model_folder(pack.folder)))
        fresh.append(_once(calls, partial(check_call, pack=new)))
    alone = median(vectors)
    yield _row(f"vectors alone ({len(calls)} calls)", alone, "", 1)
    yield _row(f"check with fresh vectors ({len(calls)} calls)", median(fresh), "of them", alone)


def _read(reader: Reader, call: Call) -> Vectors:
    return reader.vectors(call.turns)


def _row(name: str, cost: float, against: str, other: float) -> list[str]:
    return [name, f"{cost:.2f}", f"{cost / other:.3f} {against}" if against else "1"]


def _cost(calls: Sequence[Call], work: Callable[[Call], object]) -> float:
    """The median over passes; a first one, which compiles and loads, does not count."""
    return median([_once(calls, work) for _pass in range(_PASSES + 1)][1:])


def _once(calls: Sequence[Call], work: Callable[[Call], object]) -> float:
    """Processor milliseconds a call, of all threads together."""
    started = time.process_time()
    for call in calls:
        work(call)
    return (time.process_time() - started) * 1000 / len(calls)


def strung(count: int) -> Iterator[Call]:
    """Calls of 20 turns each, with the metadata of the first that gave turns to it."""
    waiting: list[LabelledCall] = []
    made = 0
    for labelled in (
        call for path in sorted(_CALLS_FOLDER.glob("*.txt")) for call in read_calls(path)
    ):
        waiting.append(labelled)
        turns = tuple(turn for call in waiting for turn in call.turns)
        if len(turns) >= TURNS:
            made += 1
            whole = replace(waiting[0], call_id=f"call-{made}", turns=turns[:TURNS])
            yield to_call(as_call(whole), ())
            waiting = []
        if made == count:
            return
