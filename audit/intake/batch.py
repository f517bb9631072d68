"""One intake: everything that was named, in order, each item accepted or refused on its own."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.callformat import RawCall
from audit.callshape import check_fields
from audit.intake.accept import Receipt, refuse, take_in
from audit.intake.dialler import IntakeSettings
from audit.intake.files import TABLE_SUFFIXES, File, expand
from audit.intake.metadata import nested, read_one, read_table
from audit.intake.offer import Offer
from audit.intake.transcripts import with_transcript
from audit.recordings import Recordings
from audit.store import Store
from transcribe.problem import PassingProblem, Problem

# Stands in while a call is checked whose time nobody knows.
_SOME_TIME = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that never became an offer, with where it stood."""

    problem: Problem
    source: str


@dataclass
class _Named:
    """What the metadata file and the tables say: calls by the recording they name."""

    how: IntakeSettings
    calls: dict[File, RawCall] = field(default_factory=dict)
    taken: set[File] = field(default_factory=set)


def run_batch(
    store: Store,
    recordings: Recordings,
    paths: Sequence[str],
    metadata: str | None = None,
    how: IntakeSettings | None = None,
    *,
    wait: bool = False,
) -> Iterator[Receipt]:
    """Take in everything that `paths` mean; one receipt an item, as soon as it is decided.

    With `wait` what `metadata` does not name yet, and what it names too early, is left for later.
    """
    batch = uuid.uuid4().hex
    for item in offers(paths, metadata, how or IntakeSettings(), wait=wait):
        if isinstance(item, Refusal):
            yield refuse(store, item.problem, item.source, batch)
        else:
            yield _take_in(store, recordings, item, batch)


def _take_in(store: Store, recordings: Recordings, offer: Offer, batch: str) -> Receipt:
    """What failed around an offer is told and not written down: a later look takes it in."""
    try:
        return take_in(store, recordings, offer, batch)
    except PassingProblem as problem:
        return Receipt(offer.source, "refused", code=problem.code, message=str(problem))


def offers(
    paths: Sequence[str], metadata: str | None, how: IntakeSettings, *, wait: bool = False
) -> Iterator[Offer | Refusal]:
    """Everything that `paths` mean, tables first.

    A recording that a table names is its call's sound and no call of its own.
    """
    files: dict[File, None] = {}  # in order, each once
    for path in paths:
        try:
            files.update(dict.fromkeys(expand(path)))
        except Problem as problem:
            yield Refusal(problem, path)
    named = _Named(how)
    if metadata is not None:
        told = _read_metadata(metadata, files, named)
        yield from (refusal for refusal in told if not wait)
    for file in files:
        if file.suffix in TABLE_SUFFIXES:
            yield from _of_table(file, named)
    recorded = {file.place for file in files if file.is_sound}
    for file in files:
        is_sidecar = file.suffix == ".json" and file.place in recorded
        too_early = wait and metadata is not None and file.is_sound and file not in named.calls
        if not (file.suffix in TABLE_SUFFIXES or file in named.taken or is_sidecar or too_early):
            yield _of_file(file, named)


def _read_metadata(path: str, files: Mapping[File, None], named: _Named) -> Iterator[Refusal]:
    """Match its rows with the recordings by path beside it, else by file name."""
    by_name = {file.name: file for file in files}
    try:
        (table,) = expand(path)
        for row in read_table(table, named.how):
            if isinstance(row, Problem):
                yield Refusal(row, row.where)
                continue
            audio = row.fields.get("audio") or ""
            file = table.beside(audio)
            found = file if file in files else by_name.get(file.name)
            if found is None:
                yield Refusal(_not_offered(audio, row.where), row.where)
            else:
                named.calls[found] = row
    except Problem as problem:
        yield Refusal(problem, path)


def _of_table(table: File, named: _Named) -> Iterator[Offer | Refusal]:
    try:
        for row in read_table(table, named.how):
            if isinstance(row, Problem):
                yield Refusal(row, row.where)
                continue
            audio = row.fields.get("audio")
            sound = table.beside(audio) if audio else None
            if sound is not None:
                named.taken.add(sound)
            yield _of_row(row, row.where, sound)
    except Problem as problem:
        yield Refusal(problem, table.path)


def _of_row(row: RawCall, source: str, named: File | None) -> Offer | Refusal:
    try:
        return with_transcript(row.fields, source, named)
    except Problem as problem:
        return Refusal(problem, source)


def _of_file(file: File, named: _Named) -> Offer | Refusal:
    """A recording or a vendor's transcript with what is known of it, or a JSON file with a call."""
    try:
        row = named.calls.get(file)
        if row is not None:
            return _of_row(row, file.path, file)
        if file.suffix == ".json":
            fields = read_one(file, {})
            audio = fields.get("audio")
            return Offer(fields, file.path, file.beside(audio) if audio else None)
        return Offer(_sidecar(file, named.how), file.path, file)
    except Problem as problem:
        return Refusal(problem, file.path)


def _sidecar(file: File, how: IntakeSettings) -> Mapping[str, Any]:
    """Fields of a recording without a row: of its sidecar, and of its name."""
    bare = {"call_id": file.stem, **nested(how.of_name(file.stem)), "audio": file.name}
    beside = file.beside(f"{file.stem}.json")
    if beside.exists():
        return read_one(beside, bare)
    check_fields({"started_at": _SOME_TIME, **bare}, file.name)
    return bare


def _not_offered(audio: str, where: str) -> Problem:
    named = f"the recording {audio}" if audio else "no recording"
    return Problem(
        "audio_missing",
        f"names {named}, which is not among the PATHs",
        where=where,
        mend="correct 'audio' or name the recording's folder too",
    )
