"""One recording in, its transcript out."""

from collections.abc import Mapping
from pathlib import Path

from transcribe.attended import Attended
from transcribe.audio import check_recording
from transcribe.channels import sides, speakers_of
from transcribe.engine import Engine
from transcribe.pieces import cut_speech
from transcribe.told import COLLECTION_WORDS, told_turns
from transcribe.transcript import Transcript
from transcribe.turns import in_time_order, mean_confidence
from transcribe.voices.hear import hear, listener


def transcribe_recording(
    path: Path,
    *,
    channels: Mapping[str, str] | None,
    engine: Engine,
    prompt: str = COLLECTION_WORDS,
) -> Transcript:
    """Transcribe a recording; the same file, engine and prompt always give the same transcript.

    `channels` names the speaker of each side, as in {"left": "agent", "right": "customer"}.
    Without it, or in mono, speakers are "unknown"; in mono turns carry the voice that was heard.
    Raises `Problem` for a file that cannot be used.
    """
    info, engine = check_recording(path), Attended(engine)
    apart = info.channels == 2 and not info.alike and (len(info.heard) == 2 or bool(channels))
    speakers = speakers_of(channels or {}, path) if apart else ("unknown", "unknown")
    voices_of = None if apart else listener()
    pieces = hear(cut_speech(sides(path, info)), voices_of)
    turns = told_turns(pieces, [speakers[at] for at in info.heard], engine, prompt)
    engine.require_words(path.name)
    alone = voices_of.marked(turns[0]) if voices_of else turns[0]
    ordered = in_time_order(turns) if apart else alone
    return Transcript(
        tuple(ordered), info.duration_s, engine.name, engine.digest, mean_confidence(ordered)
    )
