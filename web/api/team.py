"""Who reviews: GET /team, and POST /team/ID/free."""

from pydantic import BaseModel

from audit.review.assign import take_back
from audit.review.team import Member, team
from web.api import blueprint
from web.api.token import auth, caller
from web.state import state


class MemberOut(BaseModel):
    """Somebody who reviews; what was decided is of the last seven days."""

    id: int
    name: str
    role: str
    waiting: int
    decided: int
    confirmed: int
    overturned: int

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        user = member.user
        return cls(
            id=user.id, name=user.name, role=user.role, waiting=member.waiting,
            decided=member.decided, confirmed=member.confirmed, overturned=member.overturned,
        )  # fmt: skip


class TeamOut(BaseModel):
    """Everybody who reviews."""

    items: list[MemberOut]


@blueprint.get("/team")
@blueprint.auth_required(auth)
@blueprint.output(TeamOut)
@blueprint.doc(responses=[403])
def members() -> TeamOut:
    """Who reviews how much."""
    return TeamOut(items=[MemberOut.of(each) for each in team(state().store, caller())])


@blueprint.post("/team/<int:user_id>/free")
@blueprint.auth_required(auth)
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=[403, 404])
def free(user_id: int) -> str:
    """Take back what a person was given and did not finish."""
    take_back(state().store, caller(), user_id)
    return ""
