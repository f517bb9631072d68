"""The second factor 两步验证: six digits of an app that change every half minute (RFC 6238)."""

from typing import Any

from sqlalchemy.orm import Session

from audit import journal
from audit.accounts import right_password
from audit.clock import now
from audit.store import User

STEP_S = 30
# One step early or late: telephones' clocks differ (RFC 6238, section 5.2).
_WINDOW = 1
ISSUER = "callaudit"


def new_secret() -> str:
    """A random secret, base32, 160 bits (RFC 4226, section 4)."""
    import pyotp

    return str(pyotp.random_base32())


def address(user: User, secret: str) -> str:
    """What the app reads from the picture."""
    return str(_totp(secret).provisioning_uri(name=user.name, issuer_name=ISSUER))


def right_code(user: User, code: str, secret: str = "") -> bool:
    """Whether these are the digits of now; each step's digits work once (section 5.2)."""
    digits = "".join(code.split())
    totp, at = _totp(secret or user.totp_secret), int(now().timestamp())
    for step in range(at // STEP_S - _WINDOW, at // STEP_S + _WINDOW + 1):
        if step > user.totp_step and totp.verify(digits, for_time=step * STEP_S):
            user.totp_step = step
            return True
    return False


def enter(session: Session, user: User, secret: str, code: str) -> str:
    """Turn it on for whoever can read the digits of `secret`; what was wrong, "" for nothing."""
    if not secret or not right_code(user, code, secret):
        return "code"
    user.totp_secret = secret
    journal.append(session, user.name, "second factor turned on", user=user.id)
    return ""


def leave(session: Session, user: User, password: str) -> str:
    """Turn it off for whoever knows the password; what was wrong, "" for nothing."""
    if not right_password(user, password):
        return "factor_password"
    turn_off(session, user, user.name)
    return ""


def turn_off(session: Session, user: User, by: str) -> None:
    user.totp_secret, user.totp_step = "", 0
    journal.append(session, by, "second factor turned off", user=user.id)


def _totp(secret: str) -> Any:
    import pyotp

    return pyotp.TOTP(secret, interval=STEP_S)
