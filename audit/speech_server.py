"""What the owner chooses of a speech server."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from audit.address import refuse_unsafe
from transcribe.options import Server
from transcribe.problem import Problem


class SpeechServerSettings(BaseModel):
    """Section `speech_server`: read only where the setting `engine` is `server`.

    `url` is the server's base, such as http://127.0.0.1:8000/v1; it must be https or on this
    machine unless `allow_http`. `key`, or the first line of `key_file`, is sent as a bearer token.
    A request may take `timeout_s` and `timeout_per_s` more for each second of its sound.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    model: str = Field(min_length=1)
    key: SecretStr | None = None
    key_file: Path | None = None
    allow_http: bool = False
    # A busy processor takes up to three times as long as the sound lasts (design/speech.md, section
    # 5: openai-whisper beside a busy neighbour); a waiting queue comes on top. Not measured.
    timeout_s: float = Field(default=30, gt=0)
    timeout_per_s: float = Field(default=4, ge=0)
    retries: int = Field(default=2, ge=0, le=5)

    @model_validator(mode="after")
    def _address_is_safe(self) -> "SpeechServerSettings":
        refuse_unsafe(self.url, self.key, allow_http=self.allow_http)
        if self.key is not None and self.key_file is not None:
            msg = "give 'key' or 'key_file', not both"
            raise ValueError(msg)
        return self

    def server(self) -> Server:
        """With its key. Problem `bad_settings` where the key's file holds none."""
        return Server(
            url=self.url,
            model=self.model,
            key=self._key(),
            least_s=self.timeout_s,
            per_s=self.timeout_per_s,
            retries=self.retries,
        )

    def _key(self) -> str:
        if self.key_file is None:
            return self.key.get_secret_value().strip() if self.key else ""
        try:
            key = self.key_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            key = ""
        if not key or len(key.splitlines()) > 1:
            raise Problem(
                "bad_settings",
                "setting 'speech_server.key_file' names no file with one line of plain ASCII",
                where=str(self.key_file),
                mend="write the key into it and let this user read it",
            )
        return key
