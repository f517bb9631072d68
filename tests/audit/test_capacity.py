"""How many workers there are where nobody says it."""

import os
from pathlib import Path

import pytest

from audit import recogniser
from audit.capacity import cores, gpus, memory_mb, threads_for, workers_for
from audit.config import Settings, load_settings
from audit.hearing.wire import Setup
from audit.store import Store
from audit.supervisor import Workers


@pytest.mark.parametrize(
    ("cores", "memory_mb", "workers", "threads"),
    [(2, 23_000, 2, 1), (16, 8_000, 4, 4), (2, 2_000, 1, 2), (1, 500, 1, 1), (6, 8_000, 4, 1)],
)
def test_as_many_as_cores_and_memory_carry(
    cores: int, memory_mb: int, workers: int, threads: int
) -> None:
    assert workers_for(cores, memory_mb) == workers
    assert threads_for(cores, workers) == threads


def test_a_container_counts_with_what_it_was_given(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemFree:  1 kB\nMemTotal:   8388608 kB\n")
    mine = len(os.sched_getaffinity(0))
    assert (cores(tmp_path), memory_mb(tmp_path, meminfo)) == (mine, 8192)
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert (cores(tmp_path), memory_mb(tmp_path, meminfo)) == (mine, 8192)
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text(f"{2 << 30}\n")
    assert (cores(tmp_path), memory_mb(tmp_path, meminfo)) == (1, 2048)
    assert workers_for(1, memory_mb(tmp_path / "none", tmp_path / "none")) == 1


def test_the_setting_overrides_what_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.capacity.cores", lambda: 4)
    monkeypatch.setattr("audit.capacity.memory_mb", lambda: 16_000)
    assert load_settings().worker_count == 4
    monkeypatch.setenv("CALLAUDIT_WORKERS", "3")
    assert load_settings().worker_count == 3


@pytest.mark.parametrize(("threads", "each"), [(0, 2), (3, 3)])
def test_workers_share_the_cores(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, threads: int, each: int
) -> None:
    monkeypatch.setattr("audit.capacity.cores", lambda: 4)
    setups: list[Setup] = []
    monkeypatch.setattr(recogniser, "Hearing", lambda setup, *_limits: setups.append(setup))
    recogniser.hearing_of(Settings(data=tmp_path, workers=2, threads=threads))
    assert setups[0].options.threads == each


def test_each_worker_knows_how_many_there_are(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class Child:
        """Ends when its stdin closes, as a worker does."""

        def __init__(self, _command: list[str], *, env: dict[str, str], **_pipes: object) -> None:
            told.append(env["CALLAUDIT_WORKERS"])
            self.stdin = None

        def wait(self, timeout: float) -> int:
            return 0

    monkeypatch.setattr("audit.supervisor.subprocess.Popen", Child)
    with Workers(Settings(data=tmp_path), store, 2):
        pass
    assert told == ["2", "2"]


def test_gpus_are_counted_by_their_devices_and_by_what_is_visible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("nvidia0", "nvidia10", "nvidia2", "nvidiactl", "nvidia-uvm", "null"):
        (tmp_path / name).touch()
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert gpus(tmp_path) == ["0", "2", "10"]
    for visible, known in {"1,3": ["1", "3"], "": [], "-1": []}.items():
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
        assert gpus(tmp_path) == known


def test_each_worker_of_a_gpu_sees_its_own(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    seen = []

    class Started:
        stdin = None

        def __init__(self, _command: object, env: dict[str, str], **_more: object) -> None:
            seen.append(env["CUDA_VISIBLE_DEVICES"])

        def wait(self, _seconds: float) -> int:
            return 0

    monkeypatch.setattr("audit.supervisor.subprocess.Popen", Started)
    settings = Settings(data=tmp_path, gpu_slots=2)
    assert settings.worker_count == 4
    with Workers(settings, store, settings.worker_count):
        assert seen == ["0", "1", "0", "1"]
