"""The violation report: who may have it, what stands in every format, what is not counted."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import handmade
import openpyxl
import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from audit.cli.report import command
from audit.config import Settings
from audit.report import pdf
from audit.report.request import request_of
from audit.store import JournalEntry, Store
from transcribe.problem import Problem

PERIOD = {"from": "2026-04-16", "to": "2026-04-16"}


@pytest.fixture
def officer(sign_in: Callable[[str], FlaskClient], store: Store) -> FlaskClient:
    """An officer, with two calls of which abuse is confirmed in both and a disclosure in none."""
    client = sign_in("officer")
    for name in ("A1", "A2"):
        call = handmade.add_call(store, name, findings=[handmade.ABUSE, handmade.DISCLOSURE])
        with store.reading() as session:
            found = handmade.finding_id(session, call, "abuse")
        form = {"decision": "confirm", "note": "周文博本人13812345678已投诉"}
        assert client.post(f"/findings/{found}/decision", data=form).status_code == 302
    handmade.add_call(store, "A3", findings=[handmade.DOUBT])
    return client


def fetch(client: FlaskClient, form: str) -> bytes:
    with client.get(f"/reports/{form}", query_string=PERIOD) as answer:
        assert answer.status_code == 200
        return answer.data


def test_json_holds_figures_and_every_confirmed_violation(officer: FlaskClient) -> None:
    told = json.loads(fetch(officer, "json"))
    assert told["概况"]["已稽核通话"] == 3
    assert [told["概况"][key] for key in ("已确认违规", "待复核", "存疑待判")] == [2, 2, 1]
    assert told["概况"]["每千通确认违规"] == pytest.approx(666.7)
    assert told["多次违规坐席"] == {"5188 陈静怡": 2}
    assert [row["通话"] for row in told["违规"]] == ["A1", "A2"]


def test_a_case_is_masked_and_has_its_evidence_between_its_neighbours(officer: FlaskClient) -> None:
    case = json.loads(fetch(officer, "json"))["违规"][0]
    assert case["证据"].splitlines() == [
        "　[4｜00:12] 客户：我现在没有钱。",
        "＞[5｜00:16] 坐席：你真不要脸，今天晚上我就派人去堵你家的门。",
        "　[6｜00:20] 客户：你说话文明一点。",
    ]
    assert case["债务人"] == "周**"
    assert "周文博" not in json.dumps(case, ensure_ascii=False)
    assert "13812345678" not in case["复核"]
    assert case["依据条款"] == "中华人民共和国民法典第1024条；信用卡业务监督管理办法"


def test_csv_is_no_formula(officer: FlaskClient, store: Store) -> None:
    with store.writing() as session:
        handmade.rename_agent(session, "=cmd|calc")
    rows = list(csv.DictReader(io.StringIO(fetch(officer, "csv").decode("utf-8-sig"))))
    assert [row["坐席"] for row in rows] == ["'=cmd|calc", "'=cmd|calc"]


def test_excel_has_charts_tables_and_the_violations(officer: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetch(officer, "xlsx")))
    assert len(book["概况"]._charts) == 2
    assert [row[0].value for row in book["按规则"].iter_rows(min_row=2)]
    head, *rows = book["违规明细"].values
    assert [dict(zip(head, row, strict=True))["通话"] for row in rows] == ["A1", "A2"]


def test_pdf_can_be_read_and_brings_its_font(officer: FlaskClient) -> None:
    data = fetch(officer, "pdf")
    document = pypdf.PdfReader(io.BytesIO(data))
    text = "".join(page.extract_text() for page in document.pages)
    assert "催收通话违规报告" in text
    assert "真不要脸" in text
    assert "周文博" not in text
    fonts = [
        font.get_object()
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(described)
    first = pypdfium2.PdfDocument(data)[0].render(scale=1).to_numpy()
    assert (first < 128).any()


def test_a_pdf_says_what_it_leaves_out(
    officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "SHEETS", 1)
    document = pypdf.PdfReader(io.BytesIO(fetch(officer, "pdf")))
    text = "".join(page.extract_text() for page in document.pages)
    assert "另有 1 起未列入本文件" in text


@pytest.mark.parametrize("name", ["inspector", "collector"])
def test_who_may_not_have_it(
    sign_in: Callable[[str], FlaskClient], store: Store, name: str
) -> None:
    client = sign_in(name)
    assert client.get("/reports", query_string=PERIOD).status_code == 403
    assert client.get("/reports/pdf", query_string=PERIOD).status_code == 403
    assert "/reports" not in client.get("/calls").text
    bearer = {"Authorization": f"Bearer {handmade.token(store, name)}"}
    answer = client.get("/api/v1/reports/violations", query_string=PERIOD, headers=bearer)
    assert answer.status_code == 403


def test_the_api_gives_the_same(officer: FlaskClient, store: Store) -> None:
    bearer = {"Authorization": f"Bearer {handmade.token(store, 'officer')}"}
    url = "/api/v1/reports/violations"
    with officer.get(url, query_string=PERIOD | {"format": "json"}, headers=bearer) as answer:
        assert answer.get_json()["违规"] == json.loads(fetch(officer, "json"))["违规"]
    wrong = officer.get(url, query_string={"from": "2026-04-31", "to": "x"}, headers=bearer)
    assert wrong.status_code == 422
    assert {"from", "to"} <= set(str(wrong.get_json()["detail"]).replace("'", " ").split())


def test_every_export_is_in_the_journal_with_its_digest(officer: FlaskClient, store: Store) -> None:
    fetch(officer, "csv")
    with store.reading() as session:
        newest = session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert newest
    body = json.loads(newest.body)
    assert (body["who"], body["what"], body["about"]["format"]) == (
        "officer", "report exported", "csv",
    )  # fmt: skip
    assert len(body["about"]["sha256"]) == 64


def test_the_page_shows_the_figures_and_what_was_typed_wrong(officer: FlaskClient) -> None:
    page = officer.get("/reports", query_string=PERIOD).text
    assert "已确认违规" in page
    assert "5188 陈静怡" in page
    wrong = officer.get("/reports", query_string={"from": "2026-04-20", "to": "2026-04-16"})
    assert wrong.status_code == 422
    assert 'value="2026-04-20"' in wrong.text
    assert 'id="wrong-to"' in wrong.text
    empty = officer.get("/reports", query_string={"from": "2020-01-01", "to": "2020-01-01"}).text
    assert "这段时间没有通话" in empty


def test_the_page_in_english_has_no_chinese_of_ours(officer: FlaskClient) -> None:
    officer.post("/language", data={"code": "en"})
    page = officer.get("/reports", query_string=PERIOD).text
    for known in ("陈静怡", "青禾银行", ">简体<", ">繁體<"):
        page = page.replace(known, "")
    assert re.findall(r"[\u4e00-\u9fff]+", page) == []


def test_the_command_line_writes_the_same_and_refuses_a_wrong_day(
    officer: FlaskClient, settings: Settings, tmp_path: Path
) -> None:
    def run(until: str) -> Result:
        out = str(tmp_path / "out.json")
        asked = ["--from", "2026-04-16", "--to", until, "--format", "json", "--out", out]
        return CliRunner().invoke(command, [*asked, "--data", str(settings.data)])

    assert run("2026-04-16").exit_code == 0
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert told["违规"] == json.loads(fetch(officer, "json"))["违规"]
    assert isinstance(run("16.4.").exception, Problem)


def test_days_are_those_of_the_calls_own_clock(officer: FlaskClient) -> None:
    # 22:40 at +08:00 on the 16th is 14:40 UTC; the 17th has none of it.
    next_days = {"from": "2026-04-17", "to": "2026-04-30"}
    with officer.get("/reports/json", query_string=next_days) as later:
        assert json.loads(later.data)["概况"]["通话总数"] == 0


def test_a_wrong_period_names_the_field() -> None:
    with pytest.raises(Problem, match="to: 2026-01-01 is before 2026-02-01"):
        request_of("2026-02-01", "2026-01-01")


def test_a_report_that_fails_leaves_nothing(
    officer: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from audit.report import export

    def fails(_content: object, path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "FORMATS", {"csv": fails})
    state = officer.application.extensions["callaudit"]
    target = tmp_path / "report.csv"
    with pytest.raises(OSError, match="No space"):
        export.export(
            state.store, state.pack, request_of("2026-04-16", "2026-04-16"), target,
            form="csv", by=None,
        )  # fmt: skip
    assert not list(tmp_path.glob("*report*"))
