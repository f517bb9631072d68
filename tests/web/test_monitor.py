"""What a monitor asks."""

import handmade
from apiflask import APIFlask

from audit.store import Store


def test_alive_and_ready_without_a_sign_in(app: APIFlask) -> None:
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/readyz").status_code == 200


def test_not_ready_with_an_older_database(app: APIFlask, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert app.test_client().get("/readyz").status_code == 503


def test_metrics_count_and_name_nobody(app: APIFlask, store: Store) -> None:
    handmade.add_call(store, "SECRET-ID")
    handmade.add_call(store, "WAITING", status="queued")
    text = app.test_client().get("/metrics").text
    assert 'callaudit_calls{status="audited"} 1.0' in text
    assert 'callaudit_calls{status="parked"} 0.0' in text
    assert "callaudit_queue_depth 1.0" in text
    assert "callaudit_queue_oldest_seconds" in text
    assert "SECRET-ID" not in text
