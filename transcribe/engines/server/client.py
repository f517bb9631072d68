"""Speaks the OpenAI transcription protocol; sends to one address only."""

import ssl
import time
from functools import cached_property
from http import HTTPStatus
from typing import Any

import httpx

from transcribe.options import Server
from transcribe.problem import PassingProblem, Problem

# 28 s of Mandarin have at most about 250 characters; with times, tokens and probabilities by the
# character some hundred bytes each.
MAX_ANSWER_BYTES = 1_000_000
FIRST_WAIT_S = 0.5  # before the second try; then twice as long each time

# What is asked for, the most telling first. A server that refuses one form (400, 422) is asked in
# the next one and in that from then on; only whisper models know verbose_json.
_FORMS: tuple[dict[str, Any], ...] = (
    {"response_format": "verbose_json", "timestamp_granularities[]": ["word", "segment"]},
    {"response_format": "verbose_json"},
    {"response_format": "json"},
)
_REFUSED_FORM = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
_MENDS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "set the key, CALLAUDIT_SPEECH_SERVER__KEY or key_file",
    HTTPStatus.FORBIDDEN: "set a key that may use this model",
    HTTPStatus.NOT_FOUND: "check url and model in [speech_server]; url ends in /v1",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "let the server take files of 1 MB (28 s of sound)",
}


class Client:
    """One server. Everything that it raises is a Problem that names address and mend, no key."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._url = f"{server.url.rstrip('/')}/audio/transcriptions"
        self._form = 0

    def transcribe(self, wav: bytes, seconds: float, prompt: str) -> tuple[bytes, str]:
        """The body of a good answer about so many seconds of sound, and where it came from."""
        limit = self._server.least_s + self._server.per_s * seconds
        wait = FIRST_WAIT_S
        for _ in range(self._server.retries):
            try:
                return self._in_some_form(wav, prompt, limit), self._url
            except PassingProblem:
                time.sleep(wait)
                wait *= 2
        return self._in_some_form(wav, prompt, limit), self._url

    def _in_some_form(self, wav: bytes, prompt: str, limit: float) -> bytes:
        status, content = self._post(wav, prompt, limit)
        while status in _REFUSED_FORM and self._form < len(_FORMS) - 1:
            self._form += 1
            status, content = self._post(wav, prompt, limit)
        if status in _REFUSED_FORM:
            self._form = 0  # it was not the form that it refused
        if status != HTTPStatus.OK:
            raise self._problem(status)
        return content

    def _post(self, wav: bytes, prompt: str, limit: float) -> tuple[int, bytes]:
        fields = {"model": self._server.model, "language": "zh", "temperature": "0"}
        fields |= {"prompt": prompt} if prompt else {}
        fields |= _FORMS[self._form]
        deadline = time.monotonic() + limit
        content = bytearray()
        try:
            files = {"file": ("speech.wav", wav, "audio/wav")}
            with self._http.stream(
                "POST", self._url, data=fields, files=files, timeout=limit
            ) as response:
                for piece in response.iter_raw():
                    content += piece
                    if time.monotonic() > deadline:
                        raise self._slow(limit)
                    if len(content) > MAX_ANSWER_BYTES:
                        raise self._too_long()
        except httpx.TimeoutException as error:
            raise self._slow(limit) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise PassingProblem(
                "server_away",
                f"the speech server does not answer ({type(error).__name__})",
                where=self._url,
                mend="start it or correct url in [speech_server]",
            ) from error
        return response.status_code, bytes(content)

    @cached_property
    def _http(self) -> httpx.Client:
        """No proxy, .netrc or redirect may lead the sound elsewhere.

        Certificates are those that this machine trusts, or SSL_CERT_FILE.
        """
        headers = {"Accept-Encoding": "identity"}  # a packed answer could be of any size
        if self._server.key:
            headers["Authorization"] = f"Bearer {self._server.key}"
        trusted = ssl.create_default_context()
        return httpx.Client(headers=headers, verify=trusted, trust_env=False)

    def _problem(self, status: int) -> Problem:
        busy = status >= 500 or status == HTTPStatus.TOO_MANY_REQUESTS
        kind, code = (PassingProblem, "server_busy") if busy else (Problem, "server_refused")
        return kind(
            code,
            f"the speech server answered HTTP {status}",
            where=self._url,
            mend=_MENDS.get(status, "look into the server's own log"),
        )

    def _slow(self, limit: float) -> Problem:
        return PassingProblem(
            "server_slow",
            f"the speech server took longer than {limit:.0f} s",
            where=self._url,
            mend="give it fewer workers or more time (timeout_per_s in [speech_server])",
        )

    def _too_long(self) -> Problem:
        return Problem(
            "server_answer",
            f"the speech server's answer is longer than {MAX_ANSWER_BYTES} bytes",
            where=self._url,
            mend="check that url is a transcription server",
        )
