"""Makes the sample recordings again: `python -m audit.demo.speak --voices DIR`.

Needs, in an environment of its own, `pip install --no-deps -r requirements-voices.txt`, and the
Chinese voices of the npm package kokoro-js: `npm pack kokoro-js@1.2.1` and unpacking what it
fetched gives them in `package/voices`. The speaking itself is offline and takes about as long as
the calls last. It writes the recordings and `calls.jsonl` (what the importer reads) into
`recordings/`, and `scripts.jsonl`: the same calls as text with the true times and the labels, an
evaluation set. The same versions give the same bytes on the same kind of processor.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from audit.demo.encode import encode
from audit.demo.kokoro import Kokoro
from audit.demo.mix import PHONE_RATE, Spoken, place, record
from audit.demo.samples import RECORDINGS, SCRIPTS, Sample, load_samples

_CHANNELS = {"left": "agent", "right": "customer"}


def speak_all(voices: Path) -> None:
    """Speak, mix and write every sample call; existing files are replaced."""
    kokoro = Kokoro(voices)
    calls, scripts = [], []
    for sample in load_samples():
        sounds = [kokoro.say(line.text, sample.voices[line.speaker]) for line in sample.lines]
        spoken = place(sample.lines, sounds)
        sound = record(sample, spoken)
        encode(sound, sample.recording, RECORDINGS / sample.recording.file)
        call = sample.call | {"duration_s": round(sound.shape[1] / PHONE_RATE, 2)}
        calls.append(call | _recorded(sample))
        scripts.append(call | {"turns": _turns(spoken), "labels": _labels(sample)})
    _write_lines(RECORDINGS / "calls.jsonl", calls)
    _write_lines(SCRIPTS, scripts)


def _recorded(sample: Sample) -> dict[str, Any]:
    audio = {"audio": sample.recording.file}
    return audio | ({"channels": _CHANNELS} if sample.recording.channels == 2 else {})


def _turns(spoken: list[Spoken]) -> list[dict[str, Any]]:
    return [
        {
            "speaker": said.line.speaker,
            "start": round(said.start, 2),
            "end": round(said.end, 2),
            "text": said.line.text,
        }
        for said in spoken
    ]


def _labels(sample: Sample) -> dict[str, Any]:
    expected = sample.expected
    return {
        "violations": [{"rule": v.rule, "turns": list(v.lines)} for v in expected.violations],
        "alerts": list(expected.alerts),
        "facts": [_fact(fact) for fact in expected.facts],
    }


def _fact(fact: dict[str, Any]) -> dict[str, Any]:
    return {"turn" if key == "line" else key: value for key, value in fact.items()}


def _write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Speak and record the sample calls again.")
    parser.add_argument("--voices", type=Path, required=True, help="kokoro-js package/voices")
    speak_all(parser.parse_args().voices)
