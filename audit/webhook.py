"""Telling a program of the owner's what happened: each entry of the journal, signed.

The journal is the outbox: it is written in the transaction of what happened, in order, and holds
ids and outcomes, no text and no names of debtors. So nothing is lost and nothing told that did not
happen; what the other side did not take is told again, hence `id`, by which it knows doubles.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import timedelta

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr

from audit import journal
from audit.clock import now
from audit.journal import Told
from audit.store import Store, WebhookCursor
from transcribe.problem import Problem

_AT_ONCE = 100
_HELD = timedelta(minutes=2)  # longer than a round takes; who died over it is followed after that
_TIMEOUT_S = 10.0
SIGNATURE = "X-Callaudit-Signature"


class WebhookSettings(BaseModel):
    """Where to; nothing is sent without this section. Only entries named in `events` are told.

    `secret` is shared with the receiver, who recomputes the signature.
    """

    model_config = ConfigDict(extra="forbid")

    url: str
    secret: SecretStr
    events: list[str] = ["call audited", "call parked", "finding decided", "finding added"]


def tell(store: Store, settings: WebhookSettings) -> int:
    """Tell what is new, in order, until something is not taken; how many were taken.

    The first time begins with the present: nobody wants the years before. Problem `not_taken`.
    """
    last = _claim(store)
    if last is None:
        return 0
    count = 0
    try:
        with httpx.Client(timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False) as client:
            while entries := _after(store, last):
                for entry in entries:
                    if entry.what in settings.events:
                        _send(client, settings, entry)
                        count += 1
                    last = entry.id
                _keep(store, last)
    finally:
        _keep(store, last, done=True)
    return count


def signature(secret: str, body: bytes) -> str:
    """HMAC-SHA-256 of the body, as GitHub and others write it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _claim(store: Store) -> int | None:
    """The last entry that was told, None while somebody else tells."""
    with store.writing() as session:
        cursor = session.get(WebhookCursor, 1)
        if cursor is None:
            newest = journal.latest(session, limit=1)
            cursor = WebhookCursor(id=1, last=newest[0].id if newest else 0)
            session.add(cursor)
        if cursor.held_until and cursor.held_until > now():
            return None
        cursor.held_until = now() + _HELD
        return cursor.last


def _after(store: Store, last: int) -> Sequence[Told]:
    with store.reading() as session:
        return journal.after(session, last, _AT_ONCE)


def _keep(store: Store, last: int, *, done: bool = False) -> None:
    with store.writing() as session:
        cursor = session.get_one(WebhookCursor, 1)
        cursor.last = last
        cursor.held_until = None if done else now() + _HELD


def _send(client: httpx.Client, settings: WebhookSettings, entry: Told) -> None:
    told = {"id": entry.id, "at": entry.at.isoformat(), "what": entry.what, "about": entry.about}
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature(settings.secret.get_secret_value(), body),
    }
    try:
        answer = client.post(settings.url, content=body, headers=headers)
    except httpx.HTTPError as error:
        raise Problem("not_taken", f"the webhook failed: {type(error).__name__}") from error
    if not answer.is_success:
        raise Problem("not_taken", f"the webhook answered {answer.status_code}")
