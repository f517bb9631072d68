"""The API under /api/v1: what the pages do, for programs with a token."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")

from web.api import appeals, calls, findings, intake, reports  # noqa: E402, F401 - they add their routes to it
