"""Views of the queue that a person kept: a name for an address."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import delete, select

from audit.review.filters import NAMES
from audit.store import SavedView, Store, User
from transcribe.problem import Problem

_LONGEST = 20  # of a name: it stands in a row of tabs


def list_views(store: Store, person: User) -> Sequence[SavedView]:
    """In the order in which they were kept."""
    with store.reading() as session:
        mine = select(SavedView).where(SavedView.user_id == person.id)
        return session.scalars(mine.order_by(SavedView.id)).all()


def keep_view(store: Store, person: User, name: str, query: str) -> None:
    """Keep an address under a name; the same name again means the newer one. Problem `bad_name`."""
    name = name.strip()
    if not 0 < len(name) <= _LONGEST:
        raise Problem("bad_name", "a view needs a name of 1 to 20 characters", mend="name it")
    with store.writing() as session:
        mine = SavedView.user_id == person.id
        view = session.scalar(select(SavedView).where(mine, SavedView.name == name))
        view = view or SavedView(user_id=person.id, name=name)
        view.query = _known(query)
        session.add(view)


def drop_view(store: Store, person: User, view_id: int) -> None:
    """Forget a view; what is not there or not one's own is none of this person's."""
    with store.writing() as session:
        mine = (SavedView.id == view_id, SavedView.user_id == person.id)
        session.execute(delete(SavedView).where(*mine))


def _known(query: str) -> str:
    """Only filters: a view must not lead anywhere else."""
    return urlencode([pair for pair in parse_qsl(query) if pair[0] in ("stage", *NAMES)])
