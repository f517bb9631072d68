"""Whatever comes that is no answer, the judgment stays doubtful and the audit goes on."""

import logging
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from chat_standin import Chat, Reply, Sent, answer, completion, error, says

from audit.second_reader.client import MAX_ANSWER_BYTES
from audit.second_reader.opinion import Opinion
from audit.second_reader.reader import SecondReader
from checks.call import Call
from checks.judgment import CallResult
from checks.rulepack import RulePack

Make = Callable[..., SecondReader]
Look = Callable[..., tuple[CallResult, Opinion]]


WRONG = {
    "no JSON": "我认为违规",
    "fenced": f"```json\n{answer('no')}\n```",
    "prose before": f"答：{answer('no')}",
    "a list": "[]",
    "null": "null",
    "empty": "",
    "another schema": '{"verdict": "guilty"}',
    "one key more": answer("no", note="x"),
    "a key missing": '{"answer": "no", "evidence": [], "confidence": 1}',
    "another word": answer("maybe"),
    "confidence as text": answer("no", confidence="0.9"),
    "too sure": answer("no", confidence=1.5),
    "not a number": answer("no").replace("0.9", "NaN"),
    "yes without evidence": answer("yes"),
    "turn as text": answer("yes", ("2", "甲说得很重")),  # type: ignore[arg-type]
    "a turn of the context": answer("yes", (0, "您好")),
    "a turn that is not there": answer("yes", (99, "甲说得很重")),
    "a negative turn": answer("yes", (-1, "甲说得很重")),
    "quote not verbatim": answer("yes", (2, "甲说得非常重")),
    "quote from another turn": answer("yes", (2, "是我")),
    "quote of the unmasked text": answer("yes", (2, "13800138000")),
    "one good quote, one invented": answer("yes", (2, "甲说得很重"), (2, "我要打你")),
    "no, with an invented quote": answer("no", (2, "我要打你")),
    "one character": answer("yes", (2, "甲")),
    "endless evidence": answer("yes", *[(2, "甲说得很重")] * 21),
    "deep": "[" * 50_000,
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG.keys())
def test_an_answer_in_the_wrong_form_is_none(
    chat: Chat, look: Look, doubtful: CallResult, content: str
) -> None:
    chat.reply = says(content)
    result, opinion = look()
    assert result == doubtful
    assert (opinion.outcome, opinion.answer) == ("wrong_form", None)
    assert opinion.problem
    for said in ("guilty", "我要打你", "note", "13800138000", "非常重"):
        assert said not in opinion.problem


COMPLETIONS: dict[str, bytes] = {
    "garbage": b"\xff\xfe\x00garbage",
    "html": b"<html>Bad gateway</html>",
    "nothing": b"",
    "no choice": b'{"choices": []}',
    "no text": b'{"choices": [{"message": {"role": "assistant", "content": null}}]}',
    "another protocol": b'{"response": "no"}',
    "cut off": completion(answer("no"), "length"),
    "huge": completion(answer("no") + " " * MAX_ANSWER_BYTES),
}


@pytest.mark.parametrize("content", COMPLETIONS.values(), ids=COMPLETIONS.keys())
def test_what_is_no_completion_is_no_answer(
    chat: Chat, look: Look, doubtful: CallResult, content: bytes
) -> None:
    chat.reply = lambda _sent: (200, content)
    result, opinion = look()
    assert result == doubtful
    assert opinion.outcome == "wrong_form"


def test_an_endless_answer_is_left(chat: Chat, look: Look, doubtful: CallResult) -> None:
    def endless(_sent: Sent) -> Reply:
        def pieces() -> Iterator[bytes]:
            while not chat.stop.is_set():
                yield b" " * 10_000

        return 200, pieces()

    chat.reply = endless
    result, opinion = look()
    assert (result, opinion.problem) == (doubtful, "the answer is too long")


@pytest.mark.parametrize("status", [301, 307, 401, 404, 418, 429, 500, 503])
def test_an_error_is_no_answer(chat: Chat, look: Look, doubtful: CallResult, status: int) -> None:
    chat.reply = lambda _sent: error(status) if status > 399 else (status, b"http://127.0.0.1:1/")
    result, opinion = look()
    assert (result, opinion.outcome) == (doubtful, "absent")
    assert opinion.problem == f"HTTP {status}"
    assert len(chat.sent) == 1


def test_a_slow_model_is_left(chat: Chat, look: Look, doubtful: CallResult) -> None:
    def slow(_sent: Sent) -> Reply:
        chat.wait()
        return error(500)

    chat.reply = slow
    began = time.monotonic()
    result, opinion = look(timeout_s=0.3, retries=5)
    assert time.monotonic() - began < 5
    assert (result, opinion.outcome) == (doubtful, "slow")
    assert 0.2 < opinion.took_s < 5


def test_one_that_drips_is_slow_too(chat: Chat, look: Look, doubtful: CallResult) -> None:
    def drips(_sent: Sent) -> Reply:
        def pieces() -> Iterator[bytes]:
            while not chat.stop.wait(0.05):
                yield b" "

        return 200, pieces()

    chat.reply = drips
    result, opinion = look(timeout_s=0.4)
    assert (result, opinion.outcome) == (doubtful, "slow")


def test_nobody_there(look: Look, doubtful: CallResult, caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound, not listening: refuses
        with caplog.at_level(logging.WARNING):
            result, opinion = look(url=f"http://127.0.0.1:{free.getsockname()[1]}/v1", retries=2)
    assert (result, opinion.outcome, opinion.problem) == (doubtful, "absent", "ConnectError")
    assert caplog.messages == ["the second reader is absent: ConnectError"]


def test_no_proxy_of_the_environment_is_used(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")  # nobody there
    assert look()[1].outcome == "unsure"


def test_what_may_pass_is_tried_again(chat: Chat, look: Look) -> None:
    replies = [error(503), error(429), (200, completion(answer("no")))]
    chat.reply = lambda _sent: replies.pop(0)
    assert look(retries=2)[1].outcome == "no"
    assert len(chat.sent) == 3
    chat.reply = lambda _sent: error(500)
    assert look(retries=3)[1].outcome == "absent"
    assert len(chat.sent) == 3 + 4


def test_what_will_not_pass_is_not_tried_again(chat: Chat, look: Look) -> None:
    chat.reply = lambda _sent: error(401)
    look(retries=5)
    chat.reply = says("no JSON")
    look(retries=5)
    assert len(chat.sent) == 2


def test_a_server_without_schemas_is_asked_without(
    chat: Chat, reader: Make, heard: Call, doubtful: CallResult, rules: RulePack
) -> None:
    def old(sent: Sent) -> Reply:
        return error(400) if "response_format" in sent else (200, completion(answer("no")))

    chat.reply, one = old, reader()
    for _ in range(2):
        assert one.look(heard, doubtful, rules)[1][0].outcome == "no"
    assert ["response_format" in sent for sent in chat.sent] == [True, False, False]
