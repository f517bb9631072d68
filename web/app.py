"""The web application: one Flask app with pages for people and an API for programs."""

from datetime import timedelta

from apiflask import APIFlask
from flask_wtf import CSRFProtect

from audit.config import Settings
from audit.packs import LivePack
from audit.places import store_of
from audit.store.schema import prepare
from web import (
    auth,
    compress,
    converters,
    errors,
    language,
    media,
    monitor,
    oidc,
    openapi,
    privacy,
    security,
    words,
)
from web.api import blueprint as api
from web.appeals.views import blueprint as appeals
from web.calibration.reading import blueprint as reading
from web.calibration.views import blueprint as calibration
from web.calls.adding import blueprint as adding
from web.calls.correction import blueprint as correction
from web.calls.views import blueprint as calls
from web.clients.views import blueprint as clients
from web.dashboard.views import blueprint as dashboard
from web.findings.views import blueprint as findings
from web.learning.views import blueprint as learning
from web.people.account import blueprint as account
from web.people.team import blueprint as team
from web.people.views import blueprint as people
from web.remedy.views import blueprint as remedy
from web.reports.scheduled import blueprint as scheduled
from web.reports.views import blueprint as reports
from web.rulebook.views import blueprint as rulebook
from web.running.views import blueprint as running
from web.secret import read_or_make
from web.state import State

# One shift and its breaks: longer, and a forgotten screen stays open over night.
SESSION_HOURS = 12
# The longest upload, of the API's intake: ten hours of 16-bit stereo at 8 kHz.
UPLOAD_BYTES = 1_200_000_000

PAGES = (
    *(calls, correction, adding, findings, appeals, reports, account, people, team),
    *(
        oidc.blueprint,
        calibration,
        reading,
        dashboard,
        remedy,
        scheduled,
        learning,
        rulebook,
        running,
        clients,
    ),
)


def create_app(settings: Settings) -> APIFlask:
    """Build the application on this data folder; a fresh one gets its tables."""
    app = APIFlask(
        __name__,
        title="callaudit",
        version="1",
        docs_path=None,  # its page would load scripts from an outside address
        spec_path="/api/v1/openapi.json",
    )
    app.config.update(
        SECRET_KEY=read_or_make(settings.secret_key_file),
        SESSION_COOKIE_NAME="callaudit",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        MAX_CONTENT_LENGTH=UPLOAD_BYTES,
    )
    store = store_of(settings)
    prepare(store)
    app.extensions["callaudit"] = State(settings, store, LivePack(settings))
    _install(app)
    oidc.install(app, settings.oidc)
    return app


def _install(app: APIFlask) -> None:
    csrf = CSRFProtect(app)
    csrf.exempt(api)  # programs send a token and no cookie
    compress.install(app)
    converters.install(app)  # before any address is added
    openapi.install(app)
    for part in (
        security.guard,
        language.speak,
        auth.install,
        words.install,
        privacy.install,
        errors.install,
    ):
        part(app)
    for blueprint in (*PAGES, media.blueprint, monitor.blueprint, api):
        app.register_blueprint(blueprint)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
