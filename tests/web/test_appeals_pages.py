"""My scores and the appeals as pages and API."""

import re
from collections.abc import Callable

import handmade
import pytest
from flask.testing import FlaskClient

from audit.review.decide import decide
from audit.store import Store, User

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def confirmed(store: Store) -> int:
    handmade.add_call(store, "OWN", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    with store.reading() as session:
        inspector = session.query(User).filter_by(name="inspector").one()
    return decide(store, inspector, 1, "confirm", note="听过原音").id


def test_from_appeal_to_overturned(sign_in: SignIn, confirmed: int) -> None:
    collector, second = sign_in("collector"), sign_in("second")
    page = collector.get("/scores").text
    assert "听过原音" in page
    assert "真不要脸" in page
    assert "申诉（至 " in page
    made = collector.post(f"/findings/{confirmed}/appeal", data={"reason": "客户先骂我"})
    assert made.status_code == 302
    waiting = second.get("/appeals").text
    assert "客户先骂我" in waiting
    number = re.search(r"/appeals/(\d+)/answer", waiting)
    assert number is not None
    answered = {"outcome": "overturned", "note": "同意"}
    assert second.post(number[0], data=answered).status_code == 302
    page = collector.get("/scores").text
    assert "已撤销违规" in page
    assert "申诉（至 " not in page
    assert "没有待答复的申诉" in second.get("/appeals").text


def test_whoever_decided_sees_why_not(sign_in: SignIn, confirmed: int) -> None:
    sign_in("collector").post(f"/findings/{confirmed}/appeal", data={"reason": "请再听"})
    page = sign_in("inspector").get("/appeals").text
    assert "您参与过这条的判定" in page
    assert "/answer" not in page
    refused = sign_in("inspector").post(
        "/appeals/1/answer", data={"outcome": "upheld", "note": "我对"}
    )
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("name", "scores", "appeals"),
    [("collector", 200, 403), ("inspector", 403, 200), ("officer", 403, 200)],
)
def test_pages_by_role(sign_in: SignIn, name: str, scores: int, appeals: int) -> None:
    assert sign_in(name).get("/scores").status_code == scores
    assert sign_in(name).get("/appeals").status_code == appeals


def test_taking_note(sign_in: SignIn, confirmed: int) -> None:
    collector = sign_in("collector")
    collector.post(f"/findings/{confirmed}/acknowledgement")
    assert "已知悉" in collector.get("/scores").text
    assert sign_in("inspector").post(f"/findings/{confirmed}/acknowledgement").status_code == 403


def test_an_unknown_answer_is_refused(sign_in: SignIn, confirmed: int) -> None:
    sign_in("collector").post(f"/findings/{confirmed}/appeal", data={"reason": "请再听"})
    refused = sign_in("second").post("/appeals/1/answer", data={"outcome": "open", "note": "x"})
    assert refused.status_code == 422


def test_the_api_does_the_same(store: Store, sign_in: SignIn, confirmed: int) -> None:
    client = sign_in("collector")

    def ask(name: str, method: str, path: str, **body: str) -> tuple[int, dict[str, object]]:
        headers = {"Authorization": f"Bearer {handmade.token(store, name)}"}
        found = client.open(f"/api/v1{path}", method=method, headers=headers, json=body or None)
        return found.status_code, found.get_json()

    status, made = ask("collector", "POST", f"/findings/{confirmed}/appeal", reason="请再听")
    assert (status, made["level"], made["outcome"]) == (201, 1, "open")
    assert ask("collector", "GET", "/appeals")[0] == 403
    status, waiting = ask("second", "GET", "/appeals")
    assert (status, waiting["items"]) == (200, [made])
    answered = {"outcome": "overturned", "note": "同意"}
    assert ask("inspector", "POST", f"/appeals/{made['id']}/answer", **answered)[0] == 403
    status, after = ask("second", "POST", f"/appeals/{made['id']}/answer", **answered)
    assert (status, after["outcome"]) == (200, "overturned")
    assert ask("officer", "POST", f"/appeals/{made['id']}/answer", **answered)[0] == 409
    assert ask("second", "POST", "/appeals/99/answer", **answered)[0] == 404
    assert ask("collector", "POST", f"/findings/{confirmed}/appeal", reason="")[0] == 422
