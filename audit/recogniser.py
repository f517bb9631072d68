"""The recogniser that the settings choose."""

from audit import capacity
from audit.config import Settings
from audit.hearing.parent import Hearing
from audit.hearing.wire import Setup
from transcribe.engine import device_of, installed_engine
from transcribe.options import Options
from transcribe.problem import Problem


def engine_options(settings: Settings, workers: int = 1) -> Options:
    """The recogniser's options where so many work at once; Problem `bad_settings`."""
    shared = capacity.threads_for(capacity.cores(), workers) if workers > 1 else 0
    server = settings.speech_server if settings.engine == "server" else None
    return Options(
        device=settings.device,
        precision=settings.compute_type,
        threads=settings.threads or shared,
        server=server.server() if server else None,
    )


def hearing_of(settings: Settings) -> Hearing:
    """A worker's recognition in a child process; its threads leave cores to the other workers."""
    setup = Setup(
        settings.engine,
        settings.model,
        engine_options(settings, workers=settings.worker_count),
        settings.transcribe_memory_mb,
    )
    return Hearing(setup, settings.transcribe_timeout_s, settings.transcribe_timeout_per_s)


def model_name(settings: Settings) -> str:
    """The model that the settings ask for; "" for the one that comes along with Whisper."""
    if settings.engine == "server":
        return settings.speech_server.model if settings.speech_server else ""
    return settings.model.name if settings.model else ""


def described(settings: Settings) -> dict[str, str]:
    """Engine, model and device as a person reads them."""
    engine = installed_engine(settings.engine)
    if engine is None:
        return {"engine": "none", "model": "-", "device": "-"}
    try:
        device = device_of(engine, engine_options(settings))
    except Problem as problem:
        device = str(problem)
    return {"engine": engine, "model": model_name(settings) or "whisper-base", "device": device}
