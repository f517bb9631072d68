"""Which addresses the owner may name, and that none is the default."""

import subprocess
import sys
from pathlib import Path

import pytest

from audit.address import is_this_machine
from audit.config import Settings, load_settings
from audit.second_reader.find import find_second_reader
from transcribe.problem import Problem


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(url: str, more: str = "") -> None:
    Path("callaudit.toml").write_text(f'[second_reader]\nurl = "{url}"\nmodel = "m"\n{more}')


def test_it_is_off_and_not_even_loaded() -> None:
    assert find_second_reader(Settings()) is None
    loaded = "sys.exit('audit.second_reader.client' in sys.modules)"
    code = f"import sys, audit.jobs, audit.cli.callfile; {loaded}"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:11434/v1",
        "http://localhost:8000/v1/",
        "http://[::1]:8000/v1",
        "https://reader.example/v1",
    ],
)
def test_https_and_this_machine_are_taken(url: str) -> None:
    write(url)
    chosen = load_settings().second_reader
    assert chosen is not None
    assert chosen.completions == f"{url.rstrip('/')}/chat/completions"


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://reader.example/v1", "allow_http"),
        ("http://127.0.0.1.example/v1", "allow_http"),
        ("http://localhost.example/v1", "allow_http"),
        ("http://127.0.0.1@reader.example/v1", "name or password"),
        ("https://user:s3cret@reader.example/v1", "name or password"),
        ("ftp://127.0.0.1/v1", "url must be an address"),
        ("file:///etc/passwd", "url must be an address"),
        ("127.0.0.1:8000", "url must be an address"),
        ("", "url must be an address"),
        ("https://reader.example/v1?to=elsewhere", "url must be an address"),
        ("http://127.0.0.1:99999/v1", "Port out of range"),
    ],
)
def test_others_are_refused_in_a_sentence(url: str, complaint: str) -> None:
    write(url)
    with pytest.raises(Problem, match=complaint) as told:
        load_settings()
    assert told.value.code == "bad_settings"
    assert "second_reader" in str(told.value)
    assert "s3cret" not in str(told.value)


def test_the_owner_may_allow_plain_http() -> None:
    write("http://ollama:11434/v1", "allow_http = true\n")
    assert load_settings().second_reader is not None


def test_a_key_in_the_environment_joins_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("http://127.0.0.1:11434/v1")
    monkeypatch.setenv("CALLAUDIT_SECOND_READER__KEY", "s3cret")
    chosen = load_settings().second_reader
    assert chosen is not None
    assert chosen.key is not None
    assert chosen.key.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(chosen)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ("retries = 99", "retries"),
        ("concurrency = 0", "concurrency"),
        ("timeout_s = 0", "timeout_s"),
        ("colour = 1", "colour"),
        ('key = "钥匙"', "ASCII"),
    ],
)
def test_other_wrong_values_are_named(more: str, field: str) -> None:
    write("http://127.0.0.1:11434/v1", more)
    with pytest.raises(Problem, match=field):
        load_settings()


def test_a_model_without_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLAUDIT_SECOND_READER__MODEL", "m")
    with pytest.raises(Problem, match=r"second_reader\.url"):
        load_settings()


def test_this_machine() -> None:
    assert is_this_machine("127.0.0.9")
    assert not is_this_machine("10.0.0.1")
    assert not is_this_machine("0.0.0.0")
