"""Where the owner keeps things, opened as the settings say: the database and the recordings."""

from audit.config import Settings
from audit.recordings import Recordings
from audit.sealing.keys import KeyRing, read_keys
from audit.store import Store, open_store
from transcribe.problem import Problem


def keys_of(settings: Settings) -> KeyRing | None:
    """The owner's keys, None where nothing is sealed. Problem `bad_keys`."""
    if settings.keys is not None:
        return read_keys(settings.keys.get_secret_value())
    if settings.key_file is None:
        return None
    try:
        return read_keys(settings.key_file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            "bad_keys", "the key file cannot be read", where=str(settings.key_file),
            mend="check its path and permissions",
        ) from error  # fmt: skip


def store_of(settings: Settings) -> Store:
    """The application's database."""
    return open_store(settings.database_url, keys_of(settings))


def recordings_of(settings: Settings) -> Recordings:
    """The folder or store of the recordings."""
    return Recordings(settings.recordings, keys_of(settings))
