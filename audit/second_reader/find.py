"""The second reader of these settings, if there is one."""

from typing import TYPE_CHECKING

from audit.config import Settings

if TYPE_CHECKING:
    from audit.second_reader.reader import SecondReader


def find_second_reader(settings: Settings) -> "SecondReader | None":
    """None where the owner named no address; then the HTTP library is not even loaded."""
    if settings.second_reader is None:
        return None
    from audit.second_reader.reader import SecondReader

    return SecondReader(settings.second_reader)
