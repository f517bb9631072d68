"""A chat endpoint on loopback that speaks the OpenAI protocol and answers as a test tells it.

It holds every request to the protocol first: what a real server would refuse, it refuses.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

Sent = dict[str, Any]
"""The body of one request."""
Reply = tuple[int, bytes | Iterator[bytes]]


def completion(content: str, finish_reason: str = "stop") -> bytes:
    """A chat completion as vLLM writes it."""
    message = {"role": "assistant", "content": content, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
    usage = {"prompt_tokens": 7, "completion_tokens": 7, "total_tokens": 14}
    return json.dumps(
        {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "stand-in",
            "choices": [choice], "usage": usage,
        }
    ).encode()  # fmt: skip


def answer(answer: str = "yes", *evidence: tuple[int, str], **more: Any) -> str:
    """The model's text in the right form."""
    quoted = [{"turn": turn, "quote": quote} for turn, quote in evidence]
    fields = {"answer": answer, "evidence": quoted, "confidence": 0.9, "why": "理由"}
    return json.dumps(fields | more, ensure_ascii=False)


def says(content: str) -> Callable[[Sent], Reply]:
    return lambda _sent: (200, completion(content))


def error(status: int) -> Reply:
    return status, json.dumps({"error": {"message": "no", "type": "x", "code": status}}).encode()


def asked_of(sent: Sent) -> dict[str, Any]:
    """The question as the model reads it: the JSON object in the user's message."""
    return cast(dict[str, Any], json.loads(sent["messages"][1]["content"]))


@dataclass
class Chat:
    """`reply` decides what comes back; `sent` and `keys` are what came."""

    reply: Callable[[Sent], Reply]
    url: str = ""
    sent: list[Sent] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        """As long as a test lasts, and not longer."""
        self.stop.wait(20)


def _in_form(path: str, sent: Sent) -> bool:
    roles = [message["role"] for message in sent["messages"]]
    texts = all(isinstance(message["content"], str) for message in sent["messages"])
    form = sent.get("response_format")
    schema = form is None or (
        form["type"] == "json_schema" and form["json_schema"]["schema"]["type"] == "object"
    )
    wanted = path == "/v1/chat/completions" and isinstance(sent["model"], str)
    return wanted and roles == ["system", "user"] and texts and schema


class _Handler(BaseHTTPRequestHandler):
    chat: Chat

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.chat.sent.append(sent)
        self.chat.keys.append(self.headers["Authorization"])
        status, content = self.chat.reply(sent) if _in_form(self.path, sent) else error(404)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status in (301, 307):
            self.send_header("Location", content.decode())  # type: ignore[union-attr]
        self.end_headers()
        try:
            for piece in [content] if isinstance(content, bytes) else content:
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:  # the reader had enough
            pass

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@contextmanager
def chatting() -> Iterator[Chat]:
    chat = Chat(says(answer("unsure")))
    handler = type("Handler", (_Handler,), {"chat": chat})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    chat.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield chat
    chat.stop.set()
    server.shutdown()
    serving.join()
    server.server_close()
