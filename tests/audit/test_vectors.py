"""Vectors lie with their transcript: a call checked again embeds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from building import pack
from making import stored_call
from sqlalchemy import delete, select

from audit import pipeline
from audit.store import Audit, Store, Transcript, TurnVectors
from audit.vectors import Kept, keep, recall
from checks.rulepack import RulePack
from transcribe.transcript import Turn


@dataclass
class Counting:
    """Stands for the reader of meaning; says what it was asked to embed."""

    encoder: str = "encoder-1"
    digest: str = "reader"
    thresholds: Mapping[str, float] = field(default_factory=dict)
    embedded: list[str] = field(default_factory=list)

    def vectors(self, turns: Sequence[Turn]) -> Kept:
        self.embedded += [turn.text for turn in turns]
        return Kept(self.encoder, b"\0vectors of " + self.encoder.encode())

    def read(self, *_turns_or_vectors: object) -> Mapping[str, tuple[float, ...]]:
        return {}


@pytest.fixture
def rules(tmp_path: Path) -> RulePack:
    (tmp_path / "pack").mkdir()
    return pack(tmp_path / "pack")


def transcript(store: Store) -> int:
    call_pk = stored_call(store)
    with store.reading() as session:
        return session.scalars(select(Transcript.id).where(Transcript.call_id == call_pk)).one()


def audit(store: Store, transcript_pk: int, rules: RulePack, reader: object, digest: str) -> None:
    changed = replace(rules, reader=reader, digest=digest)
    checked = pipeline.check(store, transcript_pk, changed)
    with store.writing() as session:
        pipeline.record(session, transcript_pk, checked)


def stored(store: Store) -> list[tuple[str, bytes]]:
    with store.reading() as session:
        rows = session.execute(select(TurnVectors.encoder, TurnVectors.content))
        return [(row.encoder, row.content) for row in rows]


def test_a_new_pack_embeds_nothing(store: Store, rules: RulePack) -> None:
    pk, reader = transcript(store), Counting()
    audit(store, pk, rules, reader, "pack-1")
    assert len(reader.embedded) == 3  # turns
    audit(store, pk, rules, reader, "pack-2")
    assert len(reader.embedded) == 3
    with store.reading() as session:
        assert session.scalars(select(Audit.pack_rev)).all() == ["pack-1", "pack-2"]
    assert stored(store) == [("encoder-1", b"\0vectors of encoder-1")]


def test_another_encoder_embeds_anew_and_both_stay(store: Store, rules: RulePack) -> None:
    pk, first, second = transcript(store), Counting(), Counting("encoder-2")
    audit(store, pk, rules, first, "pack-1")
    audit(store, pk, rules, second, "pack-2")
    assert len(second.embedded) == 3
    assert [encoder for encoder, _content in stored(store)] == ["encoder-1", "encoder-2"]
    audit(store, pk, rules, first, "pack-3")
    assert len(first.embedded) == 3


def test_what_was_stored_comes_back_as_it_was(store: Store) -> None:
    pk, reader = transcript(store), Counting()
    with store.writing() as session:
        keep(session, pk, Kept("encoder-1", b"first"))
        keep(session, pk, Kept("encoder-1", b"a worker taken for dead was faster"))
    assert recall(store, pk, (), reader, Kept) == Kept("encoder-1", b"first")
    assert reader.embedded == []


def test_vectors_of_another_call_are_not_taken(store: Store) -> None:
    pk, reader = transcript(store), Counting()
    with store.writing() as session:
        keep(session, pk, Kept("encoder-1", b"first"))
    assert recall(store, pk + 1, (), reader, Kept).content == b"\0vectors of encoder-1"


def test_a_check_that_is_not_recorded_keeps_nothing(store: Store, rules: RulePack) -> None:
    pipeline.check(store, transcript(store), replace(rules, reader=Counting()))
    assert stored(store) == []


def test_without_the_layer_nothing_is_kept(store: Store, rules: RulePack) -> None:
    audit(store, transcript(store), rules, None, "pack-1")
    assert stored(store) == []


def test_vectors_go_with_their_transcript(store: Store) -> None:
    pk = transcript(store)
    with store.writing() as session:
        keep(session, pk, Kept("encoder-1", b"first"))
    with store.writing() as session:
        session.execute(delete(Transcript).where(Transcript.id == pk))
    assert stored(store) == []
