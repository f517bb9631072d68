"""Signing in by the owner's own identity provider (OpenID Connect)."""

from pydantic import BaseModel, ConfigDict, SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit import journal
from audit.store import User


class OidcSettings(BaseModel):
    """Off without this section. `claim` is what the provider calls a person's name here.

    Only people who were added here get in, with the role that they have here: a provider says who
    somebody is, not what they may do.
    """

    model_config = ConfigDict(extra="forbid")

    issuer: str
    client_id: str
    client_secret: SecretStr
    claim: str = "preferred_username"
    label: str = "SSO"


def known_person(session: Session, name: str) -> User | None:
    """The active person of this name, journaled as signed in; None for anybody else."""
    user = session.scalar(select(User).where(User.name == name, User.active))
    if user is not None:
        journal.append(session, user.name, "signed in", user=user.id, by="oidc")
    return user
