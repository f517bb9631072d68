"""What the owner chooses of the second reader."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from audit.address import refuse_unsafe


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
        refuse_unsafe(self.url, self.key, allow_http=self.allow_http)
        return self

    @property
    def completions(self) -> str:
        """The address that questions are posted to."""
        return f"{self.url.rstrip('/')}/chat/completions"
