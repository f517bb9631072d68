"""Whether an evidence package is as it was made; needs nothing but the file."""

import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from audit.evidence import sums
from transcribe.problem import Problem

# What reading a damaged member raises, by the damaged byte.
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Checked:
    """`faults` name each file that is not as it was, with what is wrong.

    `seal` is the SHA-256 of SHA256SUMS, in which all others stand: the journal of who made the
    package knows it, and whoever rewrites a file and its line cannot keep it.
    """

    files: int
    seal: str
    faults: tuple[str, ...]


def check(path: Path) -> Checked:
    """Read every file once. Problem `bad_package` where `path` is no evidence package."""
    try:
        with ZipFile(path) as package:
            return _check(package, path)
    except FileNotFoundError as error:
        raise _refusal(path, "there is no such file") from error
    except (BadZipFile, NotImplementedError) as error:
        raise _refusal(path, "this is no zip file, or its directory is damaged") from error


def _check(package: ZipFile, path: Path) -> Checked:
    held = Counter(package.namelist())
    if sums.NAME not in held:
        raise _refusal(path, f"there is no {sums.NAME} in it")
    seal = _digest(package, sums.NAME)
    try:
        listed = sums.read(package.read(sums.NAME).decode("utf-8").splitlines())
    except (*_BROKEN, ValueError):
        return Checked(0, seal or "", (f"{sums.NAME}: changed, it cannot be read",))
    faults = [f"{name}: twice in the package" for name, times in held.items() if times > 1]
    faults += [f"{name}: added, not listed" for name in held if name not in {*listed, sums.NAME}]
    for name, right in listed.items():
        if name not in held:
            faults.append(f"{name}: missing")
        elif _digest(package, name) != right:
            faults.append(f"{name}: changed")
    return Checked(len(listed), seal or "", tuple(sorted(faults)))


def _digest(package: ZipFile, name: str) -> str | None:
    """None where the member cannot be read."""
    try:
        with package.open(name) as file:
            return sums.digest(file)
    except _BROKEN:
        return None


def _refusal(path: Path, what: str) -> Problem:
    return Problem("bad_package", what, where=path.name, mend="give the zip as it was exported")
