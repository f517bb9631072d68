"""The recordings folder on any kind of store."""

import hashlib
from pathlib import Path

import pytest

from audit.recordings import Recordings


@pytest.mark.parametrize("place", ["folder", "memory://kept"])
def test_what_is_put_comes_back(place: str, tmp_path: Path) -> None:
    kept = Recordings(place if "://" in place else str(tmp_path / place))
    sound = tmp_path / "a.WAV"
    sound.write_bytes(b"0123456789")
    name = hashlib.sha256(b"0123456789").hexdigest()
    uri = kept.put(sound, name)
    assert uri == f"{name[:2]}/{name}.wav"
    assert kept.put(sound, name) == uri
    with kept.open(uri) as stream:
        stream.seek(4)
        assert stream.read(3) == b"456"
    with kept.local(uri) as file:
        assert file.read_bytes() == b"0123456789"


def test_a_part_left_by_a_crash_is_never_taken_for_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Recordings(str(tmp_path / "folder"))
    sound = tmp_path / "a.wav"
    sound.write_bytes(b"whole")

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("fsspec.implementations.local.LocalFileSystem.mv", crash)
        with pytest.raises(KeyboardInterrupt):
            kept.put(sound, "ab12")
    with pytest.raises(FileNotFoundError):
        kept.open("ab/ab12.wav")
    assert kept.put(sound, "ab12") == "ab/ab12.wav"
