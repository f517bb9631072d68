"""Every page and every route of the API, cell by cell: who is let in."""

from collections.abc import Callable

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from audit.review.decide import decide
from audit.store import Store, User

ALL = ("inspector", "officer", "lead", "admin", "collector")
REVIEWERS = ALL[:4]
LEADERS = ALL[1:4]
# Endpoint: (method, path, who is let in). Call 1 is the collector's own, so that 403 tells of the
# role and not of the call.
PAGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "calls.front": ("GET", "/", ALL),
    "calls.queue": ("GET", "/calls", ALL),
    "calls.choose": ("GET", "/calls/choices/team", ALL),
    "calls.call": ("GET", "/calls/1", ALL),
    "calls.personal": ("POST", "/calls/1/personal", REVIEWERS),
    "calls.let_go": ("POST", "/calls/1/release", ALL),
    "calls.keep": ("POST", "/views", ALL),
    "calls.drop": ("POST", "/views/1/drop", ALL),
    "media.sound": ("GET", "/media/calls/1", ALL),
    "media.peaks": ("GET", "/media/calls/1/peaks.json", ALL),
    "correction.correct": ("POST", "/calls/1/correction", REVIEWERS),
    "adding.add": ("POST", "/calls/1/findings", REVIEWERS),
    "adding.note": ("POST", "/calls/1/notes", REVIEWERS),
    "findings.decision": ("POST", "/findings/1/decision", REVIEWERS),
    "findings.take_back": ("POST", "/findings/1/withdraw", REVIEWERS),
    "findings.move_": ("POST", "/findings/1/move", REVIEWERS),
    "findings.alerts": ("GET", "/alerts", REVIEWERS),
    "findings.alert_seen": ("POST", "/alerts/1/seen", REVIEWERS),
    "findings.evidence": ("GET", "/findings/1/evidence.zip", LEADERS),
    "appeals.scores": ("GET", "/scores", ("collector",)),
    "appeals.make": ("POST", "/findings/1/appeal", ("collector",)),
    "appeals.note": ("POST", "/findings/1/acknowledgement", ("collector",)),
    "appeals.waiting": ("GET", "/appeals", REVIEWERS),
    "appeals.decide": ("POST", "/appeals/9/answer", ALL),  # 404 for everybody: there is none
    "learning.page": ("GET", "/examples", ALL),
    "learning.mark": ("POST", "/calls/1/example", REVIEWERS),
    "calibration.page": ("GET", "/samples", REVIEWERS),
    "calibration.make": ("POST", "/samples", LEADERS),
    "calibration.sample": ("GET", "/samples/9", REVIEWERS),
    "calibration.settle": ("POST", "/samples/9/items/9/agree", LEADERS),
    "reading.go_on": ("GET", "/samples/9/next", REVIEWERS),
    "reading.read": ("GET", "/samples/items/9", REVIEWERS),
    "reading.keep": ("POST", "/samples/items/9", REVIEWERS),
    "dashboard.page": ("GET", "/dashboard", LEADERS),
    "reports.page": ("GET", "/reports", LEADERS),
    "reports.file": ("GET", "/reports/csv", LEADERS),
    "scheduled.add": ("POST", "/reports/schedules", LEADERS),
    "scheduled.stop": ("POST", "/reports/schedules/9/stop", LEADERS),
    "scheduled.fetch": ("GET", "/reports/made/9/2026-01-01", LEADERS),
    "remedy.page": ("GET", "/rectifications", ALL),
    "remedy.new": ("GET", "/rectifications/new", LEADERS),
    "remedy.make": ("POST", "/rectifications", LEADERS),
    "remedy.one": ("GET", "/rectifications/9", ALL),
    "remedy.step": ("POST", "/rectifications/9/steps", ALL),
    "rulebook.page": ("GET", "/rules", REVIEWERS),
    "rulebook.box": ("POST", "/rules/try", REVIEWERS),
    "rulebook.one": ("GET", "/rules/abuse", REVIEWERS),
    "rulebook.change": ("POST", "/rules/abuse/changes", ("officer", "admin")),
    "rulebook.decide": ("POST", "/rules/changes/9", ("officer", "admin")),
    "running.progress": ("GET", "/progress", REVIEWERS),
    "running.again": ("POST", "/calls/1/retry", REVIEWERS),
    "running.entries": ("GET", "/journal", ("officer", "admin")),
    "team.page": ("GET", "/team", ("lead", "admin")),
    "team.give_out": ("POST", "/team/assign", ("lead", "admin")),
    "team.free": ("POST", "/team/9/free", ("lead", "admin")),
    "clients.page": ("GET", "/clients", ("officer", "admin")),
    "clients.change": ("POST", "/clients", ("officer", "admin")),
    "clients.hold": ("POST", "/calls/1/hold", ("officer", "admin")),
    "people.page": ("GET", "/people", ("admin",)),
    "people.add": ("POST", "/people", ("admin",)),
    "people.change": ("POST", "/people/1", ("admin",)),
    "people.anew": ("POST", "/people/1/reset", ("admin",)),
    "account.page": ("GET", "/account", ALL),
    "account.password": ("POST", "/account/password", ALL),
    "account.factor": ("POST", "/account/second-factor", ALL),
}
FORMS = {
    "clients.hold": {"reason": "x"},
    "calls.personal": {"show": "1"},
    "rulebook.decide": {"do": "publish"},
    "people.anew": {"what": "lock"},
    "findings.decision": {"decision": "confirm"},
    "remedy.step": {"step": "remark"},
}
OPEN = {"auth", "oidc", "language", "monitor", "static", "openapi", "api"}
API: dict[tuple[str, str], tuple[str, ...]] = {
    ("GET", "/calls"): ALL,
    ("POST", "/calls"): REVIEWERS,
    ("GET", "/calls/A1"): ALL,
    ("POST", "/calls/A1/correction"): REVIEWERS,
    ("POST", "/calls/A1/findings"): REVIEWERS,
    ("POST", "/calls/A1/notes"): REVIEWERS,
    ("GET", "/findings"): ALL,
    ("POST", "/findings/1/review"): REVIEWERS,
    ("POST", "/findings/1/withdraw"): REVIEWERS,
    ("POST", "/findings/1/move"): REVIEWERS,
    ("POST", "/findings/1/appeal"): ("collector",),
    ("GET", "/findings/1/evidence"): LEADERS,
    ("GET", "/appeals"): REVIEWERS,
    ("POST", "/assignments"): ("lead", "admin"),
    ("POST", "/calls/A1/retry"): REVIEWERS,
    ("GET", "/journal"): ("officer", "admin"),
    ("GET", "/rectifications"): ALL,
    ("POST", "/rectifications"): LEADERS,
    ("POST", "/rectifications/9/steps"): ALL,  # 404: there is none
    ("POST", "/rules/try"): REVIEWERS,
    ("POST", "/calls/A1/release"): ALL,
    ("GET", "/calls/A1/sound"): ALL,
    ("POST", "/samples/items/9/agree"): LEADERS,
    ("GET", "/schedules/made"): LEADERS,
    ("GET", "/schedules/9/made/2026-01-01"): LEADERS,
    ("GET", "/team"): ("lead", "admin"),
    ("POST", "/team/9/free"): ("lead", "admin"),
    ("GET", "/views"): ALL,
    ("POST", "/views"): ALL,
    ("DELETE", "/views/9"): ALL,
    ("GET", "/alerts"): REVIEWERS,
    ("POST", "/alerts/1/seen"): REVIEWERS,
    ("POST", "/calls/A1/example"): REVIEWERS,
    ("POST", "/calls/A1/hold"): ("officer", "admin"),
    ("GET", "/clients"): ("officer", "admin"),
    ("PUT", "/clients/x"): ("officer", "admin"),
    ("GET", "/examples"): ALL,
    ("GET", "/fetches/A1"): REVIEWERS,
    ("POST", "/findings/1/acknowledgement"): ("collector",),
    ("GET", "/people"): ("admin",),
    ("POST", "/people"): ("admin",),
    ("PUT", "/people/1"): ("admin",),
    ("POST", "/people/1/reset"): ("admin",),
    ("GET", "/progress"): REVIEWERS,
    ("GET", "/rules"): REVIEWERS,
    ("GET", "/rules/abuse"): REVIEWERS,
    ("GET", "/rules/changes"): REVIEWERS,
    ("POST", "/rules/abuse/changes"): ("officer", "admin"),
    ("POST", "/rules/changes/9"): ("officer", "admin"),
    ("GET", "/schedules"): LEADERS,
    ("POST", "/schedules"): LEADERS,
    ("DELETE", "/schedules/9"): LEADERS,
    ("GET", "/scores"): ("collector",),
    ("GET", "/samples"): REVIEWERS,
    ("POST", "/samples"): LEADERS,
    ("GET", "/samples/9/next"): REVIEWERS,
    ("POST", "/samples/items/9"): REVIEWERS,
    ("GET", "/samples/9/results"): REVIEWERS,
    ("GET", "/figures?from=2026-01-01&to=2026-01-02"): LEADERS,
    ("GET", "/reports/violations?from=2026-01-01&to=2026-01-02"): LEADERS,
}
BODIES: dict[str, dict[str, object]] = {
    "/alerts/1/seen": {},
    "/samples/items/9/agree": {"rules": []},
    "/views": {"name": "x"},
    "/calls/A1/example": {"reason": ""},
    "/calls/A1/hold": {"reason": "x"},
    "/clients/x": {"keep_days": 800},
    "/people": {"name": "new", "role": "lead"},
    "/people/1": {"role": "inspector"},
    "/people/1/reset": {"what": "lock"},
    "/rules/abuse/changes": {"text": "x", "reason": "x"},
    "/rules/changes/9": {"do": "withdraw"},
    "/schedules": {"every": "day", "form": "csv"},
    "/calls/A1/correction": {"transcript": 1},
    "/calls/A1/findings": {"audit": 1, "rule": "threat", "turn": 4, "quote": "派人"},
    "/calls/A1/notes": {"text": "x"},
    "/findings/1/review": {"decision": "confirm"},
    "/findings/1/withdraw": {"version": None},
    "/findings/1/move": {"rule": "threat"},
    "/findings/1/appeal": {"reason": "x"},
    "/assignments": {"shares": {"1": 1}},
    "/rectifications": {
        "title": "x",
        "cause": "x",
        "action": "x",
        "owner": 1,
        "due": "2099-01-01",
        "finding": 1,
    },
    "/rectifications/9/steps": {"step": "remark", "text": "x"},
    "/rules/try": {"text": "坐席：您好"},
    "/samples": {"name": "x", "count": 1},
    "/samples/items/9": {"rules": []},
}


