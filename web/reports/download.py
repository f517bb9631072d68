"""A file made for one answer, sent to a browser or a program."""

import tempfile
from collections.abc import Callable
from mimetypes import guess_type
from pathlib import Path

from flask import Response

from audit.evidence.export import export as export_evidence
from audit.places import recordings_of
from audit.report.export import export, titles
from audit.report.request import Request
from audit.store import User
from web.state import state

_PIECE = 1 << 16


def download(request: Request, form: str, by: User) -> Response:
    """The report of these calls. Raises the Problems of its export."""

    def write(path: Path) -> None:
        export(state().store, state().pack, request, path, form=form, by=by)

    return _made(f"violations-{request.since}-{request.until}.{form}", write)


def evidence(finding_id: int, by: User) -> Response:
    """The evidence package of this finding. Raises the Problems of its export."""

    def write(path: Path) -> None:
        recordings = recordings_of(state().settings)
        export_evidence(state().store, recordings, titles(state().pack), finding_id, path, by=by)

    return _made(f"evidence-{finding_id}.zip", write)


def _made(name: str, write: Callable[[Path], None]) -> Response:
    """Sent in pieces from a file that has no name any more, so that nothing is left of it."""
    with tempfile.TemporaryDirectory(prefix="callaudit-report-") as folder:
        path = Path(folder) / name
        write(path)
        size, file = path.stat().st_size, path.open("rb")
    answer = Response(iter(lambda: file.read(_PIECE), b""), mimetype=guess_type(name)[0])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.content_length = size
    answer.call_on_close(file.close)
    return answer
