"""The child process: its answers, its crashes, its end. The engine in it is a stand-in."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from making import write_wav
from standin import use_standin_engine

from audit.hearing.parent import Hearing
from audit.hearing.wire import HearingError
from transcribe.problem import Problem


@pytest.fixture
def hearing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hearing]:
    monkeypatch.setenv("PYTHONPATH", use_standin_engine(tmp_path))
    made = Hearing("stand-in", None, timeout_s=20)
    yield made
    made.close()


def test_one_child_answers_request_after_request(hearing: Hearing, tmp_path: Path) -> None:
    heard = hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), {"left": "agent"})
    again = hearing.transcribe(write_wav(tmp_path / "b.wav", 0.2), None)
    assert heard.duration_s == 0.1
    assert again.duration_s == 0.2
    assert heard.engine == again.engine, "the same process"


def test_a_crash_is_told_and_the_next_child_answers(hearing: Hearing, tmp_path: Path) -> None:
    with pytest.raises(HearingError, match="died of SIGSEGV"):
        hearing.transcribe(write_wav(tmp_path / "segv.wav", 13), None)
    assert hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), None).duration_s == 0.1


def test_a_hang_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", use_standin_engine(tmp_path))
    impatient = Hearing("stand-in", None, timeout_s=5)
    began = time.monotonic()
    with pytest.raises(HearingError, match="longer than 5 s"):
        impatient.transcribe(write_wav(tmp_path / "slow.wav", 60), None)
    assert time.monotonic() - began < 30


def test_a_problem_comes_back_as_itself(hearing: Hearing, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="give the name again") as told:
        hearing.transcribe(tmp_path / "none.wav", None)
    assert told.value.code == "audio_missing"


def test_the_child_ends_with_its_parent_also_midway(hearing: Hearing, tmp_path: Path) -> None:
    pid = int(hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), None).engine)
    child = hearing._child
    assert child is not None
    assert child.stdin is not None
    child.stdin.write(
        b'{"path": "%s", "channels": null}\n' % bytes(write_wav(tmp_path / "l.wav", 60))
    )
    child.stdin.close()  # what the kernel does when the parent is killed
    assert child.wait(10) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
