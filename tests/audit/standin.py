"""A stand-in for the speech engine inside real worker processes.

Put on PYTHONPATH it replaces the recognition in the child process, and nothing else: a recording
takes as long as it lasts. One of 11 s kills the worker above the child; the others below do to the
child what a bad model does.
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
KILLS_WORKER_S, CRASHES_S, EATS_MEMORY_S, IS_KILLED_S, HANGS_S = 11, 13, 17, 19, 23

_SITE = """
import sys

if "audit.hearing.child" in sys.orig_argv:
    import ctypes, os, signal, time, wave
    import transcribe.engine, transcribe.run
    from transcribe.problem import Problem
    from transcribe.transcript import Transcript, Turn

    def hear(path, *, channels, engine):
        if not path.exists():
            raise Problem("audio_missing", "no such file", mend="give the name again")
        with wave.open(str(path)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        if seconds == 13:
            os.kill(os.getpid(), signal.SIGSEGV)
        if seconds == 11:
            os.kill(os.getppid(), signal.SIGKILL)
        if seconds == 17:
            eaten = []
            while True:
                eaten.append(bytearray(64 << 20))
        if seconds == 19:
            os.kill(os.getpid(), signal.SIGKILL)  # as the kernel does when memory is out
        if seconds == 23:
            ctypes.PyDLL(None).sleep(600)  # keeps the interpreter's lock, as native code may
        time.sleep(seconds)
        turns = tuple(Turn("agent", n, n + 1, "测试") for n in range(3))
        return Transcript(turns, seconds, str(os.getpid()), "", None)

    transcribe.engine.load_engine = lambda *_: object()
    transcribe.run.transcribe_recording = hear
"""


def use_standin_engine(folder: Path) -> str:
    """Write the stand-in; returns the PYTHONPATH that puts it into effect."""
    (folder / "sitecustomize.py").write_text(_SITE, encoding="utf-8")
    return f"{folder}:{ROOT}"
