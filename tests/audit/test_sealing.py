"""Sealed files and fields: nothing lies open, nothing can be changed unseen, keys can be turned."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import handmade
import pytest
from click.testing import CliRunner
from handmade import code_of
from hypothesis import given
from hypothesis import strategies as st
from making import write_wav
from sqlalchemy import select, text

from audit.cli import main
from audit.config import Settings, load_settings
from audit.media import opened, peaks, playable
from audit.places import recordings_of, store_of
from audit.recordings import Recordings
from audit.review.filters import Filters
from audit.review.page import open_page
from audit.review.queue import list_calls
from audit.sealing.files import CHUNK, BrokenSeal, seal, sealed_with, unsealed
from audit.sealing.keys import KeyRing, new_key, read_keys
from audit.sealing.rotate import rotate
from audit.store import Call, Finding, Store, TurnVectors, User
from audit.store.schema import prepare
from audit.upkeep.whole import faults
from transcribe.problem import Problem

_open: list[Store] = []
OLD, NEW = new_key("a-2026"), new_key("b-2027")
RING = read_keys(OLD)
SAID = handmade.TURNS[4][1]


@pytest.fixture(autouse=True)
def _close_all() -> Iterator[None]:
    yield
    while _open:
        _open.pop().engine.dispose()


def opened_of(settings: Settings) -> Store:
    """The database with the keys of these settings; closed when the test ends."""
    _open.append(store_of(settings))
    return _open[-1]


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Path, bytes]:
    """A file of three chunks and a bit, sealed, and its content."""
    content = os.urandom(3 * CHUNK + 100)
    (tmp_path / "plain").write_bytes(content)
    seal(tmp_path / "plain", tmp_path / "sealed", RING)
    return tmp_path / "sealed", content


@given(content=st.binary(max_size=300), start=st.integers(0, 400), size=st.integers(-1, 400))
def test_any_range_reads_as_from_the_open_file(content: bytes, start: int, size: int) -> None:
    folder = Path(os.environ.get("TMPDIR", "/tmp"))
    plain, target = folder / "callaudit-plain", folder / "callaudit-sealed"
    plain.write_bytes(content)
    seal(plain, target, RING)
    with unsealed(target.open("rb"), RING) as stream:
        stream.seek(start)
        assert stream.read(size) == content[start:][: None if size < 0 else size]


def test_seeking_in_a_long_file(sealed: tuple[Path, bytes]) -> None:
    file, content = sealed
    with unsealed(file.open("rb"), RING) as stream:
        assert stream.seek(-150, os.SEEK_END) == len(content) - 150
        assert stream.read() == content[-150:]
        stream.seek(CHUNK - 5)
        assert stream.read(10) == content[CHUNK - 5 : CHUNK + 5]
        stream.seek(0)
        assert stream.read() == content


@pytest.mark.parametrize("at", [3, 20, 40, 44, 51, 60, CHUNK + 200, -1])
def test_a_changed_byte_is_noticed(sealed: tuple[Path, bytes], at: int) -> None:
    file, content = sealed
    broken = bytearray(file.read_bytes())
    broken[at] ^= 1
    file.write_bytes(broken)
    try:
        with unsealed(file.open("rb"), RING) as stream:
            assert stream.read() != content  # without its mark it is some other file
    except (BrokenSeal, Problem):
        return
    assert at == 3


@pytest.mark.parametrize("left", [53, 60, CHUNK, CHUNK + 68, 3 * CHUNK])
def test_a_cut_file_is_noticed(sealed: tuple[Path, bytes], left: int) -> None:
    file, _content = sealed
    file.write_bytes(file.read_bytes()[:left])
    with unsealed(file.open("rb"), RING) as stream, pytest.raises(BrokenSeal):
        stream.read()


def test_exchanged_chunks_are_noticed(sealed: tuple[Path, bytes]) -> None:
    file, _content = sealed
    whole, size = file.read_bytes(), CHUNK + 16
    head, first, second = whole[:52], whole[52 : 52 + size], whole[52 + size : 52 + 2 * size]
    file.write_bytes(head + second + first + whole[52 + 2 * size :])
    with unsealed(file.open("rb"), RING) as stream, pytest.raises(BrokenSeal):
        stream.read()


def test_the_key_that_sealed_is_named(sealed: tuple[Path, bytes]) -> None:
    file, _content = sealed
    with file.open("rb") as raw:
        assert sealed_with(raw) == "a-2026"
    with file.open("rb") as raw:
        assert code_of(unsealed, raw, read_keys(NEW)) == "no_key"
    with file.open("rb") as raw:
        assert code_of(unsealed, raw, None) == "no_key"


@pytest.mark.parametrize(
    "wrong",
    ["", "# nothing", "a", "a:", "a:AAAA", "A B:" + OLD[7:], "x" * 17 + ":A="],
)
def test_wrong_keys_are_refused_without_being_shown(wrong: str) -> None:
    with pytest.raises(Problem) as problem:
        read_keys(wrong)
    assert problem.value.code == "bad_keys"
    assert "AAAA" not in str(problem.value)


def test_the_first_key_is_the_newest() -> None:
    ring = read_keys(f"# 2027\n{NEW}\n\n{OLD}\n")
    assert (ring.newest, set(ring.keys)) == ("b-2027", {"a-2026", "b-2027"})
    assert isinstance(ring, KeyRing)


def settings_with(tmp_path: Path, *keys: str) -> Settings:
    """The data folder of the test with these keys, on whatever database the test runs."""
    file = tmp_path / "keys"
    file.write_text("\n".join(keys))
    return load_settings(data=tmp_path / "data", key_file=file if keys else None)


@pytest.fixture
def call(tmp_path: Path, store: Store) -> int:
    """A call with sound, taken in before anything was sealed."""
    handmade.people(store)
    recording = handmade.add_recording(settings_with(tmp_path), tmp_path)
    return handmade.add_call(
        store, "A1", findings=[handmade.ABUSE], alerts=("complaint",), recording=recording
    )


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def lies_open(folder: Path, words: str) -> bool:
    content = everything(folder)
    escaped = json.dumps(words)[1:-1].encode()
    return words.encode() in content or escaped in content


def inspector_of(store: Store) -> User:
    with store.reading() as session:
        return session.scalars(select(User).where(User.name == "inspector")).one()


def read_all(settings: Settings, call: int) -> None:
    """Everything can be read as if nothing were sealed."""
    store = opened_of(settings)
    page = open_page(store, inspector_of(store), call)
    assert "".join(segment.text for segment in page.turns[4].segments) == SAID
    assert page.findings[0].quotes == ["真不要脸"]
    assert page.facts[0].values
    found = list_calls(store, inspector_of(store), Filters("all", {"said": "不要脸"}))
    assert [row.call.call_id for row in found.rows] == ["A1"]
    none = list_calls(store, inspector_of(store), Filters("all", {"said": "法院"}))
    assert none.rows == []
    recordings = recordings_of(settings)
    assert list(faults(store, recordings)) == []
    with store.reading() as session:
        recording = session.get_one(Call, call).recording
    assert recording is not None
    with recordings.local(recording.uri) as plain:
        assert plain.read_bytes()[:4] == b"RIFF"
    file, kind = playable(settings, recording)
    with opened(settings, file) as stream:
        assert (kind, stream.read(4)) == ("audio/flac", b"fLaC")
    with opened(settings, peaks(settings, recording)) as stream:
        assert json.load(stream)["per_second"] == 25


def test_nothing_lies_open_after_keys_were_given(tmp_path: Path, call: int) -> None:
    settings = settings_with(tmp_path, OLD)
    done = rotate(settings, opened_of(settings))
    assert done["recordings"] == 1
    assert done["rows"] >= 4
    read_all(settings, call)
    for words in (SAID, "真不要脸", "不要脸", "逾期"):
        assert not lies_open(tmp_path / "data", words), words
    assert b"RIFF" not in everything(tmp_path / "data")
    assert b"fLaC" not in everything(tmp_path / "data/media")


def test_a_key_is_turned_and_the_old_one_thrown_away(tmp_path: Path, call: int) -> None:
    rotate(settings_with(tmp_path, OLD), opened_of(settings_with(tmp_path, OLD)))
    both = settings_with(tmp_path, NEW, OLD)
    read_page = open_page(opened_of(both), inspector_of(opened_of(both)), call)
    assert read_page.findings[0].quotes == ["真不要脸"]  # before it was turned, too
    assert rotate(both, opened_of(both))["recordings"] == 1
    again = rotate(both, opened_of(both))
    assert (again["recordings"], again["rows"]) == (0, 0)
    read_all(settings_with(tmp_path, NEW), call)


def test_without_the_key_nothing_is_read(tmp_path: Path, call: int) -> None:
    settings = settings_with(tmp_path, OLD)
    rotate(settings, opened_of(settings))
    without = settings_with(tmp_path, NEW)
    store = opened_of(without)
    assert code_of(open_page, store, inspector_of(store), call) == "no_key"
    assert code_of(rotate, without, store) == "no_key"
    bare = settings_with(tmp_path)
    assert code_of(rotate, bare, opened_of(bare)) == "no_keys"


def test_what_comes_in_later_is_sealed_at_once(tmp_path: Path, store: Store) -> None:
    settings = settings_with(tmp_path, OLD)
    opened_store = opened_of(settings)
    prepare(opened_store)
    handmade.add_call(opened_store, "A1", findings=[handmade.ABUSE])
    with opened_store.writing() as session:
        vectors = TurnVectors(transcript_id=1, encoder="e", content=b"vectors of what was said")
        session.add(vectors)
    assert not lies_open(tmp_path / "data", SAID)
    with opened_store.reading() as session:
        raw = session.execute(text("SELECT quotes FROM finding")).scalar_one()
        assert "sealed1:a-2026:" in str(raw)
        content = bytes(session.execute(text("SELECT content FROM turn_vectors")).scalar_one())
        assert content.startswith(b"sealed1:a-2026:")
        assert session.scalars(select(TurnVectors.content)).one() == b"vectors of what was said"
        assert session.scalars(select(Finding.quotes)).one() == ["真不要脸"]


def test_a_broken_recording_is_told(tmp_path: Path) -> None:
    place = Recordings(str(tmp_path / "r"), RING)
    uri = place.put(write_wav(tmp_path / "a.wav"), "ab" * 32)
    file = tmp_path / "r" / uri
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(BrokenSeal), place.open(uri) as stream:
        stream.read()


def test_commands(tmp_path: Path, call: int, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner()
    line = run.invoke(main, ["keys", "new", "c-1"]).output.strip()
    monkeypatch.setenv("CALLAUDIT_KEYS", line)
    data = ["--data", str(tmp_path / "data")]
    assert (
        "rows of another key or open: 0" not in run.invoke(main, ["keys", "status", *data]).output
    )
    assert "1 recordings" in run.invoke(main, ["keys", "rotate", *data]).output
    told = run.invoke(main, ["keys", "status", *data]).output
    assert told == "newest key: c-1\nrows of another key or open: 0\n"
    copy = tmp_path / "copy"
    if (tmp_path / "data/app.db").exists():  # a server has its own tool
        assert run.invoke(main, ["backup", str(copy), *data]).exit_code == 0
        assert not lies_open(copy, SAID)
        shutil.rmtree(copy)
