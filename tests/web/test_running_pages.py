"""Progress, retry and the journal as pages."""

from collections.abc import Callable

import handmade
from flask.testing import FlaskClient

from audit.store import Call, Store

SignIn = Callable[[str], FlaskClient]


def test_a_parked_call_is_tried_again(store: Store, sign_in: SignIn) -> None:
    call = handmade.add_call(store, "P1", status="parked", error="录音损坏")
    inspector = sign_in("inspector")
    page = inspector.get("/progress").text
    assert "录音损坏" in page
    assert "没有工作进程在运行" in page
    assert inspector.post(f"/calls/{call}/retry").status_code == 302
    with store.reading() as session:
        kept = session.get_one(Call, call)
        assert (kept.status, kept.try_no, kept.error) == ("received", 2, "")
    assert inspector.post(f"/calls/{call}/retry").status_code == 409
    assert inspector.post("/calls/99/retry").status_code == 404


def test_the_journal_is_read_and_narrowed(store: Store, sign_in: SignIn) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    sign_in("inspector").post("/findings/1/decision", data={"decision": "confirm"})
    officer = sign_in("officer")
    page = officer.get("/journal").text
    assert "finding decided" in page
    page = officer.get("/journal?who=officer").text
    assert "finding decided" not in page.partition("<tbody>")[2]
    page = officer.get("/journal?what=finding+decided").text
    assert page.count("<tr>") == 2
    assert "没有符合条件的记录。" in officer.get("/journal?who=nobody").text
    assert "没有符合条件的记录。" in officer.get("/journal?who=%25").text
