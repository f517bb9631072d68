"""The child process: its answers, its crashes, its end. The engine in it is a stand-in."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from making import write_wav
from standin import CRASHES_S, EATS_MEMORY_S, HANGS_S, IS_KILLED_S, use_standin_engine

from audit.hearing.parent import Hearing
from audit.hearing.wire import HearingError, Setup, out_of_memory, pack_error, unpack
from transcribe.options import Options, Server
from transcribe.problem import PassingProblem, Problem

Hear = Callable[..., Hearing]


@pytest.fixture
def hear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hear]:
    """Makes Hearings and ends them after the test."""
    monkeypatch.setenv("PYTHONPATH", use_standin_engine(tmp_path))
    made: list[Hearing] = []

    def make(
        timeout_s: float = 60, timeout_per_s: float = 0, memory_mb: int | None = None
    ) -> Hearing:
        setup = Setup("stand-in", None, Options(), memory_mb)
        made.append(Hearing(setup, timeout_s, timeout_per_s))
        return made[-1]

    yield make
    for hearing in made:
        hearing.close()


@pytest.fixture
def hearing(hear: Hear) -> Hearing:
    return hear()


def test_one_child_answers_request_after_request(hearing: Hearing, tmp_path: Path) -> None:
    heard = hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), {"left": "agent"}, 0.1)
    again = hearing.transcribe(write_wav(tmp_path / "b.wav", 0.2), None, 0.2)
    assert heard.duration_s == 0.1
    assert again.duration_s == 0.2
    assert heard.engine == again.engine, "the same process"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (CRASHES_S, "died of SIGSEGV"),
        (IS_KILLED_S, "died of SIGKILL; perhaps there was not enough memory"),
        (EATS_MEMORY_S, r"there was not enough memory \(MemoryError\)"),
    ],
)
def test_a_death_is_told_and_the_next_child_answers(
    hear: Hear, tmp_path: Path, seconds: float, told: str
) -> None:
    hearing = hear(memory_mb=1500)
    first = hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), None, 0.1).engine
    with pytest.raises(HearingError, match=told):
        hearing.transcribe(write_wav(tmp_path / "bad.wav", seconds), None, seconds)
    again = hearing.transcribe(write_wav(tmp_path / "b.wav", 0.2), None, 0.2)
    assert again.engine != first, "another process"


def test_a_hang_that_holds_the_interpreter_is_cut_off(hear: Hear, tmp_path: Path) -> None:
    impatient = hear(timeout_s=6)
    began = time.monotonic()
    with pytest.raises(Problem, match="longer than 6 s and was ended") as caught:
        impatient.transcribe(write_wav(tmp_path / "slow.wav", HANGS_S), None, HANGS_S)
    assert caught.value.code == "hearing_hangs"
    assert time.monotonic() - began < 30


def test_the_limit_grows_with_the_recording(hear: Hear, tmp_path: Path) -> None:
    patient = hear(timeout_s=0.01, timeout_per_s=20)
    assert patient.transcribe(write_wav(tmp_path / "a.wav", 2), None, 2).duration_s == 2
    with pytest.raises(Problem, match="longer than 2 s"):
        patient.transcribe(write_wav(tmp_path / "b.wav", 4), None, 0.1)


def test_the_setup_reaches_the_child_whole_and_its_key_no_command_line(
    hear: Hear, tmp_path: Path
) -> None:
    server = Server("http://127.0.0.1:1/v1", "m", key="s3cret")
    setup = Setup("server", tmp_path, Options(threads=2, server=server), 900)
    assert Setup.unpack(setup.pack()) == setup
    assert "s3cret" not in repr(setup)
    hearing = hear()
    pid = hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), None, 0.1).engine
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    assert arguments[1:] == [b"-m", b"audit.hearing.child", b""]


def test_the_child_goes_first_when_the_machine_is_out_of_memory(
    hearing: Hearing, tmp_path: Path
) -> None:
    pid = hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), None, 0.1).engine
    assert Path(f"/proc/{pid}/oom_score_adj").read_text() == "1000\n"


@pytest.mark.parametrize(
    "said",
    [
        "std::bad_alloc",
        "CUDA failed with error out of memory",
        "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes",
    ],
)
def test_engines_say_in_their_own_words_that_memory_is_out(said: str) -> None:
    assert out_of_memory(RuntimeError(said))
    assert not out_of_memory(RuntimeError("invalid argument"))


@pytest.mark.parametrize("kind", [Problem, PassingProblem])
def test_whether_a_problem_may_pass_survives_the_wire(kind: type[Problem]) -> None:
    with pytest.raises(Problem) as caught:
        unpack(pack_error(kind("code", "what", where="here", mend="mend")))
    assert type(caught.value) is kind


def test_a_problem_comes_back_as_itself(hearing: Hearing, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="give the name again") as told:
        hearing.transcribe(tmp_path / "none.wav", None, 1)
    assert told.value.code == "audio_missing"


def test_the_child_ends_with_its_parent_also_midway(hearing: Hearing, tmp_path: Path) -> None:
    pid = int(hearing.transcribe(write_wav(tmp_path / "a.wav", 0.1), None, 0.1).engine)
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
