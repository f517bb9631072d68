"""The recogniser that the settings choose."""

from audit.config import Settings
from transcribe.engine import device_of, installed_engine
from transcribe.options import Options
from transcribe.problem import Problem


def engine_options(settings: Settings) -> Options:
    """The recogniser's options; Problem `bad_settings`."""
    server = settings.speech_server if settings.engine == "server" else None
    return Options(
        device=settings.device,
        precision=settings.compute_type,
        threads=settings.threads,
        server=server.server() if server else None,
    )


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
