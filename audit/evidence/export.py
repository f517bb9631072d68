"""Makes an evidence package, and the journal knows its seal."""

import json
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from audit import journal
from audit.clock import now
from audit.evidence import sums
from audit.evidence.case import case
from audit.evidence.clip import Stretch, cut, stretches
from audit.evidence.page import page
from audit.recordings import Recordings
from audit.review.permissions import demand, visible
from audit.store import Audit, Call, Finding, Recording, Rectification, ReviewDecision, Store, User
from transcribe.problem import Problem


def export(
    store: Store,
    recordings: Recordings,
    titles: Mapping[str, str],
    finding_id: int,
    path: Path,
    *,
    by: User,
) -> None:
    """Write `path` whole or not at all; `titles` are the rules' Chinese names.

    Problem `not_found`, `forbidden`, `unconfirmed` where no person confirmed the finding, and
    `recording_changed` where the sound is no longer what was taken in.
    """
    finding = _load(store, by, finding_id)
    made_at = now()
    number = f"EV-{made_at:%Y%m%d%H%M%S}-{secrets.token_hex(3).upper()}"
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".evidence-") as name:
        folder = Path(name)
        clips = _clips(recordings, finding, folder)
        told = case(finding, titles, clips, number=number, made_at=made_at, made_by=by.name)
        (folder / "case.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        (folder / "case.html").write_text(page(told), "utf-8")
        seal = _seal(folder)
        draft = folder / "package"
        with ZipFile(draft, "w", ZIP_DEFLATED) as package:
            for file in sorted(set(folder.iterdir()) - {draft}):
                package.write(file, file.name)
        draft.replace(path)
    with store.writing() as session:
        journal.append(
            session, by.name, "evidence exported", finding=finding_id, number=number, seal=seal
        )


def _load(store: Store, by: User, finding_id: int) -> Finding:
    query = (
        select(Finding)
        .join(Finding.call)
        .where(Finding.id == finding_id, visible(by))
        .options(
            joinedload(Finding.call).joinedload(Call.recording),
            joinedload(Finding.audit).joinedload(Audit.transcript),
            selectinload(Finding.decisions).joinedload(ReviewDecision.user),
            selectinload(Finding.appeals),
            selectinload(Finding.rectifications).joinedload(Rectification.owner),
        )
    )
    with store.reading() as session:
        finding = session.scalar(query)
    if finding is None:
        raise Problem("not_found", "there is no such finding", mend="check its id")
    demand(by, "report")
    if finding.status != "confirmed":
        raise Problem(
            "unconfirmed",
            "no person confirmed this finding, so it is no violation",
            mend="let somebody review it first",
        )
    return finding


def _clips(recordings: Recordings, finding: Finding, folder: Path) -> Sequence[Stretch]:
    kept = finding.call.recording
    if kept is None:
        return ()
    wanted = stretches(finding.audit.transcript.turns, finding.turns)
    with recordings.local(kept.uri) as original:
        _require_unchanged(kept, original)
        cut(original, wanted, folder)
    # The last words of a call are followed by less than AROUND_S.
    return [
        replace(stretch, end_s=min(stretch.end_s, kept.duration_s))
        for stretch in wanted
        if (folder / stretch.name).exists()
    ]


def _require_unchanged(kept: Recording, original: Path) -> None:
    with original.open("rb") as file:
        if sums.digest(file) != kept.sha256:
            raise Problem(
                "recording_changed",
                "the stored recording is not the one that was taken in",
                where=kept.uri,
                mend="restore it from a backup; as it is it proves nothing",
            )


def _seal(folder: Path) -> str:
    """Write the list of what is in `folder`; returns the digest of the list."""
    digests = {}
    for file in folder.iterdir():
        with file.open("rb") as content:
            digests[file.name] = sums.digest(content)
    listing = folder / sums.NAME
    listing.write_text(sums.written(digests), "utf-8")
    with listing.open("rb") as content:
        return sums.digest(content)
