"""Checking everything again: killed midway nothing is lost or done twice; people's word stays."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import handmade
import pytest
from making import stored_call
from sqlalchemy import func, select

from audit.checked import Checked
from audit.keeping import record
from audit.packs import open_pack
from audit.pipeline import check
from audit.review.decide import decide
from audit.review.page import open_page
from audit.store import Audit, Call, Finding, Store, Transcript, User
from audit.upkeep.reaudit import left, share
from checks.rulepack import DEFAULT_PACK, FOLDERS, RulePack

CALLS = 500  # more than one batch for each of two processes


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A pack in which nobody abuses any more."""
    folder = tmp_path / "pack"
    for part in FOLDERS:
        shutil.copytree(DEFAULT_PACK / part, folder / part)
    file = next((folder / "rules").rglob("abuse.yaml"))
    file.write_text(file.read_text("utf-8").replace("stage: stable", "stage: draft", 1), "utf-8")
    return folder


def audited(store: Store, number: int, pack: RulePack) -> int:
    turns = [
        {"speaker": speaker, "start": 4.0 * at, "end": 4.0 * at + 3, "text": text}
        for at, (speaker, text) in enumerate(handmade.TURNS)
    ]
    call = stored_call(store, f"R{number}", turns=turns, case_id=f"K{number}")
    with store.reading() as session:
        transcript = session.scalars(select(Transcript.id).filter_by(call_id=call)).one()
    result: Checked = check(store, transcript, pack)
    with store.writing() as session:
        record(session, transcript, result)
    return call


def test_what_people_confirmed_stays(store: Store, changed: Path) -> None:
    handmade.people(store)
    call = audited(store, 1, open_pack(None))
    with store.reading() as session:
        inspector = session.query(User).filter_by(name="inspector").one()
        abuse = session.query(Finding).filter_by(rule="abuse").one()
    decide(store, inspector, abuse.id, "confirm", note="听过")
    pack = open_pack(changed)
    assert left(store, pack) == 1
    assert sum(share(store, pack, 0, 1)) == 1
    assert left(store, pack) == 0
    page = open_page(store, inspector, call)
    assert page.audit is not None
    assert page.audit.pack_rev == pack.digest
    kept = {finding.rule: finding.status for finding in page.findings}
    assert kept["abuse"] == "confirmed"
    with store.reading() as session:
        assert session.scalar(select(func.count(Audit.id))) == 2  # both results stay


def test_a_dismissal_stays_and_what_nobody_confirmed_goes(store: Store, changed: Path) -> None:
    handmade.people(store)
    call = audited(store, 1, open_pack(None))
    with store.reading() as session:
        inspector = session.query(User).filter_by(name="inspector").one()
        other = session.query(Finding).filter(Finding.rule != "abuse").first()
    assert other is not None
    decide(store, inspector, other.id, "dismiss")
    list(share(store, open_pack(changed), 0, 1))
    page = open_page(store, inspector, call)
    kept = {finding.rule: finding.status for finding in page.findings}
    assert kept[other.rule] == "dismissed"
    assert "abuse" not in kept


def test_shares_are_all_and_only_once(store: Store, changed: Path) -> None:
    for number in range(7):
        audited(store, number, open_pack(None))
    pack = open_pack(changed)
    assert sum(sum(share(store, pack, part, 3)) for part in range(3)) == 7
    assert left(store, pack) == 0


def test_it_stands_back_while_calls_wait(store: Store, changed: Path) -> None:
    audited(store, 1, open_pack(None))
    waiting = stored_call(store, "LIVE")
    pack = open_pack(changed)
    steps = share(store, pack, 0, 1)
    from audit.upkeep import reaudit

    slept: list[float] = []

    def serve(seconds: float) -> None:
        slept.append(seconds)
        with store.writing() as session:
            session.get_one(Call, waiting).status = "parked"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reaudit.time, "sleep", serve)
        assert next(steps) == 1
    assert slept == [reaudit.YIELD_S]


@pytest.mark.kill
@pytest.mark.timeout(300)
def test_killed_midway_and_run_again(store: Store, changed: Path, tmp_path: Path) -> None:
    for number in range(CALLS):
        audited(store, number, open_pack(None))
    environment = os.environ | {"CALLAUDIT_PACK": str(changed)}
    command = [sys.executable, "-m", "audit", "reaudit", "--workers", "2", "--now"]
    command += ["--data", str(tmp_path / "data")]
    first = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    pack = open_pack(changed)
    while left(store, pack) == CALLS:
        assert first.poll() is None
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    rest = left(store, pack)
    assert 0 < rest < CALLS
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert f'"checked": {rest}, "left": 0' in again.stdout
    with store.reading() as session:
        each = select(Audit.call_id, func.count()).where(Audit.pack_rev == pack.digest)
        counts = dict(session.execute(each.group_by(Audit.call_id)).all())
    assert len(counts) == CALLS
    assert set(counts.values()) == {1}
