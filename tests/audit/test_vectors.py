"""Vectors lie with their transcript: a call checked again embeds nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from building import StandInReader, call, pack
from making import stored_call
from sqlalchemy import delete, select

from audit import keeping, pipeline
from audit.store import Audit, Store, Transcript, TurnVectors
from audit.vectors import keep_all, recall
from checks.meaning.reader import Reader
from checks.meaning.vectors import Vectors
from checks.rulepack import RulePack

TURNS = call("a: 您好", "c: 你好").turns


class Other(StandInReader):
    encoder = "another"


@pytest.fixture
def rules(tmp_path: Path) -> RulePack:
    (tmp_path / "pack").mkdir()
    return pack(tmp_path / "pack")


def transcript(store: Store) -> int:
    call_pk = stored_call(store)
    with store.reading() as session:
        return session.scalars(select(Transcript.id).where(Transcript.call_id == call_pk)).one()


def audit(store: Store, pk: int, rules: RulePack, reader: Reader | None, digest: str) -> None:
    checked = pipeline.check(store, pk, replace(rules, reader=reader, digest=digest))
    with store.writing() as session:
        keeping.record(session, pk, checked)


def encoders(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(TurnVectors.encoder).order_by(TurnVectors.id)))


def vectors(text: str) -> Vectors:
    return StandInReader().vectors(call(f"a: {text}").turns)


def test_a_new_pack_embeds_nothing(store: Store, rules: RulePack) -> None:
    pk, reader = transcript(store), StandInReader()
    audit(store, pk, rules, reader, "pack-1")
    audit(store, pk, rules, reader, "pack-2")
    assert reader.embedded == 1
    with store.reading() as session:
        assert session.scalars(select(Audit.pack_rev)).all() == ["pack-1", "pack-2"]
    assert encoders(store) == ["stand-in"]


def test_another_encoder_embeds_anew_and_both_stay(store: Store, rules: RulePack) -> None:
    pk, first, second = transcript(store), StandInReader(), Other()
    for number, reader in enumerate((first, second, first)):
        audit(store, pk, rules, reader, f"pack-{number}")
    assert (first.embedded, second.embedded) == (1, 1)
    assert encoders(store) == ["stand-in", "another"]


def test_what_was_stored_comes_back_as_it_was(store: Store) -> None:
    pk, reader = transcript(store), StandInReader()
    first = vectors("甲")
    with store.writing() as session:
        keep_all(session, {pk: first})
        keep_all(session, {pk: vectors("乙")})  # a worker taken for dead was faster
    assert recall(store, pk, TURNS, reader).as_bytes() == first.as_bytes()
    assert reader.embedded == 0


def test_vectors_of_another_call_are_not_taken(store: Store) -> None:
    pk, reader = transcript(store), StandInReader()
    with store.writing() as session:
        keep_all(session, {pk: vectors("甲")})
    assert len(recall(store, pk + 1, TURNS, reader).turns) == len(TURNS)
    assert reader.embedded == 1


def test_a_check_that_is_not_recorded_keeps_nothing(store: Store, rules: RulePack) -> None:
    pipeline.check(store, transcript(store), replace(rules, reader=StandInReader()))
    assert encoders(store) == []


def test_without_the_layer_nothing_is_kept(store: Store, rules: RulePack) -> None:
    audit(store, transcript(store), rules, None, "pack-1")
    assert encoders(store) == []


def test_vectors_go_with_their_transcript(store: Store) -> None:
    pk = transcript(store)
    with store.writing() as session:
        keep_all(session, {pk: vectors("甲")})
    with store.writing() as session:
        session.execute(delete(Transcript).where(Transcript.id == pk))
    assert encoders(store) == []
