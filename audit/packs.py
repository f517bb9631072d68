"""The rule pack of a running service: refused while broken, and replaced only by a good one."""

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from audit.clock import now
from audit.config import Settings
from checks.lint import lint, misshapen
from checks.rulepack import DEFAULT_PACK, RulePack, digest_with, load_pack, read_pack
from transcribe.problem import Problem

log = logging.getLogger(__name__)


def open_pack(folder: Path | None) -> RulePack:
    """Read a pack that can be relied on, once.

    Raises Problem `rule_pack` with everything that lint finds, file and line, where it does not
    load or where a field is missing or unknown, which would silently count for nothing.
    """
    root = folder or DEFAULT_PACK
    return _open_once(root, root.resolve())


@lru_cache(maxsize=4)
def _open_once(root: Path, _place: Path) -> RulePack:
    return _relied_on(root, load_pack)


def _relied_on(root: Path, read: Callable[[Path], RulePack]) -> RulePack:
    try:
        pack = read(root)
    except Problem as problem:
        if not (root / "rules").is_dir():
            raise
        raise _refusal(root) from problem
    if misshapen(root):
        raise _refusal(root)
    return pack


def _refusal(root: Path) -> Problem:
    lines = [f"{issue.where}: {issue.message}" for issue in lint(root)]
    told = "cannot be used; rules lint says:"
    return Problem("rule_pack", "\n  ".join([told, *lines]), where=str(root))


def require_good(folder: Path | None) -> None:
    """Refuse a broken pack (`rule_pack`) once, before several workers would each tell of it."""
    _relied_on(folder or DEFAULT_PACK, read_pack)


class LivePack:
    """The pack of one process; `pack` is always a good one.

    Looks at the folder when it is asked and `pack_look_s` have passed. A changed folder that is
    good takes effect; while it is broken the last good pack stays, the log says so, and so does the
    note that `status` shows. A changed model of meaning needs a restart.
    """

    def __init__(self, settings: Settings) -> None:
        self._root, self._note = settings.pack or DEFAULT_PACK, settings.pack_note
        self._every_s = settings.pack_look_s
        self._pack = open_pack(self._root)
        self._seen = self._pack.digest
        self._looked = time.monotonic()
        self._looking = threading.Lock()
        self._note.unlink(missing_ok=True)

    @property
    def pack(self) -> RulePack:
        due = time.monotonic() - self._looked >= self._every_s
        if due and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = time.monotonic()
                self._looking.release()
        return self._pack

    def _look(self) -> None:
        try:
            found = self._present()
            if found == self._seen:
                return
            changed = _relied_on(self._root, read_pack)
            if changed.digest != self._present():
                return  # somebody is still saving: look again later
        except OSError:  # a file went while it was read
            return
        except Problem as problem:
            self._seen = found
            self._keep(problem)
        else:
            self._seen, self._pack = found, changed
            self._note.unlink(missing_ok=True)
            log.warning("rule pack %s took effect", changed.digest[:12])

    def _present(self) -> str:
        return digest_with(self._pack.reader, self._root)

    def _keep(self, problem: Problem) -> None:
        told = f"the last good rule pack {self._pack.digest[:12]} stays: {problem}"
        log.warning("%s", told)
        self._note.write_text(f"{now():%Y-%m-%d %H:%M} UTC: {told}\n", encoding="utf-8")
