"""The arithmetic of the capacity page, and the queue's benchmark on a small database."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.benchmarks import queue
from audit.benchmarks.machines import main
from audit.config import Settings


def test_machines_for_a_day() -> None:
    asked = ["--hear-s", "600", "--check-ms", "1000", "--minutes", "6", "--busy", "1"]
    told = CliRunner().invoke(main, [*asked, "--cores", "4", "--markdown"]).output
    # 60 s of hearing and 1 s of checking a call: 10,000 calls are 610,000 s of 86,400 a core.
    assert "| 10,000 | 169 | 7.1 | 2 |" in told
    assert "| 1,000,000 | 16,944 | 706.0 | 177 |" in told


@pytest.mark.kill
@pytest.mark.timeout(300)
def test_the_queue_is_measured_with_real_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PER_WORKER", 3)
    table = queue.measure(Settings(data=tmp_path), 20, workers=(1,))
    ((name, rate, spent),) = table.rows
    assert name == "1 workers"
    assert float(rate) > 0
    assert float(spent) > 0
    assert table.columns[0] == "20 stored calls on sqlite"
