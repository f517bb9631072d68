"""Clients with their terms, and calls on hold."""

from collections.abc import Callable

import handmade
import pytest
from flask.testing import FlaskClient

from audit.store import Store


@pytest.fixture
def officer(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("officer")


@pytest.fixture
def call(store: Store) -> int:
    return handmade.add_call(store, "A1")


def test_terms_are_set_and_taken_back(officer: FlaskClient, call: int) -> None:
    form = {"client": "青禾银行", "keep_days": "1095", "at_once": "20"}
    page = officer.post("/clients", data=form, follow_redirects=True).text
    assert 'value="1095"' in page
    assert 'value="20"' in page
    back = officer.post("/clients", data={"client": "青禾银行"}, follow_redirects=True).text
    assert 'placeholder="730" value=""' in back


@pytest.mark.parametrize(("field", "typed"), [("keep_days", "0"), ("at_once", "many")])
def test_wrong_terms_are_named_beside_their_field(
    officer: FlaskClient, call: int, field: str, typed: str
) -> None:
    answer = officer.post("/clients", data={"client": "青禾银行", field: typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'role="alert"' in answer.text


def test_a_call_is_held_and_released(officer: FlaskClient, call: int) -> None:
    page = officer.post(f"/calls/{call}/hold", data={"reason": "投诉 12378"}, follow_redirects=True)
    assert "保留中，到期也不删除" in page.text
    assert "投诉 12378" in officer.get("/clients").text
    page = officer.post(f"/calls/{call}/hold", data={"release": "1"}, follow_redirects=True)
    assert "保留中，到期也不删除" not in page.text


def test_an_inspector_does_not_see_the_form(inspector: FlaskClient, call: int) -> None:
    assert "到期不删" not in inspector.get(f"/calls/{call}").text
