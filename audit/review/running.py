"""How the work goes: what waits, how fast it goes, who works, what was set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from audit.clock import now
from audit.intake.fetch import waiting_orders
from audit.review.figures import Figures, read_figures
from audit.review.permissions import demand, visible
from audit.store import Call, Executor, FetchOrder, Store, User
from audit.store.planning import rare

_HOUR = timedelta(hours=1)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Running:
    """`workers` are host, process and seconds since the last beat.

    `left_s` is how long the waiting will take at this pace, None without one; `orders` are
    recordings that are still to be fetched from an address, `delayed` calls that were put back.
    """

    figures: Figures
    workers: Sequence[tuple[str, int, float]]
    parked: Sequence[Call]
    orders: Sequence[FetchOrder] = ()
    delayed: Sequence[Call] = ()

    @property
    def left_s(self) -> float | None:
        if not self.figures.finished or not self.figures.waiting:
            return None
        return self.figures.waiting * _HOUR.total_seconds() / self.figures.finished


def running(store: Store, by: User) -> Running:
    """Problem `forbidden`."""
    demand(by, "take_in")
    with store.reading() as session:
        workers = session.scalars(select(Executor).order_by(Executor.host, Executor.pid)).all()
        parked = select(Call).where(rare(Call.status == "parked"), visible(by))
        aside = session.scalars(
            parked.order_by(Call.risk.desc(), Call.id.desc()).limit(SHOWN)
        ).all()
        put_back = select(Call).where(rare(Call.status == "received"), Call.waits > 0, visible(by))
        delayed = session.scalars(put_back.order_by(Call.wait_until).limit(SHOWN)).all()
    ages = [(w.host, w.pid, (now() - w.beat).total_seconds()) for w in workers]
    orders = waiting_orders(store, SHOWN)
    return Running(read_figures(store), ages, aside, orders, delayed)
