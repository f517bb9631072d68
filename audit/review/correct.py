"""An inspector corrects what the machine heard, or who spoke; the call is then checked again.

A correction is a new revision of the transcript; what the machine heard stays. The workers take
the call up again under a new try, as they take up any call.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import journal
from audit.clock import now
from audit.masking import COVER, mask_of, restored
from audit.progress import OPEN, WAITED_FOR
from audit.review.permissions import call_for
from audit.store import Call, Store, Transcript, User
from transcribe.problem import Problem
from transcribe.transcript import SPEAKERS

Turns = list[dict[str, Any]]
LONGEST = 5000  # characters of one turn: more than twenty minutes of speech
OTHER = {"agent": "customer", "customer": "agent"}


def correct_turn(
    store: Store, person: User, call_id: int, base: int, turn: int, *, text: str, speaker: str
) -> int:
    """Replace text and speaker of one turn; the id of the new transcript.

    `base` is the transcript that the person looked at: Problem `conflict` where a newer one exists
    or the call is being checked. Also `not_found`, `forbidden`, `bad_text`, `bad_field`, and
    `masked_text`: what was written over a masked turn must leave the covered places as they are.
    """
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        raise Problem("bad_text", f"a turn has 1 to {LONGEST} printable characters", where="text")
    if speaker not in SPEAKERS:
        raise Problem("bad_field", f"nobody speaks as {speaker!r}", where="speaker")

    def change(call: Call, turns: Turns) -> Turns:
        if not 0 <= turn < len(turns):
            raise Problem("not_found", "there is no such turn", mend="count turns from 0")
        written = _unmasked(text, turns[turn]["text"], call)
        changed = turns[turn] | {"text": written, "speaker": speaker}
        if written != turns[turn]["text"]:
            changed.pop("words", None)  # their times are those of other words
        return [*turns[:turn], changed, *turns[turn + 1 :]]

    return _revise(store, person, call_id, base, change)


def swap_speakers(store: Store, person: User, call_id: int, base: int) -> int:
    """Exchange collector and customer in the whole call; once more undoes it. As above."""

    def change(_call: Call, turns: Turns) -> Turns:
        return [turn | {"speaker": OTHER.get(turn["speaker"], turn["speaker"])} for turn in turns]

    return _revise(store, person, call_id, base, change)


def _unmasked(typed: str, original: str, call: Call) -> str:
    """What was typed, over the turn as it is or over its masked form."""
    if COVER not in typed or typed == original:
        return typed
    written = restored(typed, original, mask_of(call)(original))
    if written is None:
        raise Problem(
            "masked_text", "what is masked was changed", where="text",
            mend="leave the masked places, or have the personal data shown first",
        )  # fmt: skip
    return written


def _revise(
    store: Store, person: User, call_id: int, base: int, change: Callable[[Call, Turns], Turns]
) -> int:
    with store.writing() as session:
        call = call_for(session, person, call_id, "review")
        old = _base(session, call, base)
        turns = change(call, old.turns)
        if turns == old.turns:
            return old.id
        new = _revision(session, old, person, turns)
        call.status, call.stage, call.try_no = "received", "", call.try_no + 1
        call.priority = WAITED_FOR
        session.flush()
        journal.append(
            session, person.name, "transcript corrected", call=call.id, transcript=new.id
        )
        return new.id


def _base(session: Session, call: Call, base: int) -> Transcript:
    old = session.get(Transcript, base)
    if old is None or old.call_id != call.id:
        raise Problem("not_found", "there is no such transcript of this call", mend="read it again")
    newer = select(Transcript.id).where(
        Transcript.call_id == call.id, Transcript.id > base, Transcript.corrects_id.is_not(None)
    )
    if call.status in OPEN or session.scalar(newer.limit(1)) is not None:
        raise Problem(
            "conflict",
            "somebody else corrected this call meanwhile, or it is being checked",
            mend="wait until it is checked, look at it and correct again if needed",
        )
    return old


def _revision(session: Session, old: Transcript, person: User, turns: Turns) -> Transcript:
    number = int(old.asr_rev.partition(":")[2]) if old.corrects_id else 0
    new = Transcript(
        call_id=old.call_id,
        asr_rev=f"corrected:{number + 1}",
        turns=turns,
        duration_s=old.duration_s,
        engine=old.engine,
        model_digest=old.model_digest,
        confidence=old.confidence,
        created_at=now(),
        corrects_id=old.corrects_id or old.id,
        corrected_by_id=person.id,
    )
    session.add(new)
    return new
