"""The rule pages: documented, tried, changed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import handmade
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from audit.config import Settings
from checks.rulepack import DEFAULT_PACK, FOLDERS
from web.app import create_app

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """With a pack of the owner's own."""
    for part in FOLDERS:
        shutil.copytree(DEFAULT_PACK / part, tmp_path / "pack" / part)
    return settings.model_copy(update={"pack": tmp_path / "pack", "pack_look_s": 0.001})


def test_each_rule_has_its_page(sign_in: SignIn) -> None:
    inspector = sign_in("inspector")
    page = inspector.get("/rules").text
    assert page.count('<th scope="row"><a href="/rules/') == 18
    page = inspector.get("/rules/abuse").text
    for told in ("复核指引", "容易误判", "依据", "自带测试", "id: abuse"):
        assert told in page
    assert "回测并提出" not in page
    assert inspector.get("/rules/moon").status_code == 404
    assert sign_in("collector").get("/rules").status_code == 403


def test_the_box(sign_in: SignIn) -> None:
    inspector = sign_in("inspector")
    said = {"text": "坐席：你就是个老赖，真不要脸\n客户：你怎么骂人", "party": "debtor"}
    page = inspector.post("/rules/try", data=said).text
    assert "<b>辱骂、侮辱</b>" in page
    assert "真不要脸" in page
    wrong = inspector.post("/rules/try", data={"text": "没有前缀"})
    assert wrong.status_code == 422
    assert "line 1" in wrong.text
    assert "没有前缀" in wrong.text


def test_two_people_change_a_rule(sign_in: SignIn, settings: Settings) -> None:
    officer, admin = sign_in("officer"), sign_in("admin")
    assert settings.pack is not None
    path = next((settings.pack / "rules").rglob("abuse.yaml"))
    text = path.read_text("utf-8").replace("severity: critical", "severity: major", 1)
    refused = officer.post("/rules/abuse/changes", data={"text": text, "reason": "调整"})
    assert refused.status_code == 422
    assert "version" in refused.text
    assert "severity: major" in refused.text
    version = text.partition("version: ")[2].partition("\n")[0]
    text = text.replace(f"version: {version}\n", f"version: {int(version) + 1}\n", 1)
    made = officer.post("/rules/abuse/changes", data={"text": text, "reason": "调整"})
    assert made.status_code == 302
    assert "须由另一人批准。" in officer.get("/rules/abuse").text
    assert "待批准的更改" in admin.get("/rules").text
    assert admin.post("/rules/changes/1", data={"do": "publish"}).status_code == 302
    assert "已发布" in admin.get("/rules/abuse").text
    assert '<span class="severity major">' in admin.get("/rules/abuse").text
    assert admin.post("/rules/changes/1", data={"do": "eat"}).status_code == 422


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[APIFlask]:
    app = create_app(Settings(data=tmp_path / "other"))
    app.config["WTF_CSRF_ENABLED"] = False
    handmade.people(app.extensions["callaudit"].store)
    yield app
    app.extensions["callaudit"].store.engine.dispose()


def test_what_ships_is_not_changed_here(shipped: APIFlask) -> None:
    client = shipped.test_client()
    client.post("/sign-in", data={"name": "officer", "password": handmade.PASSWORD})
    answer = client.post("/rules/abuse/changes", data={"text": "id: abuse", "reason": "x"})
    assert answer.status_code == 422
    assert "随程序附带的规则" in answer.text
