"""The command line: exit statuses, what goes to stdout and what to stderr."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from making import audited_call, fields, stored_call, write_jsonl, write_wav
from standin import ROOT

from audit import cli
from audit.store import Store
from checks.meaning.reader import available


def run(*arguments: object, stdin: str = "") -> tuple[int, str, str]:
    """Status, stdout and stderr of one command, as the installed program gives them."""
    runner = CliRunner()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["callaudit", *map(str, arguments)])
        with runner.isolation(input=stdin) as (out, err, _):
            status: object = 0
            try:
                cli.run()
            except SystemExit as stop:
                status = stop.code
            return int(str(status or 0)), out.getvalue().decode(), err.getvalue().decode()


@pytest.fixture
def data(store: Store, tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_help_names_every_command_and_loads_none() -> None:
    probe = (
        "import sys; sys.argv = ['callaudit', '--help']\n"
        "import audit.cli\n"
        "try: audit.cli.run()\n"
        "except SystemExit: pass\n"
        "assert not {'sqlalchemy', 'numpy', 'dbos', 'flask', 'spacy'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(name in done.stdout for name in cli.COMMANDS)


def test_every_command_exists_and_explains_itself() -> None:
    for name in cli.COMMANDS:
        status, out, _ = run(name, "--help")
        assert status == 0
        assert "Usage: callaudit" in out


def test_wrong_use_is_status_two() -> None:
    assert run("no-such-command")[0] == 2
    assert run("intake")[0] == 2
    assert run("status", "--no-such-option")[0] == 2


def test_a_problem_is_one_sentence_on_stderr_and_status_one(data: Path) -> None:
    status, out, err = run("users", "token", "nobody", "--data", data)
    assert (status, out) == (1, "")
    assert err == "error: no user is named 'nobody'; see `users list`\n"


def test_intake_prints_only_json_on_stdout(data: Path, tmp_path: Path) -> None:
    good = write_jsonl(tmp_path / "calls.jsonl", [fields()])
    status, out, err = run("intake", good, "--data", data)
    assert status == 0
    assert json.loads(out)["accepted"] == 1
    assert "1 accepted" in err
    (tmp_path / "bad.wav").write_text("text")
    status, out, err = run(
        "intake", tmp_path / "bad.wav", write_wav(tmp_path / "a.wav"), "--data", data
    )
    summary = json.loads(out)
    assert status == 1
    assert (summary["accepted"], summary["refused"]) == (1, 1)
    assert f"refused: {tmp_path}/bad.wav: this is not a sound file" in err


def test_status_has_exactly_the_promised_keys(store: Store, data: Path) -> None:
    audited_call(store)
    stored_call(store, "C2")
    status, out, _ = run("status", "--json", "--data", data)
    engine = json.loads(out).pop("engine")
    assert status == 0
    assert engine in {"faster-whisper", "openai-whisper"}
    assert json.loads(out) == {
        "calls": 2, "queued": 1, "processing": 0, "audited": 1, "parked": 0, "findings": 1,
        "audits": 1, "engine": engine, "meaning_layer": available(),
    }  # fmt: skip


def test_status_says_where_no_engine_is_installed(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transcribe.engine.find_spec", lambda package: None)
    for name in ("auto", "faster-whisper"):
        monkeypatch.setenv("CALLAUDIT_ENGINE", name)
        assert json.loads(run("status", "--json", "--data", data)[1])["engine"] == "none"
    monkeypatch.setenv("CALLAUDIT_ENGINE", "siri")
    status, _, err = run("status", "--data", data)
    assert status == 1
    assert "choose auto or one of" in err


def test_users(data: Path) -> None:
    status, password, _ = run("users", "add", "li", "--role", "lead", "--data", data)
    assert status == 0
    assert len(password.strip()) >= 12
    given = (
        "users",
        "add",
        "wang",
        "--role",
        "collector",
        "--collector",
        "8001",
        "--password-stdin",
    )
    assert run(*given, "--data", data, stdin="a-long-password\n")[:2] == (0, "")
    assert run("users", "list", "--data", data)[1] == "li\tlead\nwang\tcollector\t8001\n"
    assert len(run("users", "token", "li", "--data", data)[1].strip()) >= 40


def test_a_fresh_folder_is_prepared_and_migrate_is_safe_to_repeat(tmp_path: Path) -> None:
    assert json.loads(run("status", "--json", "--data", tmp_path / "new")[1])["calls"] == 0
    for _ in range(2):
        assert run("migrate", "--data", tmp_path / "new")[0] == 0


def test_settings_come_from_file_environment_and_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "my.toml"
    monkeypatch.setenv("CALLAUDIT_CONFIG", str(file))
    file.write_text(f'data = "{tmp_path}/from-file"\nengine = "openai-whisper"\n')
    assert json.loads(run("status", "--json")[1])["engine"] == "openai-whisper"
    assert (tmp_path / "from-file/app.db").is_file()
    monkeypatch.setenv("CALLAUDIT_ENGINE", "faster-whisper")
    assert json.loads(run("status", "--json")[1])["engine"] == "faster-whisper"
    for text, says in (("workers = 0", "'workers'"), ("typo = 1", "'typo'"), ("=", "TOML")):
        file.write_text(text)
        status, _, err = run("status")
        assert status == 1
        assert says in err
        assert "my.toml" in err
    file.unlink()
    assert "does not exist" in run("status")[2]
