"""What fails around the calls, really: a store away, slow, or giving half; a disk that is full."""

import itertools
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from chaos import Proxy
from machines import Work, assert_each_audited_once, until
from making import fields, write_jsonl, write_wav
from sqlalchemy import func, select

from audit.config import load_settings
from audit.intake.batch import run_batch
from audit.intake.dialler import IntakeSettings
from audit.intake.watch import Watch
from audit.places import recordings_of
from audit.recordings import Recordings
from audit.store import Audit, Call, IntakeEntry, Recording, Store, open_store
from audit.store.schema import prepare
from audit.upkeep.whole import faults

pytest.importorskip("s3fs", reason="the object store needs s3fs (make setup-dev)")
moto = pytest.importorskip("moto.server", reason="the object store needs moto (make setup-dev)")
pytestmark = [pytest.mark.kill, pytest.mark.timeout(600)]
MB = 1 << 20
_numbers = itertools.count()


@pytest.fixture(scope="module")
def bucket() -> Iterator[int]:
    """The port of an object store that speaks S3."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()


@dataclass(frozen=True)
class Shop:
    """Recordings in an object store, and the way there."""

    recordings: Recordings
    proxy: Proxy
    bucket: str


@pytest.fixture
def shop(bucket: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """The environment leads through the proxy, also that of workers."""
    import s3fs

    name = f"calls-{next(_numbers)}"
    with Proxy(bucket) as between:
        for variable, value in {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{between.port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",
            "CALLAUDIT_RECORDINGS_STORE": f"s3://{name}/recordings",
        }.items():
            monkeypatch.setenv(variable, value)
        s3fs.S3FileSystem.clear_instance_cache()
        s3fs.S3FileSystem().mkdir(name)
        yield Shop(Recordings(f"s3://{name}/recordings"), between, name)


def sounds(folder: Path, count: int, seconds: float = 1) -> list[str]:
    return [str(write_wav(folder / f"r{n}.wav", seconds, 300 + 50 * n)) for n in range(count)]


def waiting(store: Store) -> dict[str, str]:
    """Calls that were put back, with the reason."""
    with store.reading() as session:
        return dict(
            session.execute(select(Call.call_id, Call.error_code).where(Call.waits > 0)).all()
        )


def test_recordings_in_an_object_store(
    store: Store, shop: Shop, work: Work, tmp_path: Path
) -> None:
    receipts = list(run_batch(store, shop.recordings, sounds(tmp_path, 3)))
    assert [receipt.outcome for receipt in receipts] == ["accepted"] * 3
    assert work("--until-empty").wait(300) == 0
    assert_each_audited_once(store, 3)
    assert list(faults(store, shop.recordings)) == []
    with store.reading() as session:
        uri = session.scalars(select(Recording.uri)).first()
    assert uri is not None
    with shop.recordings.open(uri) as stream:
        stream.seek(40)
        assert stream.read(4) == b"\x80>\0\0"  # somewhere in the middle, as a player asks
    shop.recordings.delete(uri)
    assert any("missing" in told for told in faults(store, shop.recordings))


@pytest.mark.parametrize("fault", ["refuse", "cut"])
def test_a_store_that_fails_for_a_while_costs_waiting_and_no_call(
    store: Store, shop: Shop, work: Work, tmp_path: Path, fault: str
) -> None:
    list(run_batch(store, shop.recordings, sounds(tmp_path, 3)))
    shop.proxy.fault = fault
    running = work()
    until(lambda: len(waiting(store)) == 3)
    assert set(waiting(store).values()) <= {"store_down", "store_half"}
    (receipt,) = run_batch(store, shop.recordings, [str(write_wav(tmp_path / "later.wav", 1, 900))])
    assert receipt.code == "store_down"
    shop.proxy.fault = ""
    until(lambda: not waiting(store))
    (receipt,) = run_batch(store, shop.recordings, [str(tmp_path / "later.wav")])
    assert receipt.outcome == "accepted"  # what was refused for the store's sake may come again
    running.terminate()
    running.wait(60)
    assert work("--until-empty").wait(300) == 0
    assert_each_audited_once(store, 4)
    assert list(faults(store, shop.recordings)) == []


def test_a_store_that_silently_gives_half(
    store: Store, shop: Shop, work: Work, tmp_path: Path
) -> None:
    import s3fs

    list(run_batch(store, shop.recordings, sounds(tmp_path, 1)))
    with store.reading() as session:
        path = f"{shop.bucket}/recordings/{session.scalars(select(Recording.uri)).one()}"
    there = s3fs.S3FileSystem(skip_instance_cache=True)
    whole = there.cat_file(path)
    there.pipe_file(path, whole[: len(whole) // 2])
    work()
    until(lambda: waiting(store) == {"r0": "store_half"})
    there.pipe_file(path, whole)
    until(lambda: not waiting(store))
    assert_each_audited_once(store, 1)


def test_a_slow_store(store: Store, shop: Shop, work: Work, tmp_path: Path) -> None:
    shop.proxy.delay_s = 0.3
    receipts = list(run_batch(store, shop.recordings, sounds(tmp_path, 2)))
    assert [receipt.outcome for receipt in receipts] == ["accepted"] * 2
    assert work("--until-empty").wait(300) == 0
    assert_each_audited_once(store, 2)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = ["-o", f"size={6 * MB}"]
    done = subprocess.run(["mount", "-t", "tmpfs", *size, "tmpfs", disk], check=False)
    if done.returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (1 << 16, 1):
            try:
                while True:
                    out.write(bytes(size))
            except OSError:
                continue
    return filler


def test_a_full_disk_refuses_sound_and_takes_it_in_later(
    store: Store, small_disk: Path, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    sounds(inbox, 8, seconds=120)  # 1.9 MB each
    place = Recordings(str(small_disk / "recordings"))
    watch = Watch(store, place, [str(inbox)], IntakeSettings())
    assert list(watch.look()) == []
    receipts = list(watch.look())
    taken = [receipt for receipt in receipts if receipt.outcome == "accepted"]
    assert 0 < len(taken) < 8
    assert {r.code for r in receipts if r.outcome != "accepted"} == {"disk_full"}
    assert list(faults(store, place)) == []
    with store.reading() as session:
        assert session.scalar(select(func.count(IntakeEntry.id))) == len(taken)
    assert not list(small_disk.rglob("*.part"))  # half files would keep the disk full
    subprocess.run(["mount", "-o", f"remount,size={32 * MB}", small_disk], check=True)
    assert [receipt.outcome for receipt in watch.look()] == ["accepted"] * (8 - len(taken))
    assert list(faults(store, place)) == []


def test_a_database_on_a_full_disk(
    small_disk: Path, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "CALLAUDIT_TEST_POSTGRES" in os.environ:
        pytest.skip("a server has its own disk")
    subprocess.run(["mount", "-o", f"remount,size={24 * MB}", small_disk], check=True)
    (tmp_path / "data").symlink_to(small_disk)
    store = open_store(load_settings(data=small_disk).database_url)
    prepare(store)
    calls = [fields(f"C{n}") for n in range(12)]
    list(run_batch(store, Recordings(str(small_disk / "recordings")), [
        str(write_jsonl(tmp_path / "calls.jsonl", calls))
    ]))  # fmt: skip
    running = work()
    until(lambda: audited(store) >= 2)
    filler = fill(small_disk)
    seen = threading.Event()
    seen.wait(8)  # workers go on, as far as they can, with a disk that takes nothing
    assert running.poll() is None
    filler.unlink()
    until(lambda: audited(store) == 12, within_s=240)
    with store.reading() as session:
        assert session.scalar(select(func.count(Audit.id))) == 12
    assert list(faults(store, recordings_of(load_settings(data=small_disk)))) == []
    running.terminate()
    running.wait(60)
    store.engine.dispose()
    shutil.rmtree(small_disk / "media", ignore_errors=True)


def audited(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).where(Call.status == "audited")) or 0
