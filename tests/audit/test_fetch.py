"""Recordings fetched from an address, over real connections: what comes, what leads astray."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from answering import answering
from handmade import code_of
from making import fields, write_wav
from sqlalchemy import select

from audit.clock import now
from audit.intake import download
from audit.intake.accept import take_in
from audit.intake.download import FetchSettings, check_url
from audit.intake.fetch import TRIES, Fetched, fetch_due, find_order, order
from audit.intake.offer import Offer
from audit.recordings import Recordings
from audit.store import Call, FetchOrder, IntakeEntry, JournalEntry, Store


class Recorder(ThreadingHTTPServer):
    """Answers each path with what `answers` says."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Recorder)
        server.asked.append(self.path)
        server.answers[self.path.partition("?")[0]](self)

    def log_message(self, *_: object) -> None:
        pass


def gives(
    body: bytes, status: int = 200, length: int | None = None, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    server = Recorder()
    with answering(server):
        yield server


@pytest.fixture
def settings() -> FetchSettings:
    return FetchSettings(hosts=["localhost"], allow_private=True, allow_http=True, timeout_s=20)


@pytest.fixture
def wav(tmp_path: Path) -> bytes:
    return write_wav(tmp_path / "tone.wav").read_bytes()


def bare(call_id: str = "C1") -> dict[str, object]:
    told = fields(call_id, audio="a.wav")
    del told["turns"]
    return told


def due_again(store: Store) -> None:
    with store.writing() as session:
        for made in session.scalars(select(FetchOrder)):
            made.next_at = now() - timedelta(seconds=1)


def test_a_recording_is_fetched_and_its_address_forgotten(
    store: Store, recordings: Recordings, recorder: Recorder, settings: FetchSettings, wav: bytes
) -> None:
    recorder.answers["/a.wav"] = gives(wav)
    order(store, settings, bare(), recorder.url("/a.wav?key=secret"), "api")
    assert fetch_due(store, recordings, settings) == 1
    made = find_order(store, "C1")
    assert made is not None
    assert (made.outcome, made.message, made.url, made.fields) == ("accepted", "", "", {})
    with store.reading() as session:
        call = session.scalars(select(Call)).one()
        entry = session.scalars(select(IntakeEntry)).one()
        told = " ".join(session.scalars(select(JournalEntry.body)))
    assert call.recording_id is not None
    assert entry.source == recorder.url("/a.wav").replace(f":{recorder.server_port}", "")
    assert "secret" not in told + entry.source


def test_what_fails_now_is_tried_again(
    store: Store, recordings: Recordings, recorder: Recorder, settings: FetchSettings, wav: bytes
) -> None:
    recorder.answers["/a.wav"] = gives(b"busy", 503)
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    assert fetch_due(store, recordings, settings) == 0
    assert fetch_due(store, recordings, settings) == 0  # not due yet: the recorder is left alone
    assert len(recorder.asked) == 1
    made = find_order(store, "C1")
    assert made is not None
    assert "503" in made.message
    recorder.answers["/a.wav"] = gives(wav)
    due_again(store)
    assert fetch_due(store, recordings, settings) == 1


def test_half_a_file_is_no_file(
    store: Store, recordings: Recordings, recorder: Recorder, settings: FetchSettings, wav: bytes
) -> None:
    recorder.answers["/a.wav"] = gives(wav[: len(wav) // 2], length=len(wav))
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    assert fetch_due(store, recordings, settings) == 0
    with store.reading() as session:
        assert session.scalars(select(Call)).all() == []


def test_after_many_tries_it_is_refused_with_the_reason(
    store: Store, recordings: Recordings, recorder: Recorder, settings: FetchSettings
) -> None:
    recorder.answers["/a.wav"] = gives(b"", 500)
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    for _ in range(TRIES):
        due_again(store)
        fetch_due(store, recordings, settings)
    made = find_order(store, "C1")
    assert made is not None
    assert made.outcome == "refused"
    assert "answered 500" in made.message
    order(store, settings, bare(), recorder.url("/a.wav"), "api")  # may be sent again


@pytest.mark.parametrize(
    "case",
    [
        (gives(b"no", 404), "answered 404"),
        (gives(b"this is no sound"), ""),
        (gives(b"", 302, Location="http://example.org/a.wav"), "not among the hosts"),
        (gives(b"", 302, Location="/a.wav"), "leads on again and again"),
        (gives(b"", 302, Location="file:///etc/passwd"), "must be http"),
    ],
)  # fmt: skip
def test_what_no_second_try_helps_is_refused_at_once(
    store: Store,
    recordings: Recordings,
    recorder: Recorder,
    settings: FetchSettings,
    case: tuple[Callable[[BaseHTTPRequestHandler], None], str],
) -> None:
    recorder.answers["/a.wav"], told = case
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    assert fetch_due(store, recordings, settings) == 1
    made = find_order(store, "C1")
    assert made is not None
    assert made.outcome == "refused"
    assert told in made.message
    with store.reading() as session:
        assert session.scalars(select(Call)).all() == []


def test_a_redirect_within_the_hosts_is_followed(
    store: Store, recordings: Recordings, recorder: Recorder, settings: FetchSettings, wav: bytes
) -> None:
    recorder.answers["/a.wav"] = gives(b"", 302, Location="/b.wav")
    recorder.answers["/b.wav"] = gives(wav)
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    assert fetch_due(store, recordings, settings) == 1
    assert recorder.asked == ["/a.wav", "/b.wav"]


def test_too_large_and_too_slow(
    tmp_path: Path, recorder: Recorder, settings: FetchSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.answers["/a.wav"] = gives(b"x" * 5000)
    monkeypatch.setattr(download, "_MB", 1)
    small = settings.model_copy(update={"max_mb": 4999})
    url = recorder.url("/a.wav")
    assert code_of(download.download, url, tmp_path / "f", small) == "fetch_too_large"
    slow = settings.model_copy(update={"timeout_s": 0.0, "max_mb": 9999})
    assert code_of(download.download, url, tmp_path / "f", slow) == "not_fetched"


def test_private_addresses_are_not_asked(
    tmp_path: Path, recorder: Recorder, settings: FetchSettings
) -> None:
    outside = settings.model_copy(update={"allow_private": False})
    recorder.answers["/a.wav"] = gives(b"secret")
    place = tmp_path / "f"
    assert code_of(download.download, recorder.url("/a.wav"), place, outside) == "private_address"
    assert recorder.asked == []
    assert not place.exists()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00::1",
     "fe80::1%eth0", "::ffff:10.0.0.1", "2002:a00:1::", "0.0.0.0", "224.0.0.1"],
)  # fmt: skip
def test_what_is_private(address: str) -> None:
    assert not download._public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111"])
def test_what_is_public(address: str) -> None:
    assert download._public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://rec.example.com/a.wav", None),
        ("https://a.voice.example.com/a.wav", None),
        ("https://voice.example.com.evil.org/a.wav", "host_not_allowed"),
        ("https://rec.example.com@evil.org/a.wav", "bad_url"),
        ("https://user:pass@rec.example.com/a.wav", "bad_url"),
        ("http://rec.example.com/a.wav", "bad_url"),
        ("ftp://rec.example.com/a.wav", "bad_url"),
        ("//rec.example.com/a.wav", "bad_url"),
        ("https://[::1", "bad_url"),
        ("", "bad_url"),
    ],
)
def test_which_addresses_may_be_named(url: str, code: str | None) -> None:
    settings = FetchSettings(hosts=["rec.example.com", "*.voice.example.com"])
    if code is None:
        check_url(url, settings)
    else:
        assert code_of(check_url, url, settings) == code


