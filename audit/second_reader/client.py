"""Speaks the OpenAI chat protocol, as vLLM, Ollama and llama.cpp do; sends to one address only."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import Any

import httpx
from pydantic import BaseModel, Field, ValidationError

from audit.second_reader.answer import SCHEMA, WrongFormError
from audit.second_reader.settings import SecondReaderSettings

# An answer within the bounds of `Answer` has at most 12,000 characters of text, 36 kB in UTF-8, and
# twice as much where JSON escapes it.
MAX_ANSWER_BYTES = 100_000
MAX_ANSWER_TOKENS = 1024
# Before the second try; then twice as long each time. All within the call's `timeout_s`.
FIRST_WAIT_S = 0.5
_FORMAT = {
    "type": "json_schema",
    "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA},
}


class AbsentError(Exception):
    """No answer came; its text says why. `may_pass`: the next try may get one."""

    def __init__(self, why: str, *, may_pass: bool = False) -> None:
        super().__init__(why)
        self.may_pass = may_pass


class Client:
    """One endpoint. Gives up after the settings' retries; the caller watches the clock."""

    def __init__(self, settings: SecondReaderSettings) -> None:
        self._settings = settings
        self._takes_schema = True

    def open(self) -> httpx.AsyncClient:
        """Connections for the questions of one call.

        No proxy, .netrc or redirect may lead the text elsewhere. Certificates are those that this
        machine trusts, or SSL_CERT_FILE.
        """
        key = self._settings.key
        headers = {"Accept-Encoding": "identity"}  # a packed answer could be of any size
        if key is not None:
            headers["Authorization"] = f"Bearer {key.get_secret_value()}"
        return httpx.AsyncClient(
            headers=headers,
            verify=self._trusted,
            trust_env=False,
            follow_redirects=False,
            timeout=self._settings.timeout_s,
        )

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    async def complete(self, http: httpx.AsyncClient, messages: Sequence[Mapping[str, str]]) -> str:
        """The model's text. Raises AbsentError or WrongFormError."""
        wait = FIRST_WAIT_S
        for _ in range(self._settings.retries):
            try:
                return await self._formatted(http, messages)
            except AbsentError as absent:
                if not absent.may_pass:
                    raise
            await asyncio.sleep(wait)
            wait *= 2
        return await self._formatted(http, messages)

    async def _formatted(
        self, http: httpx.AsyncClient, messages: Sequence[Mapping[str, str]]
    ) -> str:
        """Ask with the schema; where the server refuses that, without it from then on."""
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": list(messages),
            "temperature": 0,
            "seed": 0,
            "max_tokens": MAX_ANSWER_TOKENS,
            "stream": False,
        }
        if self._takes_schema:
            status, content = await self._post(http, body | {"response_format": _FORMAT})
            if status not in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY):
                return _text(status, content)
        status, content = await self._post(http, body)
        text = _text(status, content)
        self._takes_schema = False
        return text

    async def _post(self, http: httpx.AsyncClient, body: Mapping[str, Any]) -> tuple[int, bytes]:
        content = bytearray()
        try:
            async with http.stream("POST", self._settings.completions, json=body) as response:
                async for piece in response.aiter_raw():
                    content += piece
                    if len(content) > MAX_ANSWER_BYTES:
                        raise WrongFormError("the answer is too long")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            raise AbsentError(type(error).__name__, may_pass=True) from error
        return response.status_code, bytes(content)


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


def _text(status: int, content: bytes) -> str:
    if status != HTTPStatus.OK:
        busy = status >= 500 or status == HTTPStatus.TOO_MANY_REQUESTS
        raise AbsentError(f"HTTP {status}", may_pass=busy)
    try:
        first = _Completion.model_validate_json(content).choices[0]
    except ValidationError:
        raise WrongFormError("not a chat completion") from None
    if first.finish_reason == "length":
        raise WrongFormError("the answer was cut off")
    return first.message.content
