"""Where nobody speaks, nothing is written: real weights, sounds made on the spot.

Without the voice detector the same weights write 嗯 or 哎 into most of these sounds.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from nospeech import RATE, SOUNDS
from sounds import write_sound

from audit.demo.samples import RECORDINGS
from transcribe.audio import RATE as HEARD_RATE
from transcribe.audio import load_recording
from transcribe.engine import Engine, load_engine
from transcribe.run import transcribe_recording

pytestmark = pytest.mark.weights

SIDES = {"left": "agent", "right": "customer"}


@cache
def engine() -> Engine:
    return load_engine("faster-whisper")


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("beside", ["", "hiss", "ringing"])
def test_no_sentence_is_invented(tmp_path: Path, name: str, beside: str) -> None:
    channels = [SOUNDS[name](), *([SOUNDS[beside]()] if beside else [])]
    path = write_sound(tmp_path / "call.wav", channels, "pcm_alaw")
    heard = transcribe_recording(path, channels=SIDES if beside else None, engine=engine())
    assert heard.turns == ()


@pytest.mark.parametrize("name", ["ringing", "hold_music"])
def test_what_sounds_before_a_call_is_no_turn_of_it(tmp_path: Path, name: str) -> None:
    before = SOUNDS[name]()[: 12 * RATE]
    call = load_recording(RECORDINGS / "S001.wav").samples[:, : 12 * HEARD_RATE : 2]
    channels = [np.concatenate([before, side]) for side in call]
    path = write_sound(tmp_path / "call.wav", channels, "pcm_alaw")
    turns = transcribe_recording(path, channels=SIDES, engine=engine()).turns
    assert turns
    assert min(turn.start for turn in turns) > 11.9
