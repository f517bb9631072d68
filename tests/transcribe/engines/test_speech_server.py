"""The engine `server` against a local stand-in that speaks the protocol, well and badly."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from speech_standin import Fields, Reply, Speech, error, speaking, told

from transcribe.audio import RATE
from transcribe.engine import Engine, Heard, load_engine
from transcribe.engines.server import client
from transcribe.options import Options, Server
from transcribe.problem import PassingProblem, Problem

SOUND = np.zeros(2 * RATE, np.float32)


@pytest.fixture
def speech() -> Iterator[Speech]:
    with speaking() as standing:
        yield standing


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FIRST_WAIT_S", 0.01)


@pytest.fixture
def engine(speech: Speech) -> Callable[..., Engine]:
    def make(**more: object) -> Engine:
        server = Server(**{"url": speech.url, "model": "sensevoice", "retries": 0} | more)
        return load_engine("server", None, Options(server=server))

    return make


def texts(heard: list[Heard]) -> list[str]:
    return [piece.text for piece in heard]


def test_it_asks_in_the_protocols_form(engine: Callable[..., Engine], speech: Speech) -> None:
    ear = engine(key="s3cret")
    ear.recognise(SOUND, "逾期")
    assert speech.sent == [
        {
            "model": ["sensevoice"], "language": ["zh"], "temperature": ["0"], "prompt": ["逾期"],
            "response_format": ["verbose_json"],
            "timestamp_granularities[]": ["word", "segment"],
        }
    ]  # fmt: skip
    assert (speech.sounds, speech.keys) == ([2.0], ["Bearer s3cret"])
    assert (ear.name, ear.digest, ear.window_s) == ("server sensevoice", "", 0)
    engine().recognise(SOUND, "")
    assert "prompt" not in speech.sent[1]
    assert speech.keys[1] is None


def test_words_get_the_marks_of_the_text(engine: Callable[..., Engine], speech: Speech) -> None:
    words = [
        {"word": "您好", "start": 0.1, "end": 0.5},
        {"word": "请问", "start": 0.7, "end": 1.0, "probability": 0.25},
        {"word": "吗", "start": 1.0, "end": 9.0},
    ]
    segment = {"text": "您好，请问吗？", "start": 0, "end": 2, "avg_logprob": -0.5, "tokens": [1]}
    speech.reply = lambda _: told(text="您好，请问吗？", words=words, segments=[segment])
    heard = engine().recognise(SOUND, "")
    assert texts(heard) == ["您好，", "请问", "吗？"]
    assert [(piece.start, piece.end) for piece in heard] == [(0.1, 0.5), (0.7, 1.0), (1.0, 2.0)]
    assert [piece.confidence for piece in heard] == pytest.approx([0.607, 0.25, 0.607], abs=0.001)


def test_words_inside_segments_and_words_that_differ_from_the_text(
    engine: Callable[..., Engine], speech: Speech
) -> None:
    word = {"word": "您好", "start": 0, "end": 1}
    inside = {"text": "您好。", "start": 0, "end": 2, "words": [word]}
    speech.reply = lambda _: told(text="您好。", segments=[inside])
    assert texts(engine().recognise(SOUND, "")) == ["您好。"]
    speech.reply = lambda _: told(text="你好。", segments=[inside])
    assert texts(engine().recognise(SOUND, "")) == ["您好"]


def test_segments_alone_and_text_alone_are_spread_over_their_time(
    engine: Callable[..., Engine], speech: Speech
) -> None:
    speech.reply = lambda _: told(text="您好", segments=[{"text": "您好", "start": 1, "end": 1.5}])
    assert engine().recognise(SOUND, "") == [
        Heard(1, 1.25, "您", None),
        Heard(1.25, 1.5, "好", None),
    ]
    speech.reply = lambda _: told(text="您好")
    assert engine().recognise(SOUND, "") == [Heard(0, 1, "您", None), Heard(1, 2, "好", None)]
    speech.reply = lambda _: told(text="", segments=[])
    assert engine().recognise(SOUND, "") == []


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_knows_no_times_is_asked_for_less(
    engine: Callable[..., Engine], speech: Speech, status: int
) -> None:
    def only_json(fields: Fields) -> Reply:
        return told(text="您好") if fields["response_format"] == ["json"] else error(status)

    speech.reply = only_json
    ear = engine()
    assert texts(ear.recognise(SOUND, "")) == ["您", "好"]
    assert len(speech.sent) == 3
    ear.recognise(SOUND, "")
    assert len(speech.sent) == 4, "it is remembered"


@pytest.mark.parametrize(
    ("status", "code", "mend"),
    [
        (400, "server_refused", "server's own log"),
        (401, "server_refused", "set the key"),
        (404, "server_refused", "check url and model"),
        (413, "server_refused", "take files of 1 MB"),
    ],
)
def test_a_refusal_is_told_and_not_tried_again(
    engine: Callable[..., Engine], speech: Speech, status: int, code: str, mend: str
) -> None:
    speech.reply = lambda _: error(status)
    with pytest.raises(Problem, match=f"answered HTTP {status}; .*{mend}") as caught:
        engine(retries=2, key="s3cret").recognise(SOUND, "")
    assert (type(caught.value), caught.value.code) == (Problem, code)
    assert len(speech.sent) == (3 if status == 400 else 1)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(
    engine: Callable[..., Engine], speech: Speech, status: int
) -> None:
    answers = iter([error(status), error(status), told(text="您好")])
    speech.reply = lambda _: next(answers)
    assert texts(engine(retries=2).recognise(SOUND, "")) == ["您", "好"]
    speech.reply = lambda _: error(status)
    with pytest.raises(PassingProblem, match=f"HTTP {status}"):
        engine(retries=1).recognise(SOUND, "")
    assert len(speech.sent) == 5


@pytest.mark.parametrize("drips", [False, True])
def test_the_time_grows_with_the_sound_and_ends(
    engine: Callable[..., Engine], speech: Speech, drips: bool
) -> None:
    def drip() -> Iterator[bytes]:
        while not speech.stop.wait(0.2):
            yield b" "

    def slow(_fields: Fields) -> Reply:
        if not drips:
            speech.stop.wait(3)
        return 200, drip()

    speech.reply = slow
    began = time.monotonic()
    with pytest.raises(PassingProblem, match="took longer than 1 s") as caught:
        engine(least_s=0.5, per_s=0.25).recognise(SOUND, "")
    assert caught.value.code == "server_slow"
    assert 0.9 < time.monotonic() - began < 2.5


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"", b'{"text": 7}', b'{"txt": "a"}', b'{"text": "a", "words": [{"word": "a"}]}',
     b'{"text": "a", "segments": [{"text": "a", "start": NaN, "end": 1}]}', b"\xff{"],
)  # fmt: skip
def test_what_is_no_transcription_is_told_without_its_text(
    engine: Callable[..., Engine], speech: Speech, content: bytes
) -> None:
    speech.reply = lambda _: (200, content)
    with pytest.raises(Problem, match="is no transcription in JSON") as caught:
        engine().recognise(SOUND, "")
    assert caught.value.__cause__ is None


def test_an_endless_answer_is_cut_off(engine: Callable[..., Engine], speech: Speech) -> None:
    def endless() -> Iterator[bytes]:
        while not speech.stop.is_set():
            yield b" " * 65536

    speech.reply = lambda _: (200, endless())
    with pytest.raises(Problem, match="longer than 1000000 bytes"):
        engine().recognise(SOUND, "")


def test_no_redirect_and_no_proxy_leads_elsewhere(
    engine: Callable[..., Engine], speech: Speech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with speaking() as other:
        speech.reply = lambda _: (307, f"{other.url}/audio/transcriptions".encode())
        with pytest.raises(Problem, match="HTTP 307"):
            engine().recognise(SOUND, "")
        assert other.sent == []


def test_nobody_there(engine: Callable[..., Engine]) -> None:
    with pytest.raises(PassingProblem, match=r"does not answer \(ConnectError\); start it"):
        engine(url="http://127.0.0.1:1/v1").recognise(SOUND, "")


def test_without_an_address_there_is_no_such_engine(tmp_path) -> None:
    with pytest.raises(Problem, match="has no address; set url and model"):
        load_engine("server")
    server = Server("http://127.0.0.1:1/v1", "m")
    with pytest.raises(Problem, match="reads no model of this machine"):
        load_engine("server", tmp_path, Options(server=server))
