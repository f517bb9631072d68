"""The files behind the PATHs of `intake`: a file, a folder, a glob, or any of them by URL."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from fsspec.core import url_to_fs
from fsspec.utils import stringify_path

from transcribe.headerless import parse_form
from transcribe.problem import Problem

# What recorders and dialler exports write; in a folder other files are left alone.
# fmt: off
SOUND_SUFFIXES = frozenset({
    ".3gp", ".aac", ".aif", ".aiff", ".amr", ".au", ".avi", ".caf", ".flac", ".m4a", ".mka", ".mkv",
    ".mov", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".spx", ".v3", ".vox", ".w64", ".wav", ".webm",
    ".wma",
})
# fmt: on
TABLE_SUFFIXES = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True)
class File:
    """One file of one file system; two are equal when they are the same file."""

    fs: Any
    path: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def url(self) -> str:
        """Its whole address, by which `expand` finds it again."""
        return str(self.fs.unstrip_protocol(self.path))

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    @property
    def place(self) -> str:
        """The path without its suffix: a recording and its sidecar have the same."""
        return str(PurePosixPath(self.path).with_suffix(""))

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix.lower()

    @property
    def is_sound(self) -> bool:
        """Whether it is called like a recording."""
        return self.suffix in SOUND_SUFFIXES or parse_form(self.suffix) is not None

    def open(self) -> IO[bytes]:
        stream: IO[bytes] = self.fs.open(self.path, "rb")
        return stream

    def beside(self, relative: str) -> "File":
        """The file that this one names, relative to its own folder."""
        joined = stringify_path(PurePosixPath(self.path).parent / relative)
        return File(self.fs, _normal(joined))

    def exists(self) -> bool:
        found: bool = self.fs.isfile(self.path)
        return found


def expand(path: str) -> Iterator[File]:
    """All files that one PATH means, sorted.

    In a folder, hidden files and files of no known kind are left alone. Raises Problem
    `no_such_path` or `bad_source`.
    """
    fs, root = _connect(path)
    if any(mark in path for mark in "*?[") and not fs.exists(root):
        found = sorted(fs.glob(root))
        files = [File(fs, name) for name in found if fs.isfile(name)]
    elif fs.isdir(root):
        everything = (File(fs, name) for name in sorted(fs.find(root)))
        files = [file for file in everything if _of_known_kind(file)]
    else:
        files = [File(fs, root)] if fs.isfile(root) else []
    if not files:
        raise Problem("no_such_path", "no file there to take in", where=path, mend="check the path")
    yield from files


def _connect(path: str) -> tuple[Any, str]:
    try:
        fs, root = url_to_fs(path)
    except (ValueError, ImportError, OSError) as error:
        raise Problem(
            "bad_source",
            f"cannot be opened as a store ({type(error).__name__})",
            where=path,
            mend="use a path, or a URL of a kind that is installed",
        ) from error
    return fs, root


def _of_known_kind(file: File) -> bool:
    known = file.is_sound or file.suffix in TABLE_SUFFIXES | {".json"}
    return known and not file.name.startswith(".")


def _normal(path: str) -> str:
    """Without "." and ".." so that equal files compare equal."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] not in {"", ".."}:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
