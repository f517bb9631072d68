"""What the owner chooses of the second reader, and which addresses are taken."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator


class SecondReaderSettings(BaseModel):
    """Section `second_reader` of the settings file; without it no request is ever made.

    `url` is the endpoint's base, such as http://127.0.0.1:11434/v1. It must be https or on this
    machine unless `allow_http`. `timeout_s` is for all questions of one call together, retries
    included; `concurrency` is how many of them are open at once in one worker process.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    model: str = Field(min_length=1)
    key: SecretStr | None = None
    allow_http: bool = False
    # A 7B model on a GPU answers in 1 to 3 s, on a CPU in 10 to 30 s: an estimate, not measured.
    timeout_s: float = Field(default=60, gt=0)
    retries: int = Field(default=1, ge=0, le=5)
    concurrency: int = Field(default=2, ge=1, le=16)

    @model_validator(mode="after")
    def _address_is_safe(self) -> "SecondReaderSettings":
        parts = urlsplit(self.url)
        port = parts.port  # raises ValueError for what is none
        plain = not parts.query and not parts.fragment and port != 0
        if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
            msg = "url must be an address such as http://127.0.0.1:11434/v1"
            raise ValueError(msg)
        if parts.username is not None or parts.password is not None:
            msg = "url must not hold a name or password; give the key as 'key'"
            raise ValueError(msg)
        if self.key is not None and not self.key.get_secret_value().isascii():
            msg = "key must be plain ASCII"
            raise ValueError(msg)
        safe = parts.scheme == "https" or is_this_machine(parts.hostname) or self.allow_http
        if not safe:
            msg = "url must be https or on this machine; set allow_http to send unencrypted"
            raise ValueError(msg)
        return self

    @property
    def completions(self) -> str:
        """The address that questions are posted to."""
        return f"{self.url.rstrip('/')}/chat/completions"


def is_this_machine(host: str) -> bool:
    """Only a loopback number or `localhost` itself: any other name may lead anywhere."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
