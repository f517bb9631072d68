"""`python -m audit.evaluation.spoken.speak CALLS.jsonl FOLDER --voices DIR`: speaks written calls.

Runs in the environment of the voices: audit/demo/speak.py tells how to get it and them. Every call
becomes a stereo telephone recording in FOLDER and a line of FOLDER/written.jsonl: the call with the
true times of its turns. Voices, their speed, levels and noise are drawn by call and seed. Turns
come one after the other with the pauses of the written call: nobody talks over anybody. With --leak
each party is also heard on the other's channel. Takes about as long as the calls last, on one core.
"""

import argparse
import hashlib
import sys
from pathlib import Path
from random import Random
from typing import Any, Protocol

import numpy as np

from audit.demo.encode import encode
from audit.demo.kokoro import RATE, Kokoro, Sound
from audit.demo.mix import PHONE_RATE, place, record
from audit.demo.samples import Expected, Line, Recording, Sample
from audit.evaluation.spoken.rows import (
    CHANNELS,
    WRITTEN,
    Row,
    add_row,
    calls_with_turns,
    whole_rows,
)
from audit.evaluation.spoken.wording import pieces
from transcribe.problem import Problem
from transcribe.transcript import Speaker

_VOICES = (
    "zf_xiaobei", "zf_xiaoni", "zf_xiaoxiao", "zf_xiaoyi",
    "zm_yunjian", "zm_yunxi", "zm_yunxia", "zm_yunyang",
)  # fmt: skip
# dBFS. From a usual recorder's level to half of it, over a quiet to a plainly audible line.
_SPEECH_DB, _NOISE_DB = (-23, -26, -29), (-60, -55, -50, -45)
_SPEEDS = (0.9, 1.0, 1.1)  # of the voice's own: unhurried to brisk
# Seconds. Longer silence teaches nothing of hearing; shorter would let two turns run together.
_SHORTEST, _LONGEST = 0.2, 5.0
_BETWEEN_PIECES = np.zeros(RATE // 4, np.float32)


class Voice(Protocol):
    """What speaks a line (Kokoro): mono, 24 kHz, in -1..1."""

    def say(self, text: str, voice: str, speed: float) -> Sound: ...


def speak(calls: Path, folder: Path, voice: Voice, seed: int, leak_db: float | None = None) -> None:
    """Speak every call of the file that FOLDER does not hold yet."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(calls_with_turns(calls))
    done = {row["call_id"] for row in whole_rows(folder / WRITTEN)}
    for number, call in enumerate(wanted, 1):
        if call["call_id"] in done:
            continue
        row = spoken(call, folder, voice, seed, leak_db)
        add_row(folder / WRITTEN, row)
        done.add(call["call_id"])
        told = f"spoke {number} of {len(wanted)}: {call['call_id']}, {row['duration_s']:.0f} s\n"
        sys.stderr.write(told)


def spoken(call: Row, folder: Path, voice: Voice, seed: int, leak_db: float | None = None) -> Row:
    """Record one call into `folder`; the call as it was spoken comes back."""
    chance = Random(f"{seed} {call['call_id']}")  # noqa: S311 - repeatable on purpose
    sample = _sample(call, chance, leak_db)
    speeds = {speaker: chance.choice(_SPEEDS) for speaker in CHANNELS}
    said = {at: pieces(line.text) for at, line in enumerate(sample.lines)}
    heard = [at for at, parts in said.items() if parts]
    lines = tuple(sample.lines[at] for at in heard)
    sounds = [
        _say(said[at], voice, sample.voices[who := sample.lines[at].speaker], speeds[who])
        for at in heard
    ]
    placed = place(lines, sounds)
    sound = record(sample, placed)
    encode(sound, sample.recording, folder / sample.recording.file)
    times = {at: (round(p.start, 2), round(p.end, 2)) for at, p in zip(heard, placed, strict=True)}
    return {
        **call,
        "audio": sample.recording.file,
        "voices": sample.voices,
        "speeds": speeds,
        "channels": {side: speaker for speaker, side in CHANNELS.items()},
        "duration_s": round(sound.shape[1] / PHONE_RATE, 2),
        "turns": _timed(call, sample, times),
    }


def _sample(call: Row, chance: Random, leak_db: float | None) -> Sample:
    agent, customer = chance.sample(_VOICES, 2)
    name = hashlib.sha256(call["call_id"].encode()).hexdigest()[:16]
    speech_db, noise_db = chance.choice(_SPEECH_DB), chance.choice(_NOISE_DB)
    return Sample(
        title="",
        call=dict(call),
        recording=Recording(
            f"{name}.wav", "pcm_alaw", PHONE_RATE, 2, None, speech_db, noise_db, leak_db
        ),
        voices={"agent": agent, "customer": customer},
        lines=_lines(call["turns"]),
        expected=Expected((), (), ()),
    )


def _lines(turns: list[dict[str, Any]]) -> tuple[Line, ...]:
    """Whoever is unknown speaks on the side that did not speak just before."""
    lines: list[Line] = []
    end = 0.0
    for turn in turns:
        speaker: Speaker = turn["speaker"]
        if speaker == "unknown":
            speaker = "customer" if lines and lines[-1].speaker == "agent" else "agent"
        pause = min(max(turn["start"] - end, _SHORTEST), _LONGEST)
        lines.append(Line(speaker, turn["text"], pause))
        end = turn["end"]
    return tuple(lines)


def _say(parts: list[str], voice: Voice, name: str, speed: float) -> Sound:
    sounds = [sound for part in parts for sound in (_BETWEEN_PIECES, voice.say(part, name, speed))]
    return np.concatenate(sounds[1:])


def _timed(
    call: Row, sample: Sample, times: dict[int, tuple[float, float]]
) -> list[dict[str, Any]]:
    """Turns with the times they were spoken at; one without a word takes no time."""
    out: list[dict[str, Any]] = []
    end = 0.0
    for at, (turn, line) in enumerate(zip(call["turns"], sample.lines, strict=True)):
        start, end = times.get(at, (end, end))
        kept = {key: value for key, value in turn.items() if key != "words"}
        out.append(kept | {"start": start, "end": end, "channel": CHANNELS[line.speaker]})
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description="Speak written calls onto a telephone line.")
    parser.add_argument("calls", type=Path, help="calls with turns, JSON Lines")
    parser.add_argument("folder", type=Path, help="where recordings and written.jsonl go")
    parser.add_argument("--voices", type=Path, required=True, help="kokoro-js package/voices")
    parser.add_argument("--seed", type=int, default=0, help="draws voices, levels and noise")
    parser.add_argument("--leak", type=float, help="dB of each party on the other side, as -35")
    given = parser.parse_args()
    try:
        speak(given.calls, given.folder, Kokoro(given.voices), given.seed, given.leak)
    except (Problem, OSError) as problem:
        sys.exit(f"error: {problem}")


if __name__ == "__main__":
    main()
