"""Settings: one TOML file, and the environment above it.

The file is `callaudit.toml` in the working directory, or the one that `CALLAUDIT_CONFIG` names.
Every field is also an environment variable, e.g. `CALLAUDIT_ENGINE=server`; those of a section
with two underscores, e.g. `CALLAUDIT_SECOND_READER__MODEL=qwen3:8b`.
"""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from audit import capacity
from audit.intake.dialler import IntakeSettings
from audit.intake.download import FetchSettings
from audit.second_reader.settings import SecondReaderSettings
from audit.sign_on import OidcSettings
from audit.speech_server import SpeechServerSettings
from audit.upkeep.retention import RetentionSettings
from audit.webhook import WebhookSettings
from transcribe.options import Device, Precision
from transcribe.problem import Problem


class Settings(BaseSettings):
    """What an operator may choose. Times are seconds.

    Beat, dead, sweep and reconcile are the lease numbers that were tried under kill -9
    (design/jobs.md, section 6); `dead_s` must be several beats long.
    """

    model_config = SettingsConfigDict(
        env_prefix="CALLAUDIT_", env_nested_delimiter="__", extra="forbid"
    )

    data: Path = Path("data")
    # For several machines: a PostgreSQL database (postgresql://user@host/name) in place of the
    # SQLite file, another one for the job engine's ids, and where recordings lie (any fsspec URL,
    # such as s3://bucket/recordings). Empty: inside `data`.
    database: str = ""
    jobs_database: str = ""
    recordings_store: str = ""
    # Keys that seal recordings and what was said, as lines NAME:BASE64, the newest first: in a file
    # outside the data folder, or in the environment. None: nothing is sealed.
    key_file: Path | None = None
    keys: SecretStr | None = None
    engine: str = "auto"
    model: Path | None = None
    # Of the engine (docs/engines.md); 0 threads leave the number to it.
    device: Device = "auto"
    compute_type: Precision = "auto"
    threads: int = Field(default=0, ge=0)
    pack: Path | None = None
    # Processes that work at once; none: by cores and memory (audit/capacity.py).
    workers: int | None = Field(default=None, ge=1)
    # Workers of each GPU; each sees its own GPU alone. 0: GPUs do not count.
    gpu_slots: int = Field(default=0, ge=0)
    # A recognition that takes longer than this and so much more for each second of sound hangs.
    # openai-whisper beside a busy neighbour took three times the length of one channel
    # (design/speech.md, section 5), so ten times that of two leave room; the first minutes are for
    # loading a model.
    transcribe_timeout_s: float = Field(default=600, gt=0)
    transcribe_timeout_per_s: float = Field(default=10, ge=0)
    # The most memory that the recognition may take for its data, in MB; none: what there is.
    transcribe_memory_mb: int | None = Field(default=None, ge=256)
    # Wait before the second recognition of a recording whose first one crashed; then four times as
    # long (design/jobs.md, section 6).
    retry_s: float = Field(default=5, gt=0)
    # The first wait of a call that is put back because something around it failed, such as a store
    # that does not answer; it doubles up to an hour (audit/pipeline.py).
    put_back_s: float = Field(default=60, gt=0)
    # How long a worker that is told to stop lets its call finish before it hands it over.
    drain_s: int = Field(default=10, ge=1)
    beat_s: float = Field(default=5, gt=0)
    dead_s: float = Field(default=60, gt=0)
    sweep_s: float = Field(default=15, gt=0)
    reconcile_s: float = Field(default=60, gt=0)
    # How soon a worker counts the figures of days that changed.
    figures_s: float = Field(default=10, gt=0)
    # How soon a worker sees that a period is over whose report somebody wants.
    reports_s: float = Field(default=300, gt=0)
    # Logs of workers and server as lines of JSON, for a collector.
    log_json: bool = False
    # How soon a running worker or server sees that the pack's folder changed.
    pack_look_s: float = Field(default=5, gt=0)
    # Days in which a collector may appeal after a confirmation, or after the first answer.
    appeal_days: int = Field(default=7, ge=1)
    # A stable rule of whose findings surely less than this share stands asks to be set back to
    # trial: more wrong than right wastes the inspectors' trust.
    demote_below: float = Field(default=0.5, ge=0, le=1)
    # A day, and what is due is looked for again.
    purge_s: float = Field(default=86_400, gt=0)
    retention: RetentionSettings = RetentionSettings()
    # How soon the webhook is told.
    webhook_s: float = Field(default=5, gt=0)
    webhook: WebhookSettings | None = None
    # How soon a worker sees that a recording is to be fetched.
    fetch_s: float = Field(default=2, gt=0)
    fetch: FetchSettings | None = None
    intake: IntakeSettings = IntakeSettings()
    oidc: OidcSettings | None = None
    second_reader: SecondReaderSettings | None = None
    speech_server: SpeechServerSettings | None = None

    @model_validator(mode="after")
    def _both_databases(self) -> "Settings":
        """A job engine on one machine's file beside a shared database would run calls twice."""
        if bool(self.database) != bool(self.jobs_database):
            msg = "database and jobs_database are set together, or neither"
            raise ValueError(msg)
        return self

    @property
    def worker_count(self) -> int:
        """The setting, else what this machine carries."""
        on_gpus = self.gpu_slots * len(capacity.gpus())
        return self.workers or on_gpus or self._on_cores

    @property
    def _on_cores(self) -> int:
        return capacity.workers_for(capacity.cores(), capacity.memory_mb())

    @property
    def database_url(self) -> str:
        """The application's database, by the driver that we install."""
        return _driven(self.database) or f"sqlite:///{self.data / 'app.db'}"

    @property
    def jobs_url(self) -> str:
        """The job engine's own database: ids only, no text."""
        return _driven(self.jobs_database) or f"sqlite:///{self.data / 'jobs.db'}"

    @property
    def recordings(self) -> str:
        """Folder or fsspec URL of the recordings, named by their content."""
        return self.recordings_store or str(self.data / "recordings")

    @property
    def reports(self) -> Path:
        """Reports that were made by themselves."""
        return self.data / "reports"

    @property
    def pack_note(self) -> Path:
        """Says that a running process keeps its last good rule pack, and why; absent otherwise."""
        return self.data / "pack-kept.txt"

    @property
    def secret_key_file(self) -> Path:
        """Signs the sessions of the web application; made on first use."""
        return self.data / "secret.key"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line over environment over file; no .env files."""
        file = TomlConfigSettingsSource(settings_cls, config_file())
        return init_settings, env_settings, file


def _driven(url: str) -> str:
    """A PostgreSQL address as SQLAlchemy wants it: psycopg 3, not the driver before it."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


def config_file() -> Path:
    return Path(os.environ.get("CALLAUDIT_CONFIG", "callaudit.toml"))


def load_settings(**chosen: object) -> Settings:
    """Read the settings; `chosen` (from the command line) wins where it is not None.

    Raises Problem `bad_settings` naming the field.
    """
    if "CALLAUDIT_CONFIG" in os.environ and not config_file().is_file():
        raise Problem(
            "bad_settings",
            "the settings file does not exist",
            where=str(config_file()),
            mend="create it or unset CALLAUDIT_CONFIG",
        )
    try:
        return Settings(**{key: value for key, value in chosen.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Problem(
            "bad_settings",
            f"setting {field!r}: {first['msg']}",
            where=str(config_file()),
            mend="correct it there or in the environment (CALLAUDIT_…)",
        ) from error
    except ValueError as error:  # tomllib.TOMLDecodeError
        raise Problem(
            "bad_settings",
            f"not valid TOML: {error}",
            where=str(config_file()),
            mend="correct the file",
        ) from error
