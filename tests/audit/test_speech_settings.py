"""The settings of the recogniser: what they say, refuse and hide, and the whole way to a server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from speech_standin import speaking, told

from audit.cli import transcribe
from audit.cli.status import command as status
from audit.config import Settings, load_settings
from audit.pipeline import asr_rev
from audit.recogniser import described, engine_options
from transcribe.options import Options
from transcribe.problem import Problem

SAMPLE = Path(__file__).parents[2] / "audit/demo/recordings/S003.opus"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(url: str, more: str = "", engine: str = "server") -> None:
    section = f'[speech_server]\nurl = "{url}"\nmodel = "sensevoice"\n{more}'
    Path("callaudit.toml").write_text(f'engine = "{engine}"\n{section}')


def test_by_default_nothing_is_chosen_and_nothing_sent() -> None:
    assert engine_options(Settings()) == Options()
    write("http://127.0.0.1:8000/v1", engine="auto")
    assert engine_options(load_settings()).server is None, "an address alone sends nothing"


def test_a_key_from_environment_or_file_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("http://127.0.0.1:8000/v1")
    monkeypatch.setenv("CALLAUDIT_SPEECH_SERVER__KEY", "s3cret")
    settings = load_settings()
    options = engine_options(settings)
    assert options.server is not None
    assert options.server.key == "s3cret"
    assert "s3cret" not in f"{settings} {options} {described(settings)}"
    monkeypatch.delenv("CALLAUDIT_SPEECH_SERVER__KEY")
    (tmp_path / "key").write_text("from-file\n")
    write("http://127.0.0.1:8000/v1", 'key_file = "key"')
    server = engine_options(load_settings()).server
    assert server is not None
    assert server.key == "from-file"


@pytest.mark.parametrize("content", [None, "", "two\nlines", "schlüssel"])
def test_a_key_file_without_a_key_is_told(content: str | None) -> None:
    if content is not None:
        Path("key").write_text(content, encoding="utf-8")
    write("http://127.0.0.1:8000/v1", 'key_file = "key"')
    with pytest.raises(Problem, match=r"key: setting 'speech_server.key_file' names no file"):
        engine_options(load_settings())


@pytest.mark.parametrize(
    ("url", "more", "complaint"),
    [
        ("http://asr.example/v1", "", "allow_http"),
        ("https://a:b@asr.example/v1", "", "name or password"),
        ("ftp://asr.example", "", "url must be an address"),
        ("https://asr.example/v1", 'key = "a"\nkey_file = "b"', "not both"),
        ("https://asr.example/v1", "timeout_s = 0", "greater than 0"),
        ("https://asr.example/v1", 'kye = "a"', "kye"),
    ],
)
def test_what_is_refused(url: str, more: str, complaint: str) -> None:
    write(url, more)
    with pytest.raises(Problem, match=complaint):
        load_settings()


@pytest.mark.parametrize("field", ["device = 'tpu'", "compute_type = 'int4'", "threads = -1"])
def test_options_out_of_range_are_refused(field: str) -> None:
    Path("callaudit.toml").write_text(field)
    with pytest.raises(Problem, match=f"setting '{field.split(maxsplit=1)[0]}'"):
        load_settings()


def test_status_tells_engine_model_and_device_to_people_and_keeps_its_json() -> None:
    write("http://127.0.0.1:8000/v1")
    shown = CliRunner().invoke(status, []).stdout
    assert [line.split() for line in shown.splitlines()[-6:-2]] == [
        ["engine", "server"],
        ["meaning_layer", "on"],
        ["model", "sensevoice"],
        ["device", "http://127.0.0.1:8000/v1"],
    ]
    keys = "calls queued processing audited parked findings audits engine meaning_layer"
    values = json.loads(CliRunner().invoke(status, ["--json"]).stdout)
    assert set(values) == set(keys.split())
    assert described(Settings(engine="faster-whisper", device="cpu")) == {
        "engine": "faster-whisper", "model": "whisper-base", "device": "cpu",
    }  # fmt: skip


def test_a_recording_goes_the_whole_way_through_a_server() -> None:
    with speaking() as speech:
        speech.reply = lambda _: told(text="您好请问现在方便说话吗我想跟您核对一下")
        write(speech.url)
        assert asr_rev(load_settings()) == "server:sensevoice"
        done = CliRunner().invoke(transcribe.command, [str(SAMPLE), "--channels", "agent,customer"])
    assert done.exit_code == 0, done.stderr
    call = json.loads(done.stdout)
    assert call["transcription"]["engine"] == "server sensevoice"
    assert {turn["speaker"] for turn in call["turns"]} == {"agent", "customer"}
    assert all("confidence" not in turn for turn in call["turns"])
    assert sum(turn["text"].count("您好") for turn in call["turns"]) == len(speech.sounds)
    assert all(prompt["prompt"] for prompt in speech.sent)


def test_a_server_that_hears_nothing_is_no_silent_call() -> None:
    with speaking() as speech:
        speech.reply = lambda _: told(text="")
        write(speech.url)
        done = CliRunner().invoke(transcribe.command, [str(SAMPLE)])
    assert done.exit_code == 1
    assert "server sensevoice wrote no word for" in done.stderr
