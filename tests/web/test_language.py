"""Chinese first, in both scripts, English complete."""

import re
from pathlib import Path

import handmade
import pytest
from apiflask import APIFlask
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from audit.store import Store
from web import traditional

WEB = Path(__file__).parents[2] / "web"
FOLDER = WEB / "translations/en/LC_MESSAGES"


def english() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_text_has_its_english() -> None:
    keywords = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None}
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    options = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    found = {
        text
        for _file, _line, text, _comments, _context in extract_from_dir(
            str(WEB), methods, options, keywords
        )
    }
    catalog = english()
    assert len(found) > 100
    assert found == {message.id for message in catalog if message.id}
    assert [m.id for m in catalog if not m.string or m.fuzzy] == []
    assert [m.id for m in catalog for _ in m.check()] == []


def test_the_compiled_file_is_up_to_date() -> None:
    with (FOLDER / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    assert {m.id: m.string for m in compiled if m.id} == {m.id: m.string for m in english() if m.id}


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK,zh;q=0.9", "zh-Hant"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", "zh-Hans"),
        ("", "zh-Hans"),
    ],
)
def test_the_browser_chooses_first(app: APIFlask, accepts: str, lang: str) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Language": accepts}).text
    assert f'<html lang="{lang}"' in page


def test_a_chosen_language_and_theme_stay(inspector: FlaskClient) -> None:
    answer = inspector.post("/language", data={"code": "en", "next": "/calls?stage=all"})
    assert answer.location == "/calls?stage=all"
    inspector.post("/theme", data={"code": "dark", "next": "/"})
    page = inspector.get("/calls").text
    assert '<html lang="en" data-theme="dark"' in page
    inspector.post("/language", data={"code": "xx"})
    assert '<html lang="zh-Hans"' in inspector.get("/calls").text


def test_english_pages_have_no_chinese_of_ours(store: Store, inspector: FlaskClient) -> None:
    """Texts of the call and of the rules stay Chinese; everything around them is English."""
    call = handmade.add_call(store, "A1")
    inspector.post("/language", data={"code": "en"})
    for path in ("/calls?stage=all", f"/calls/{call}", "/nowhere"):
        page = inspector.get(path).text
        page = re.sub(r"<ol class=\"turns\">.*?</ol>", "", page, flags=re.DOTALL)
        for known in ("陈静怡", "青禾银行", "周**", ">简体<", ">繁體<"):
            page = page.replace(known, "")
        assert re.findall(r"[\u4e00-\u9fff]+", page) == []


def test_the_traditional_catalogue_is_what_its_command_writes() -> None:
    with (WEB / "translations/zh_Hant/LC_MESSAGES/messages.mo").open("rb") as file:
        compiled = read_mo(file)
    made = {m.id: m.string for m in traditional.catalogue() if m.id}
    assert {m.id: m.string for m in compiled if m.id} == made


def test_traditional_pages_have_no_simplified_text_of_ours(
    store: Store, inspector: FlaskClient
) -> None:
    """Texts of the call and of the law stay as they are; rules' own texts are converted."""
    call = handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    inspector.post("/language", data={"code": "zh-Hant"})
    page = inspector.get("/calls?stage=all").text
    assert '<html lang="zh-Hant"' in page
    assert "複核佇列" in page
    assert "辱罵、侮辱" in inspector.get(f"/calls/{call}").text
    page = page.replace(">简体<", "").replace("陈静怡", "").replace("青禾银行", "")
    simplified = [c for c in re.findall(r"[\u4e00-\u9fff]", page) if traditional.converted(c) != c]
    assert simplified == []
