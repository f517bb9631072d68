"""The webhook: every entry once in order, signed; what was not taken is told again."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import handmade
import pytest
from answering import answering
from pydantic import SecretStr

from audit.clock import now
from audit.review.decide import decide
from audit.store import Store, User, WebhookCursor
from audit.webhook import SIGNATURE, WebhookSettings, signature, tell
from transcribe.problem import Problem


class Receiver(HTTPServer):
    """Keeps what it is told; answers with `status`."""

    status = 204

    def __init__(self) -> None:
        self.told: list[tuple[bytes, str]] = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        assert isinstance(server, Receiver)
        if server.status < 300:
            server.told.append((body, self.headers[SIGNATURE]))
        self.send_response(server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    with answering(server):
        yield server


@pytest.fixture
def settings(receiver: Receiver) -> WebhookSettings:
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    return WebhookSettings(url=url, secret=SecretStr("shared"), events=["finding decided"])


@pytest.fixture
def inspector(store: Store) -> User:
    handmade.people(store)
    handmade.add_call(store, "A1", findings=[handmade.ABUSE, handmade.THREAT])
    with store.reading() as session:
        return session.query(User).filter_by(name="inspector").one()


def test_what_happens_is_told_in_order_and_signed(
    store: Store, inspector: User, settings: WebhookSettings, receiver: Receiver
) -> None:
    assert tell(store, settings) == 0  # begins with the present
    decide(store, inspector, 1, "confirm", note="周文博")
    decide(store, inspector, 2, "dismiss")
    assert tell(store, settings) == 2
    assert tell(store, settings) == 0
    bodies = [json.loads(body) for body, _signature in receiver.told]
    assert [(b["what"], b["about"]["decision"]) for b in bodies] == [
        ("finding decided", "confirm"), ("finding decided", "dismiss"),
    ]  # fmt: skip
    for body, signed in receiver.told:
        assert signed == signature("shared", body)
        assert "周文博".encode() not in body


def test_what_was_not_taken_is_told_again(
    store: Store, inspector: User, settings: WebhookSettings, receiver: Receiver
) -> None:
    tell(store, settings)
    decide(store, inspector, 1, "confirm")
    receiver.status = 503
    with pytest.raises(Problem, match="503"):
        tell(store, settings)
    receiver.status = 200
    assert tell(store, settings) == 1


def test_nobody_answers(store: Store, inspector: User, settings: WebhookSettings) -> None:
    tell(store, settings)
    decide(store, inspector, 1, "confirm")
    dead = settings.model_copy(update={"url": "http://127.0.0.1:9/"})
    with pytest.raises(Problem, match="ConnectError"):
        tell(store, dead)
    assert tell(store, settings) == 1


def test_one_tells_at_a_time_and_who_died_is_followed(
    store: Store, inspector: User, settings: WebhookSettings
) -> None:
    tell(store, settings)
    decide(store, inspector, 1, "confirm")
    with store.writing() as session:
        session.get_one(WebhookCursor, 1).held_until = now() + timedelta(minutes=1)
    assert tell(store, settings) == 0
    with store.writing() as session:
        session.get_one(WebhookCursor, 1).held_until = now() - timedelta(seconds=1)
    assert tell(store, settings) == 1


def test_the_secret_is_not_shown(settings: WebhookSettings) -> None:
    assert "shared" not in repr(settings)
