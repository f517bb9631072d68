"""Notes on a call."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from audit import journal
from audit.clock import now
from audit.review.permissions import call_for
from audit.store import Note, Store, User
from transcribe.problem import Problem

_LONGEST = 2000  # characters, as of a decision's note


def add_note(store: Store, person: User, call_id: int, text: str) -> Note:
    """Leave a note. Problem `not_found`, `forbidden`, or `bad_note` for none or a too long one."""
    with store.writing() as session:
        call_for(session, person, call_id, "review")
        if not 0 < len(text.strip()) <= _LONGEST:
            raise Problem("bad_note", f"a note has 1 to {_LONGEST} characters", mend="write it")
        note = Note(call_id=call_id, user_id=person.id, text=text.strip(), at=now())
        session.add(note)
        session.flush()
        journal.append(session, person.name, "note added", call=call_id, note=note.id)
        return note


def notes_of(session: Session, call_id: int) -> Sequence[Note]:
    """In the order in which they were written."""
    wanted = select(Note).where(Note.call_id == call_id).options(joinedload(Note.user))
    return session.scalars(wanted.order_by(Note.id)).all()
