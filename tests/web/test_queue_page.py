"""The queue as a page."""

import re
from collections.abc import Callable

import handmade
from flask.testing import FlaskClient

from audit.store import Store


def ids(client: FlaskClient, query: str = "") -> list[str]:
    """The calls of the page in their order."""
    return re.findall(r'class="row-link"[^>]*>([^<]+)<', client.get(f"/calls{query}").text)


def fill(store: Store) -> None:
    handmade.add_call(store, "LOW", risk=5, findings=[handmade.DISCLOSURE])
    handmade.add_call(store, "HIGH", risk=200, findings=[handmade.ABUSE, handmade.THREAT])
    handmade.add_call(store, "ALERT", risk=10, alerts=("complaint",))
    handmade.add_call(store, "CLEAN")
    handmade.add_call(store, "BROKEN", status="parked", error="S.wav: holds no sound; mend it")
    handmade.add_call(store, "WAITING", status="queued")


def test_what_waits_for_a_person_comes_by_risk(store: Store, inspector: FlaskClient) -> None:
    fill(store)
    assert ids(inspector) == ["HIGH", "ALERT", "LOW"]
    assert len(ids(inspector, "?stage=all")) == 6


def test_filters(store: Store, inspector: FlaskClient) -> None:
    fill(store)
    assert ids(inspector, "?rule=threat") == ["HIGH"]
    assert ids(inspector, "?severity=major") == ["LOW"]
    assert ids(inspector, "?rule=threat&severity=major") == []
    assert ids(inspector, "?stage=all&text=AI") == ["WAITING"]
    assert ids(inspector, "?text=%25") == []  # a wildcard of SQL is only a character
    assert ids(inspector, "?stage=nonsense") == ids(inspector)


def test_parked_calls_show_the_reason_and_the_mend(store: Store, inspector: FlaskClient) -> None:
    fill(store)
    page = inspector.get("/calls?stage=parked").text
    assert "S.wav: holds no sound; mend it" in page


def test_the_list_refreshes_itself_while_calls_are_processed(
    store: Store, inspector: FlaskClient
) -> None:
    handmade.add_call(store, "DONE", findings=[handmade.ABUSE])
    assert "every 3s" not in inspector.get("/calls").text
    handmade.add_call(store, "WAITING", status="processing")
    page = inspector.get("/calls").text
    assert 'hx-trigger="every 3s"' in page
    assert "正在处理 1 通录音" in page


def test_empty_queues_say_what_to_do(store: Store, inspector: FlaskClient) -> None:
    assert "callaudit intake" in inspector.get("/calls").text
    handmade.add_call(store, "CLEAN")
    assert "待复核的通话都处理完了" in inspector.get("/calls").text
    assert "没有符合条件的通话" in inspector.get("/calls?rule=abuse").text


def test_a_long_queue_continues_on_the_next_page(store: Store, inspector: FlaskClient) -> None:
    for number in range(60):
        handmade.add_call(store, f"N{number:02}", risk=number // 4, findings=[handmade.ABUSE])
    page = inspector.get("/calls?severity=critical").text
    (following,) = re.findall(r'href="(/calls\?[^"]*after=[^"]*)"', page)
    second = ids(inspector, following.removeprefix("/calls").replace("&amp;", "&"))
    assert "severity=critical" in following
    assert len(ids(inspector)) == 50
    assert sorted(ids(inspector) + second) == [f"N{number:02}" for number in range(60)]


def test_a_broken_cursor_is_wrong_input(inspector: FlaskClient) -> None:
    assert inspector.get("/calls?after=nonsense").status_code == 422


def test_a_collector_sees_only_the_own_calls(
    store: Store, sign_in: Callable[[str], FlaskClient]
) -> None:
    fill(store)
    handmade.add_call(store, "OWN", agent_id=handmade.OWN_ID, findings=[handmade.ABUSE])
    assert ids(sign_in("collector"), "?stage=all") == ["OWN"]


def test_text_from_calls_is_never_markup(store: Store, inspector: FlaskClient) -> None:
    handmade.add_call(store, "<script>x</script>", findings=[handmade.ABUSE])
    page = inspector.get("/calls").text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_search_shows_the_place_and_leads_to_it(store: Store, inspector: FlaskClient) -> None:
    fill(store)
    page = inspector.get("/calls?stage=all&said=逾期").text
    assert re.search(r'href="/calls/\d+\?stage=all&amp;said=[^"]*#turn-2">', page)
    assert "<mark>逾期</mark>" in page


def test_each_filter_can_be_taken_away(store: Store, inspector: FlaskClient) -> None:
    fill(store)
    page = inspector.get("/calls?stage=all&rule=threat&since=2026-04-01&client=青禾银行").text
    chips = re.search(r'<p class="chips".*?</p>', page, re.DOTALL)
    assert chips is not None
    assert chips[0].count("<a ") == 4
    assert 'href="/calls?stage=all&amp;rule=threat&amp;client=' in chips[0]
    assert 'class="chips"' not in inspector.get("/calls").text


def test_choices_come_as_options(store: Store, inspector: FlaskClient) -> None:
    fill(store)
    assert inspector.get("/calls/choices/client").text.strip() == (
        '<option value="青禾银行"></option>'
    )
    assert inspector.get("/calls/choices/password").status_code == 404


def test_a_day_that_is_none_is_refused(inspector: FlaskClient) -> None:
    assert inspector.get("/calls?since=2026-13-01").status_code == 422


def test_the_second_inspector_is_told_who_is_at_work(
    store: Store, inspector: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    call = handmade.add_call(store, "ONE", findings=[handmade.ABUSE])
    assert "由您复核中" in inspector.get(f"/calls/{call}").text
    second = sign_in("second")
    assert "inspector 正在复核这通录音" in second.get(f"/calls/{call}").text
    assert "inspector 复核中" in second.get("/calls").text
    assert inspector.post(f"/calls/{call}/release").status_code == 302
    assert "复核中" not in second.get("/calls").text


def test_a_view_is_kept_shown_and_forgotten(
    store: Store, inspector: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    fill(store)
    query = "stage=all&rule=threat"
    kept = inspector.post("/views", data={"name": "威胁", "query": f"{query}&next=//evil"})
    assert kept.location.startswith("/calls?")
    page = inspector.get(f"/calls?{query}").text
    assert 'href="/calls?stage=all&amp;rule=threat" aria-current="true">威胁</a>' in page
    assert "威胁</a>" not in sign_in("second").get("/calls").text
    number = re.search(r"/views/(\d+)/drop", page)
    assert number is not None
    sign_in("second").post(number[0])
    assert "威胁</a>" in inspector.get("/calls").text
    inspector.post(number[0])
    assert "威胁</a>" not in inspector.get("/calls").text


def test_a_view_needs_a_name(inspector: FlaskClient) -> None:
    assert inspector.post("/views", data={"name": " ", "query": "rule=threat"}).status_code == 422
