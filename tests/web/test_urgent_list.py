"""The urgent list: threats of suicide first, until somebody cared."""

import re
from collections.abc import Callable

import handmade
from flask.testing import FlaskClient

from audit.store import Store

SignIn = Callable[[str], FlaskClient]


def test_the_gravest_first_until_somebody_cared(store: Store, sign_in: SignIn) -> None:
    for name, alerts in (("A", ("complaint",)), ("B", ("lawyer", "self_harm")), ("C", ())):
        handmade.add_call(store, name, alerts=alerts)
    inspector = sign_in("inspector")
    page = inspector.get("/alerts").text
    assert re.findall(r'class="urgent (\w+)"', page) == ["self_harm", "complaint", "lawyer"]
    assert '<b class="grave" title="轻生风险">1</b>' in page
    grave = re.search(r'self_harm".*?id="alert-(\d+)"', page, re.DOTALL)
    assert grave is not None
    inspector.post(f"/alerts/{grave[1]}/seen")
    page = inspector.get("/alerts").text
    assert re.findall(r'class="urgent (\w+)"', page) == ["complaint", "lawyer"]
    assert 'class="grave"' not in page


def test_nothing_waits(sign_in: SignIn) -> None:
    assert "没有待处理的预警。" in sign_in("inspector").get("/alerts").text
    assert sign_in("collector").get("/alerts").status_code == 403
