"""A report as an answer to a browser or a program."""

import tempfile
from mimetypes import guess_type
from pathlib import Path

from flask import Response

from audit.report.export import export
from audit.report.request import Request
from audit.store import User
from web.state import state

_PIECE = 1 << 16


def download(request: Request, form: str, by: User) -> Response:
    """Sent in pieces from a file that has no name any more, so that nothing is left of it."""
    name = f"violations-{request.since}-{request.until}.{form}"
    with tempfile.TemporaryDirectory(prefix="callaudit-report-") as folder:
        path = Path(folder) / name
        export(state().store, state().pack, request, path, form=form, by=by)
        size, file = path.stat().st_size, path.open("rb")
    answer = Response(iter(lambda: file.read(_PIECE), b""), mimetype=guess_type(name)[0])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.content_length = size
    answer.call_on_close(file.close)
    return answer
