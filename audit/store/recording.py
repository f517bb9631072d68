"""The recording 录音: where the sound lies, named by its content."""

from sqlalchemy.orm import Mapped, mapped_column

from audit.store.base import Base


class Recording(Base):
    """One sound file, kept unchanged. `uri` is relative to the recordings folder."""

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    uri: Mapped[str]
    codec: Mapped[str]
    channel_count: Mapped[int]
    duration_s: Mapped[float]
    size_bytes: Mapped[int]
