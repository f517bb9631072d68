"""Who signs in: GET and POST /people, PUT /people/ID, POST /people/ID/reset."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from audit.people import Profile, Reset, add_person, change_person, list_people, reset
from audit.store import Role, User
from web.api import blueprint
from web.api.token import auth, caller
from web.state import state

_Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class ProfileIn(BaseModel):
    """What an administrator sets; empty `clients` and `teams` are all."""

    role: Role
    active: bool = True
    collector_id: Annotated[str, StringConstraints(max_length=100)] = ""
    clients: list[_Name] = []
    teams: list[_Name] = []
    skills: list[_Name] = []

    def profile(self) -> Profile:
        return Profile(
            self.role, self.active, self.collector_id,
            tuple(self.clients), tuple(self.teams), tuple(self.skills),
        )  # fmt: skip


class PersonIn(ProfileIn):
    """Somebody new."""

    name: _Name


class ResetIn(BaseModel):
    """What is made anew, or taken off."""

    what: Reset


class PersonOut(ProfileIn):
    """Somebody, without any secret."""

    id: int
    name: str
    second_factor: bool

    @classmethod
    def of(cls, user: User) -> "PersonOut":
        return cls(
            id=user.id, name=user.name, role=user.role, active=user.active,
            collector_id=user.collector_id, clients=user.clients or [], teams=user.teams or [],
            skills=user.skills or [], second_factor=bool(user.totp_secret),
        )  # fmt: skip


class PeopleOut(BaseModel):
    """Everybody, by name."""

    items: list[PersonOut]


class SecretOut(BaseModel):
    """A password or token, told this once; "" where there is nothing to tell."""

    secret: str


@blueprint.get("/people")
@blueprint.auth_required(auth)
@blueprint.output(PeopleOut)
@blueprint.doc(responses=[403])
def people() -> PeopleOut:
    """Everybody who signs in."""
    return PeopleOut(items=[PersonOut.of(user) for user in list_people(state().store, caller())])


@blueprint.post("/people")
@blueprint.auth_required(auth)
@blueprint.input(PersonIn, arg_name="asked")
@blueprint.output(SecretOut, status_code=201)
@blueprint.doc(responses=[403, 422])
def new_person(asked: PersonIn) -> SecretOut:
    """Add somebody; answers with the password."""
    return SecretOut(secret=add_person(state().store, caller(), asked.name, asked.profile()))


@blueprint.put("/people/<int:user_id>")
@blueprint.auth_required(auth)
@blueprint.input(ProfileIn, arg_name="asked")
@blueprint.output(PersonOut)
@blueprint.doc(responses=[403, 404, 422])
def new_profile(user_id: int, asked: ProfileIn) -> PersonOut:
    """Give somebody another profile."""
    return PersonOut.of(change_person(state().store, caller(), user_id, asked.profile()))


@blueprint.post("/people/<int:user_id>/reset")
@blueprint.auth_required(auth)
@blueprint.input(ResetIn, arg_name="asked")
@blueprint.output(SecretOut)
@blueprint.doc(responses=[403, 404])
def reset_person(user_id: int, asked: ResetIn) -> SecretOut:
    """A new password or token, no second factor, or no lock any more."""
    return SecretOut(secret=reset(state().store, caller(), user_id, asked.what))
