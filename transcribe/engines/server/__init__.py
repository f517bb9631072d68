"""Any server that speaks OpenAI's `POST /v1/audio/transcriptions`: FunASR, vLLM, a cloud.

Used only where the owner chose the engine `server` and named its address. `client` sends,
`answer` reads what comes back.
"""

from collections.abc import Sequence
from pathlib import Path

from transcribe.audio import RATE, Samples
from transcribe.engine import Heard
from transcribe.engines.server.answer import heard_of
from transcribe.engines.server.client import Client
from transcribe.engines.server.wav import as_wav
from transcribe.options import Options, Server
from transcribe.problem import Problem


class SpeechServer:
    """See `transcribe.engine.Engine`. The digest is empty: the weights are the server's."""

    digest = ""
    # Many such servers give no times inside a request, so that each utterance needs its own.
    window_s = 0.0

    def __init__(self, server: Server) -> None:
        self.name = f"server {server.model}"
        self._client = Client(server)

    def recognise(self, samples: Samples, prompt: str) -> Sequence[Heard]:
        """Problem where the server refuses, PassingProblem where it is away, busy or too slow."""
        seconds = len(samples) / RATE
        answer, where = self._client.transcribe(as_wav(samples), seconds, prompt)
        return heard_of(answer, seconds, where)


def load(model: Path | None, options: Options) -> SpeechServer:
    """The server of the settings; a `model` on this machine has no use here."""
    if options.server is None:
        raise Problem(
            "server_unset",
            "the engine 'server' has no address",
            mend="set url and model in section [speech_server] of the settings",
        )
    if model is not None:
        raise Problem(
            "model_unreadable",
            "the engine 'server' reads no model of this machine",
            where=str(model),
            mend="leave --model out and name the server's model in [speech_server]",
        )
    return SpeechServer(options.server)


def device(options: Options) -> str:
    return options.server.url if options.server else "no address"
