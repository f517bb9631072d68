"""A transcription server on loopback that speaks OpenAI's protocol and answers as a test tells it.

It holds every request to the protocol first: what a real server would refuse, it refuses.
"""

import io
import json
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fields = dict[str, list[str]]
Reply = tuple[int, bytes | Iterator[bytes]]


def told(**fields: Any) -> Reply:
    return 200, json.dumps(fields, ensure_ascii=False).encode()


def error(status: int) -> Reply:
    return status, json.dumps({"error": {"message": "no", "type": "x", "code": status}}).encode()


@dataclass
class Speech:
    """`reply` decides what comes back; `sent`, `sounds` (seconds) and `keys` are what came."""

    reply: Callable[[Fields], Reply] = lambda _fields: told(text="您好")
    url: str = ""
    sent: list[Fields] = field(default_factory=list)
    sounds: list[float] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


def _seconds(wav: bytes) -> float:
    with wave.open(io.BytesIO(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16000)
        return sound.getnframes() / sound.getframerate()


class _Handler(BaseHTTPRequestHandler):
    speech: Speech

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        fields: Fields = {}
        sounds = []
        for part in message_from_bytes(head + body).get_payload():
            content = part.get_payload(decode=True)
            if part.get_filename():
                sounds.append(_seconds(content))
            else:
                name = part.get_param("name", header="Content-Disposition")
                fields.setdefault(name, []).append(content.decode())
        self.speech.sent.append(fields)
        self.speech.sounds += sounds
        self.speech.keys.append(self.headers["Authorization"])
        in_form = self.path == "/v1/audio/transcriptions" and len(sounds) == 1 and "model" in fields
        self._answer(*(self.speech.reply(fields) if in_form else error(404)))

    def _answer(self, status: int, content: bytes | Iterator[bytes]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 307:
            self.send_header("Location", content.decode())
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
def speaking() -> Iterator[Speech]:
    speech = Speech()
    handler = type("Handler", (_Handler,), {"speech": speech})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    speech.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield speech
    speech.stop.set()
    server.shutdown()
    serving.join()
    server.server_close()
