"""The main job on real weights: six recordings go in, findings come out, a person decides."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from audit import accounts
from audit.cli.demo import SIGN_IN
from audit.config import Settings
from audit.demo.samples import Sample, load_samples
from audit.journal import first_broken
from audit.store import Audit, Call, Finding, JournalEntry, Store, open_store
from web.app import create_app

ROOT = Path(__file__).parents[1]
# Six calls through real weights, beside whatever else runs on the machine.
pytestmark = [pytest.mark.weights, pytest.mark.timeout(900)]


def run_demo(data: Path) -> "subprocess.CompletedProcess[str]":
    arguments = ["--exit-when-ready", "--port", "0", "--data", str(data)]
    command = [sys.executable, "-m", "audit", "demo", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=800, check=False
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which `demo` has processed the samples, twice asked."""
    data = tmp_path_factory.mktemp("end-to-end") / "demo"
    for _ in range(2):
        done = run_demo(data)
        assert done.returncode == 0, done.stderr
        assert "6 of 6 sample calls processed" in done.stderr
    assert json.loads((data / SIGN_IN).read_text())["password"] in done.stdout
    assert stat.S_IMODE((data / SIGN_IN).stat().st_mode) == 0o600
    return data


@pytest.fixture(scope="module")
def store(demo: Path) -> Store:
    return open_store(Settings(data=demo).database_url)


def result_of(store: Store, call_id: str) -> dict[str, Any]:
    with store.reading() as session:
        found = session.scalars(select(Audit).join(Call).where(Call.call_id == call_id)).one()
        return dict(found.result)


@pytest.mark.parametrize("sample", load_samples(), ids=lambda sample: sample.call["call_id"])
def test_a_sample_shows_what_its_script_demands(store: Store, sample: Sample) -> None:
    result = result_of(store, sample.call["call_id"])
    hits = {j["rule"] for j in result["judgments"] if j["outcome"] == "hit"}
    assert hits == {violation.rule for violation in sample.expected.violations}
    assert {alert["name"] for alert in result["alerts"]} == set(sample.expected.alerts)


def test_a_finding_from_sound_is_confirmed_by_a_person(store: Store, demo: Path) -> None:
    app = create_app(Settings(data=demo))
    with store.writing() as session:
        accounts.add_user(session, "reviewer", "inspector")
        token = accounts.issue_token(session, "reviewer")
    client, headers = app.test_client(), {"Authorization": f"Bearer {token}"}
    with store.reading() as session:
        threat = session.scalars(select(Finding).where(Finding.rule == "threat")).one()
    decision = {"decision": "confirm", "note": "听过录音，威胁属实"}
    answer = client.post(f"/api/v1/findings/{threat.id}/review", json=decision, headers=headers)
    assert answer.status_code == 200, answer.text
    with store.reading() as session:
        assert session.get_one(Finding, threat.id).status == "confirmed"
        latest = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert latest is not None
        assert f'"finding":{threat.id}' in latest.body
        assert first_broken(session) is None
