"""Real worker processes, really killed: nothing lost, nothing audited twice."""

import os
import signal
from pathlib import Path

import pytest
from machines import (
    Work,
    assert_each_audited_once,
    kill_group,
    take_in,
    until,
    with_a_call_in_hand,
)
from sqlalchemy import func, select
from standin import (
    CRASHES_S,
    EATS_MEMORY_S,
    HANGS_S,
    IS_KILLED_S,
    KILLS_WORKER_S,
)

from audit.recordings import Recordings
from audit.store import Attempt, Audit, Call, Store

pytestmark = [pytest.mark.kill, pytest.mark.timeout(600)]


def test_killed_mid_call_nothing_is_lost_or_done_twice(
    store: Store, recordings: Recordings, work: Work, tmp_path: Path
) -> None:
    take_in(store, recordings, tmp_path, 2, 3, 2)
    gone = work()
    until(lambda: with_a_call_in_hand(store))
    first = with_a_call_in_hand(store)
    kill_group(gone)  # the whole machine: nobody is left to tell
    with store.reading() as session:
        assert session.scalar(select(func.count()).where(Call.status == "processing")) == 1

    second = work("--until-empty", "--workers", "2")
    until(lambda: with_a_call_in_hand(store, first))
    os.kill(with_a_call_in_hand(store, first)[0], signal.SIGKILL)  # its supervisor replaces it
    assert second.wait(300) == 0
    assert_each_audited_once(store, 4)
    assert len(store_deaths(store)) == 2, "both kills hit a call in the middle"


def store_deaths(store: Store) -> list[int]:
    with store.reading() as session:
        return list(session.scalars(select(Attempt.call_id).where(Attempt.ended_at.is_(None))))


def test_poisons_are_parked_each_with_its_reason_and_their_neighbours_finish(
    store: Store,
    recordings: Recordings,
    work: Work,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALLAUDIT_TRANSCRIBE_TIMEOUT_S", "30")
    monkeypatch.setenv("CALLAUDIT_TRANSCRIBE_TIMEOUT_PER_S", "0")
    monkeypatch.setenv("CALLAUDIT_TRANSCRIBE_MEMORY_MB", "1500")
    told = {
        CRASHES_S: ("hearing_failed", "SIGSEGV"),
        KILLS_WORKER_S: ("worker_died", "died 3 times while transcribing"),
        EATS_MEMORY_S: ("hearing_failed", "there was not enough memory"),
        IS_KILLED_S: ("hearing_failed", "SIGKILL; perhaps there was not enough memory"),
        HANGS_S: ("hearing_hangs", "longer than 30 s"),
    }
    take_in(store, recordings, tmp_path, 0.2, *told, 0.3)
    assert work("--until-empty").wait(400) == 0
    with store.reading() as session:
        calls = {call.call_id: call for call in session.scalars(select(Call))}
        audits = session.scalar(select(func.count(Audit.id)))
    parked = [calls.pop(f"r{number}") for number in range(1, 6)]
    assert {call.status for call in parked} == {"parked"}
    for call, (code, sentence) in zip(parked, told.values(), strict=True):
        assert call.error_code == code
        assert sentence in call.error
    assert {call.status for call in calls.values()} == {"audited"}
    assert audits == len(calls) == 3


def test_a_stopped_worker_hands_its_call_over_at_once(
    store: Store, recordings: Recordings, work: Work, tmp_path: Path
) -> None:
    take_in(store, recordings, tmp_path, 6)  # longer than a stopping worker waits
    first = work()
    until(lambda: with_a_call_in_hand(store))
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    assert store_deaths(store) == [], "stopping is no death"
    assert work("--until-empty").wait(300) == 0
    assert_each_audited_once(store, 2)