@pytest.fixture
def call(store: Store) -> int:
    call = handmade.add_call(
        store, "A1", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE], alerts=("complaint",)
    )
    with store.reading() as session:
        officer = session.query(User).filter_by(name="officer").one()
    decide(store, officer, 1, "confirm")
    return call


def test_the_table_names_every_page(app: APIFlask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] not in OPEN
    }
    assert pages == set(PAGES)


@pytest.mark.parametrize("name", ALL)
def test_pages(call: int, sign_in: Callable[[str], FlaskClient], name: str) -> None:
    browser = sign_in(name)
    wrong = []
    for endpoint, (method, path, allowed) in PAGES.items():
        with browser.open(path, method=method, data=FORMS.get(endpoint, {})) as answer:
            let_in = answer.status_code != 403
            if let_in is not (name in allowed) or answer.status_code >= 500:
                wrong.append((endpoint, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", ALL)
def test_the_api(store: Store, call: int, app: APIFlask, name: str) -> None:
    client, headers = app.test_client(), {"Authorization": f"Bearer {handmade.token(store, name)}"}
    wrong = []
    for (method, path), allowed in API.items():
        with client.open(
            f"/api/v1{path}", method=method, headers=headers, json=BODIES.get(path)
        ) as answer:
            let_in = answer.status_code != 403
            if let_in is not (name in allowed) or answer.status_code >= 500:
                wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_nobody_is_let_in_without_a_sign_in(app: APIFlask, call: int) -> None:
    for endpoint, (method, path, _allowed) in PAGES.items():
        answer = app.test_client().open(path, method=method)
        assert answer.status_code == 302, endpoint
        assert "/sign-in" in answer.location
    for method, path in API:
        assert app.test_client().open(f"/api/v1{path}", method=method).status_code == 401
