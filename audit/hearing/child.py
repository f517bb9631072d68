"""The child: `python -m audit.hearing.child ENGINE MODEL`, requests on stdin, answers on stdout.

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

from audit.hearing.wire import pack_error, pack_transcript
from transcribe.engine import Engine, load_engine
from transcribe.run import transcribe_recording


def main(engine_name: str, model: str) -> None:
    """Answer requests until stdin ends. `model` is a path, or empty for the usual places."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which decides
    answers = _own_stdout()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    engine: Engine | None = None
    while True:
        request = json.loads(requests.get())
        try:
            engine = engine or load_engine(engine_name, Path(model) if model else None)
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
    main(sys.argv[1], sys.argv[2])
