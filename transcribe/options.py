"""What an owner may choose of a recogniser besides its name and its model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from transcribe.problem import Problem

Device = Literal["auto", "cpu", "cuda"]
Precision = Literal["auto", "int8", "int8_float16", "float16", "float32"]


@dataclass(frozen=True, slots=True)
class Server:
    """A speech server: `url` is its base, such as http://127.0.0.1:8000/v1.

    A request may take `least_s` seconds and `per_s` more for each second of its sound.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    least_s: float = 30
    per_s: float = 4
    retries: int = 2


@dataclass(frozen=True, slots=True)
class Options:
    """`threads` 0 and "auto" leave the choice to the engine; its file says what it takes."""

    device: Device = "auto"
    precision: Precision = "auto"
    threads: int = 0
    server: Server | None = None


def pick_device(wanted: Device, has_gpu: Callable[[], bool]) -> Literal["cpu", "cuda"]:
    """The device to run on: with "auto" the GPU where there is one. Problem `device_missing`."""
    if wanted == "cpu" or (not has_gpu() and wanted == "auto"):
        return "cpu"
    if not has_gpu():
        raise Problem(
            "device_missing",
            "the setting 'device' is cuda, but the engine sees no CUDA GPU",
            mend="install the driver and the engine's CUDA libraries, or set device to auto",
        )
    return "cuda"
