"""The child: `python -m audit.hearing.child`; its setup and requests on stdin, answers on stdout.

It loads the model once, with the first request, and ends when its parent does: the end of stdin
is noticed by a thread of its own, also in the middle of a recording.
"""

import json
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import IO

from audit.hearing.memory import spare_the_others
from audit.hearing.wire import Setup, pack_error, pack_transcript
from transcribe.engine import Engine, load_engine
from transcribe.run import transcribe_recording


def main() -> None:
    """Answer requests until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which decides
    answers = _own_stdout()
    setup = Setup.unpack(sys.stdin.readline())
    spare_the_others(setup.memory_mb)
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    engine: Engine | None = None
    while True:
        request = json.loads(requests.get())
        try:
            engine = engine or load_engine(setup.engine, setup.model, setup.options)
            answer = pack_transcript(
                transcribe_recording(
                    Path(request["path"]), channels=request["channels"], engine=engine
                )
            )
        except Exception as error:
            answer = pack_error(error)
        answers.write(answer + "\n")
        answers.flush()


def _own_stdout() -> IO[str]:
    """Keep stdout for answers: what libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _listen(requests: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
