"""The API under /api/v1: what the pages do, for programs with a token."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")

from web.api import (  # noqa: E402 - they add their routes to it
    adding,  # noqa: F401
    appeals,  # noqa: F401
    attention,  # noqa: F401
    calls,  # noqa: F401
    clients,  # noqa: F401
    desk,  # noqa: F401
    examples,  # noqa: F401
    figures,  # noqa: F401
    findings,  # noqa: F401
    intake,  # noqa: F401
    learning,  # noqa: F401
    people,  # noqa: F401
    queue,  # noqa: F401
    remedies,  # noqa: F401
    reports,  # noqa: F401
    rules,  # noqa: F401
    samples,  # noqa: F401
    schedules,  # noqa: F401
    sound,  # noqa: F401
    team,  # noqa: F401
)
