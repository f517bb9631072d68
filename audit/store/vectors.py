"""The vectors 句向量 of a transcript's turns, one row for each encoder that made them."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from audit.sealing.fields import SealedBytes
from audit.store.base import Base


class TurnVectors(Base):
    """`content` as checks/meaning wrote it. Made from the turns, so it goes when they go."""

    __tablename__ = "turn_vectors"
    __table_args__ = (UniqueConstraint("transcript_id", "encoder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id", ondelete="CASCADE"))
    encoder: Mapped[str]
    content: Mapped[bytes] = mapped_column(SealedBytes)
