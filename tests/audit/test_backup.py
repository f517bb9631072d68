"""Backup while it runs, restore, and whether all agrees."""

import json
from pathlib import Path
from threading import Event, Thread

import handmade
import pytest
from click.testing import CliRunner

from audit.cli import main
from audit.config import Settings
from audit.recordings import Recordings
from audit.store import Call, Recording, Store, open_store
from audit.upkeep.backup import backup, restore
from audit.upkeep.whole import faults
from transcribe.problem import Problem


@pytest.fixture
def settings(store: Store, tmp_path: Path) -> Settings:
    if store.dialect != "sqlite":
        pytest.skip("a server's database has its own tool")
    settings = Settings(data=tmp_path / "data")
    handmade.people(store)
    recording = handmade.add_recording(settings, tmp_path)
    handmade.add_call(store, "A1", findings=[handmade.ABUSE], recording=recording)
    return settings


def test_a_restored_folder_is_whole_and_says_the_same(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    told = backup(settings, tmp_path / "copy")
    assert told["recordings"] == 1
    restore(tmp_path / "copy", tmp_path / "new")
    fresh = Settings(data=tmp_path / "new")
    opened = open_store(fresh.database_url)
    assert list(faults(opened, Recordings(fresh.recordings))) == []
    with opened.reading() as session:
        assert session.query(Call).one().call_id == "A1"
    opened.engine.dispose()
    out = CliRunner().invoke(main, ["verify", "--all", "--data", str(tmp_path / "new")])
    assert "agree" in out.output


def test_a_backup_is_one_moment_while_calls_come(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    stop, added = Event(), [1]

    def write() -> None:
        while not stop.is_set():
            handmade.add_call(store, f"N{added[0]}")
            added[0] += 1

    writer = Thread(target=write)
    writer.start()
    for _ in range(3):
        backup(settings, tmp_path / "copy")
    stop.set()
    writer.join()
    restore(tmp_path / "copy", tmp_path / "new")
    opened = open_store(Settings(data=tmp_path / "new").database_url)
    assert list(faults(opened, Recordings(str(tmp_path / "new/recordings")))) == []
    with opened.reading() as session:
        assert 1 <= session.query(Call).count() <= added[0]
    opened.engine.dispose()


def test_what_is_refused(settings: Settings, tmp_path: Path) -> None:
    backup(settings, tmp_path / "copy")

    def code(source: Path, data: Path) -> str:
        with pytest.raises(Problem) as told:
            restore(source, data)
        return told.value.code

    assert code(tmp_path / "copy", settings.data) == "not_empty"
    assert code(tmp_path / "nowhere", tmp_path / "new") == "no_backup"
    (tmp_path / "copy/app.db").write_bytes(b"changed")
    assert code(tmp_path / "copy", tmp_path / "new") == "backup_changed"
    server = settings.model_copy(update={"database": "postgresql://x", "jobs_database": "y"})
    with pytest.raises(Problem, match="pg_dump"):
        backup(server, tmp_path / "other")


def test_every_disagreement_is_told(store: Store, settings: Settings, tmp_path: Path) -> None:
    place = Recordings(settings.recordings)
    with store.reading() as session:
        uri = session.query(Recording).one().uri
    file = Path(settings.recordings) / uri
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"x")
    assert list(faults(store, place)) == [f"recording {uri}: changed"]
    file.unlink()
    assert list(faults(store, place)) == [f"recording {uri}: missing"]
    file.write_bytes(content)
    empty = handmade.add_call(store, "EMPTY", status="received")
    with store.writing() as session:
        session.get_one(Call, empty).status = "audited"
    assert list(faults(store, place)) == [
        "call EMPTY: audited without an audit",
        "call EMPTY: neither sound nor text",
    ]
    out = CliRunner().invoke(main, ["verify", "--all", "--data", str(settings.data)])
    assert (out.exit_code, "EMPTY" in out.output) == (1, True)


def test_a_second_backup_copies_only_what_is_new(settings: Settings, tmp_path: Path) -> None:
    backup(settings, tmp_path / "copy")
    (kept,) = (tmp_path / "copy/recordings").rglob("*.wav")
    before = kept.stat().st_mtime_ns
    backup(settings, tmp_path / "copy")
    assert kept.stat().st_mtime_ns == before
    assert json.loads((tmp_path / "copy/MANIFEST.json").read_text())["recordings"] == 1
