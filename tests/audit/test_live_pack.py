"""A broken rule pack is refused at the start and never replaces a good one."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import rule_fields, write_pack
from making import stored_call
from sqlalchemy import select
from standin import ROOT

from audit.config import Settings
from audit.packs import LivePack, open_pack
from audit.store import Audit, Call, Store
from transcribe.problem import Problem

BROKEN = {
    "rules/sample": rule_fields(when="other"),
    "rules/typo": rule_fields(id="typo", vetoo="x"),
}
GOOD = {"rules/sample": rule_fields(version="2"), "rules/typo": rule_fields(id="typo")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pack").mkdir()
    (tmp_path / "data").mkdir(exist_ok=True)
    return write_pack(tmp_path / "pack", {"rules/sample": rule_fields()})


@pytest.fixture
def settings(folder: Path) -> Settings:
    return Settings(data=folder.parent / "data", pack=folder, pack_look_s=0.001)


def test_a_broken_pack_is_refused_with_every_message(folder: Path) -> None:
    with pytest.raises(Problem) as told:
        open_pack(write_pack(folder, BROKEN))
    lines = str(told.value).splitlines()
    assert lines[0] == f"{folder}: cannot be used; rules lint says:"
    assert any(
        line.startswith("  rules/sample.yaml, line ") and "'other'" in line for line in lines
    )
    assert any(line.startswith("  rules/typo.yaml, line ") and "vetoo" in line for line in lines)


def test_a_field_that_would_count_for_nothing_is_refused(folder: Path) -> None:
    with pytest.raises(Problem, match="knows no field vetoo"):
        open_pack(write_pack(folder, {"rules/sample": rule_fields(vetoo="true")}))


def test_what_is_only_unfinished_is_usable(folder: Path) -> None:
    """The sample rule has fewer tests than lint wants, and no clause."""
    assert list(open_pack(folder).rules) == ["sample"]


def test_a_changed_pack_takes_effect(folder: Path, settings: Settings) -> None:
    live = LivePack(settings)
    before = live.pack
    assert live.pack is before
    write_pack(folder, GOOD)
    time.sleep(0.01)
    assert live.pack.rules["sample"].version == 2
    assert live.pack.digest != before.digest


def test_the_last_good_pack_stays_until_there_is_another(
    folder: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    live = LivePack(settings)
    before = live.pack
    write_pack(folder, BROKEN)
    with caplog.at_level(logging.WARNING, "audit.packs"):
        for _ in range(3):
            time.sleep(0.01)
            assert live.pack is before
    assert len(caplog.records) == 1, "told once for each change"
    assert "rules/typo.yaml, line" in settings.pack_note.read_text(encoding="utf-8")
    write_pack(folder, GOOD)
    time.sleep(0.01)
    assert set(live.pack.rules) == {"sample", "typo"}
    assert not settings.pack_note.exists()


def test_back_to_the_last_good_pack_is_good(folder: Path, settings: Settings) -> None:
    live = LivePack(settings)
    good = (folder / "rules/sample.yaml").read_bytes()
    for content, kept in ((b"id: [", True), (good, False)):
        (folder / "rules/sample.yaml").write_bytes(content)
        time.sleep(0.01)
        assert list(live.pack.rules) == ["sample"]
        assert settings.pack_note.exists() is kept


def test_a_folder_that_goes_away_changes_nothing(folder: Path, settings: Settings) -> None:
    live = LivePack(settings)
    folder.rename(folder.parent / "gone")
    time.sleep(0.01)
    assert list(live.pack.rules) == ["sample"]


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "audit", *arguments]


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"CALLAUDIT_PACK": str(folder), "CALLAUDIT_PACK_LOOK_S": "0.2"}


@pytest.fixture
def worker(store: Store, folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """A real `work` on the store's data with the folder's pack."""
    process = subprocess.Popen(
        _command("work", "--data", str(folder.parent / "data")), cwd=ROOT, text=True,
        env=_environment(folder), stderr=subprocess.PIPE,
    )  # fmt: skip
    yield process
    process.terminate()
    process.communicate(timeout=60)


def _versions(store: Store, call_id: str) -> list[int]:
    """The versions of the rules that judged a call, once it is audited."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with store.reading() as session:
            result: Any = session.scalar(
                select(Audit.result).join(Call, Call.id == Audit.call_id)
                .where(Call.call_id == call_id)
            )  # fmt: skip
        if result:
            return [judgment["rule_version"] for judgment in result["judgments"]]
        time.sleep(0.1)
    raise AssertionError("waited in vain")


@pytest.mark.kill
def test_a_running_worker_keeps_its_pack_and_status_says_so(
    store: Store, folder: Path, worker: "subprocess.Popen[str]"
) -> None:
    stored_call(store, "A")
    assert _versions(store, "A") == [1]
    write_pack(folder, BROKEN)
    time.sleep(0.5)
    stored_call(store, "B")
    assert _versions(store, "B") == [1]
    status = subprocess.run(
        _command("status", "--json", "--data", str(folder.parent / "data")), cwd=ROOT, text=True,
        env=_environment(folder), capture_output=True, check=True,
    )  # fmt: skip
    assert "the last good rule pack" in status.stderr
    assert "rules/sample.yaml, line" in status.stderr
    write_pack(folder, GOOD)
    time.sleep(0.5)
    stored_call(store, "C")
    assert _versions(store, "C") == [2, 1]
    assert worker.poll() is None


@pytest.mark.kill
@pytest.mark.parametrize("command", ["work", "serve", "check"])
def test_nothing_starts_on_a_broken_pack(store: Store, folder: Path, command: str) -> None:
    write_pack(folder, BROKEN)
    data = ["--data", str(folder.parent / "data")]
    arguments = {"work": data, "serve": [*data, "--port", "0"], "check": ["calls.jsonl"]}
    done = subprocess.run(
        _command(command, *arguments[command]), cwd=ROOT, text=True, env=_environment(folder),
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("rules lint says") == 1
    assert "rules/sample.yaml, line" in done.stderr
    assert "rules/typo.yaml, line" in done.stderr
