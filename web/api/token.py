"""The bearer token of a program, and the person it stands for."""

from typing import cast

from apiflask import HTTPTokenAuth

from audit import accounts
from audit.masking import Hide, mask_of
from audit.review.permissions import may
from audit.store import Call, User
from web.state import state

auth = HTTPTokenAuth(description="A token of `callaudit users token NAME`.")


@auth.verify_token  # type: ignore[untyped-decorator]
def _verify(token: str) -> User | None:
    if not token:
        return None
    with state().store.reading() as session:
        return accounts.user_of_token(session, token)


def caller() -> User:
    """Whose token it is; only for views that demand one."""
    return cast(User, auth.current_user)


def hide_from_caller(call: Call) -> Hide:
    """What hides the personal data of this call from whoever may not have it shown."""
    return str if may(caller(), "see_personal") else mask_of(call)