def test_one_order_a_call(store: Store, recorder: Recorder, settings: FetchSettings) -> None:
    assert code_of(order, store, None, bare(), "https://x", "api") == "fetch_off"
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    again = (store, settings, bare(), recorder.url("/a.wav"), "api")
    assert code_of(order, *again) == "duplicate_call"


def test_a_worker_that_died_before_it_could_say_so(
    tmp_path: Path,
    store: Store,
    recordings: Recordings,
    recorder: Recorder,
    settings: FetchSettings,
) -> None:
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    sound = Fetched(write_wav(tmp_path / "a.wav"))
    take_in(store, recordings, Offer(bare(), "x", sound), "fetch")
    assert fetch_due(store, recordings, settings) == 1
    assert recorder.asked == []
    made = find_order(store, "C1")
    assert made is not None
    assert made.outcome == "accepted"


def test_a_held_order_is_left_until_the_hold_is_over(
    store: Store, recordings: Recordings, recorder: Recorder, settings: FetchSettings, wav: bytes
) -> None:
    recorder.answers["/a.wav"] = gives(wav)
    order(store, settings, bare(), recorder.url("/a.wav"), "api")
    for minutes, settled in ((5, 0), (-1, 1)):
        with store.writing() as session:
            session.scalars(select(FetchOrder)).one().held_until = now() + timedelta(
                minutes=minutes
            )
        assert fetch_due(store, recordings, settings) == settled
