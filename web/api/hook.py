"""The signature of a webhook that comes in: who sends it knows the shared secret, and sends now."""

import hmac
import time

from apiflask import abort
from flask import request

from audit.intake.download import FetchSettings
from audit.webhook import SIGNATURE, signature

TIME = "X-Callaudit-Time"
# Clocks of two machines differ; what was overheard earlier than this is refused.
_APART_S = 300


def refuse_unsigned(settings: FetchSettings | None) -> None:
    """Abort with 401 unless the body carries a right and fresh signature.

    It is made as that of our own webhook, of the seconds since 1970 in the header TIME, a full stop
    and the body.
    """
    if settings is None or settings.secret is None:
        abort(404)
    sent = request.headers.get(TIME, "")
    fresh = sent.isascii() and sent.isdigit() and abs(time.time() - int(sent)) <= _APART_S
    signed = sent.encode() + b"." + request.get_data()
    given = request.headers.get(SIGNATURE, "")
    right = signature(settings.secret.get_secret_value(), signed)
    if not fresh or not hmac.compare_digest(right.encode(), given.encode()):
        abort(401, "the signature is missing, wrong or old")
