"""The pipeline as plain functions: transcribe, check, record, park."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from making import audited_call, stored_call, write_wav
from sqlalchemy import func, select

from audit import attempts, journal, pipeline
from audit.config import Settings
from audit.hearing.wire import HearingError
from audit.intake.batch import run_batch
from audit.recordings import Recordings
from audit.store import Alert, Attempt, Audit, Call, Fact, Finding, JournalEntry, Store, Transcript
from checks.rulepack import load_pack
from transcribe.problem import Problem
from transcribe.transcript import Transcript as Heard
from transcribe.transcript import Turn


class Ear:
    """Stands for the speech engine; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, str] | None] = []

    def __call__(self, path: Path, channels: Mapping[str, str] | None, seconds: float) -> Heard:
        assert path.is_file()
        assert seconds == 1
        self.asked.append(channels)
        return Heard((Turn("agent", 0.0, 1.0, "您好"),), 1.0, "ear", "digest", 0.5)


def recorded_call(store: Store, recordings: Recordings, folder: Path) -> int:
    (receipt,) = run_batch(store, recordings, [str(write_wav(folder / "r.wav"))])
    assert receipt.outcome == "accepted"
    with store.reading() as session:
        return session.scalars(select(Call.id)).one()


def test_a_recording_is_transcribed_once(
    store: Store, recordings: Recordings, tmp_path: Path
) -> None:
    call_pk, ear = recorded_call(store, recordings, tmp_path), Ear()
    first = pipeline.transcribe(store, recordings, call_pk, "auto", ear)
    assert pipeline.transcribe(store, recordings, call_pk, "auto", ear) == first
    assert len(ear.asked) == 1
    assert pipeline.transcribe(store, recordings, call_pk, "other", ear) != first
    with store.reading() as session:
        made = session.get_one(Transcript, first)
        assert (made.engine, made.model_digest, made.confidence) == ("ear", "digest", 0.5)
        assert made.turns[0]["text"] == "您好"


def test_a_call_with_turns_is_not_transcribed(store: Store, recordings: Recordings) -> None:
    ear = Ear()
    pipeline.transcribe(store, recordings, stored_call(store), "auto", ear)
    assert ear.asked == []


def test_a_worker_taken_for_dead_may_have_finished_first(
    store: Store, recordings: Recordings, tmp_path: Path
) -> None:
    call_pk, ear = recorded_call(store, recordings, tmp_path), Ear()

    def slow(path: Path, channels: Mapping[str, str] | None, seconds: float) -> Heard:
        pipeline.transcribe(store, recordings, call_pk, "auto", ear)
        return ear(path, channels, seconds)

    made = pipeline.transcribe(store, recordings, call_pk, "auto", slow)
    with store.reading() as session:
        assert session.scalars(select(Transcript.id)).all() == [made]


def test_the_same_call_and_pack_give_the_same_result(store: Store) -> None:
    call_pk, pack = stored_call(store), load_pack()
    with store.reading() as session:
        transcript_pk = session.scalars(
            select(Transcript.id).where(Transcript.call_id == call_pk)
        ).one()
    assert pipeline.check(store, transcript_pk, pack) == pipeline.check(store, transcript_pk, pack)


def test_a_result_is_stored_whole_and_once(store: Store) -> None:
    finding_id = audited_call(store)
    with store.reading() as session:
        finding = session.get_one(Finding, finding_id)
        audit = session.scalars(select(Audit)).one()
        call = session.scalars(select(Call)).one()
        outcomes = [judgment["outcome"] for judgment in audit.result["judgments"]]
        assert session.scalars(select(Alert.name)).all() == ["complaint"]
        assert session.scalars(select(Fact.type)).all() == ["refusal"]
    assert outcomes == ["hit", "undecided"]
    assert audit.result["judgments"][0]["spans"] == [{"turn": 0, "start": 0, "end": 2}]
    assert (audit.pack_rev, audit.score) == ("pack-1", 80.0)
    assert (finding.status, finding.clauses[0]["number"]) == ("suspected", "1")
    assert (call.status, call.stage, call.risk) == ("audited", "", 7.5)


def test_the_journal_names_no_text(store: Store) -> None:
    audited_call(store)
    with store.reading() as session:
        bodies = " ".join(session.scalars(select(JournalEntry.body)))
        assert journal.first_broken(session) is None
    assert "call audited" in bodies
    assert "您好" not in bodies
    assert "测试" not in bodies


def test_a_parked_call_keeps_its_reason(store: Store) -> None:
    call_pk = stored_call(store)
    with store.writing() as session:
        pipeline.park(session, call_pk, "audio_truncated", "a.wav: the recording is cut off")
    with store.reading() as session:
        call = session.get_one(Call, call_pk)
    assert (call.status, call.error_code) == ("parked", "audio_truncated")
    assert call.error == "a.wav: the recording is cut off"


def test_a_stage_that_ends_leaves_no_open_attempt(store: Store) -> None:
    call_pk = stored_call(store)
    with (
        pytest.raises(HearingError),
        attempts.attempt(store, call_pk, "transcribe", 1, "w1"),
    ):
        raise HearingError("crash")
    with store.reading() as session:
        assert session.scalar(select(func.count()).where(Attempt.ended_at.is_(None))) == 0
        assert session.get_one(Call, call_pk).status == "processing"


def test_the_fourth_start_after_three_deaths_is_refused(store: Store) -> None:
    call_pk = stored_call(store)
    # begun and never resumed: the workers died inside
    dead = [attempts.attempt(store, call_pk, "transcribe", 1, f"w{n}") for n in range(3)]
    for begun in dead:
        begun.__enter__()
    with (
        pytest.raises(Problem, match="died 3 times while transcribing") as told,
        attempts.attempt(store, call_pk, "transcribe", 1, "w4"),
    ):
        pass
    assert told.value.code == "worker_died"
    with attempts.attempt(store, call_pk, "transcribe", 2, "w4"):  # a person's retry starts anew
        pass


def test_a_replay_does_not_open_an_audited_call_again(store: Store) -> None:
    audited_call(store)
    with attempts.attempt(store, 1, "check", 1, "w1"):
        pass
    with store.reading() as session:
        assert session.get_one(Call, 1).status == "audited"


def test_settings_name_the_recognition() -> None:
    assert pipeline.asr_rev(Settings(engine="auto")) == "auto"
    assert pipeline.asr_rev(Settings(engine="a", model=Path("x/base.pt"))) == "a:base.pt"
