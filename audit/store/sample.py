"""The sample 抽样: calls that people read without the machine's answer, to measure both."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.store.base import Base
from audit.store.call import Call
from audit.store.user import User


class Sample(Base):
    """How it was drawn stands in `drawing` with its seed, so that the draw can be repeated.

    `population` counts what it was drawn from, by stratum. Each item is read by `readers` people,
    none of whom sees what the others or the machine said.
    """

    __tablename__ = "sample"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    readers: Mapped[int]
    drawing: Mapped[dict[str, Any]]
    population: Mapped[dict[str, Any]]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    user: Mapped[User] = relationship()
    items: Mapped[list["SampleItem"]] = relationship(
        back_populates="sample", order_by="SampleItem.id", cascade="save-update"
    )


class SampleItem(Base):
    """One call of a sample. `machine` are the rules that the audit had found when it was drawn.

    `agreed` are the rules that a calibration session settled on, None before or without one.
    """

    __tablename__ = "sample_item"
    __table_args__ = (UniqueConstraint("sample_id", "call_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("sample.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stratum: Mapped[str]
    machine: Mapped[list[str]]
    agreed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    sample: Mapped[Sample] = relationship(back_populates="items")
    call: Mapped[Call] = relationship()
    answers: Mapped[list["SampleAnswer"]] = relationship(
        back_populates="item", order_by="SampleAnswer.id", cascade="save-update"
    )


class SampleAnswer(Base):
    """Which rules one reader found broken; none is an answer, too."""

    __tablename__ = "sample_answer"
    __table_args__ = (UniqueConstraint("item_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("sample_item.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    rules: Mapped[list[str]]
    note: Mapped[str]
    at: Mapped[datetime]

    item: Mapped[SampleItem] = relationship(back_populates="answers")
    user: Mapped[User] = relationship()
