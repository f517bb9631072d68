"""Small calls and packs for the tests of the engine; none of the shipped rules takes part."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from checks.answer import Answer
from checks.call import Call
from checks.dialogue.listener import Listener
from checks.lexicon import Lexicons
from checks.meaning.blocks import Halves
from checks.meaning.labels import LABELS
from checks.meaning.reader import Reader
from checks.meaning.reading import Reading
from checks.meaning.vectors import Vectors
from checks.rule import Condition, Rule
from checks.rulepack import RulePack, load_pack
from checks.run import see
from checks.scene import Scene
from checks.text import read_turns
from transcribe.transcript import Speaker, Turn


class StandInReader:
    """In place of a model of meaning.

    A sentence's vector counts its characters; `shows` tells by label how probably a text shows it,
    it knows no other labels; every threshold is 0.5.
    """

    digest = encoder = "stand-in"
    thresholds = dict.fromkeys(LABELS, 0.5)

    def __init__(self, **shows: Callable[[str], float]) -> None:
        self._shows, self._texts, self.embedded = shows, [""], 0

    def vectors(self, turns: Sequence[Turn]) -> Vectors:
        self.embedded += 1
        self._texts = [turn.text for turn in turns]
        rows = np.array([self.vector_of(text) for text in self._texts]).reshape(-1, 1024)
        return Vectors(self.encoder, rows.astype(np.float16), np.arange(len(rows), dtype=np.int32))

    def read(self, _vectors: Vectors, _count: int) -> Mapping[str, tuple[float, ...]]:
        return {label: tuple(map(shown, self._texts)) for label, shown in self._shows.items()}

    def vector_of(self, sentence: str) -> Halves:
        row = np.zeros(1024, np.float16)
        for character in sentence:
            row[ord(character) % 1024] += 1
        return row


def read_by(reader: Reader | None, heard: Call) -> Reading:
    """A call's reading by a stand-in, None for a layer that is off."""
    return Reading(reader, heard.turns)


_SIDES: dict[str, Speaker] = {"a": "agent", "c": "customer", "u": "unknown"}


def call(*said: str, **facts: Any) -> Call:
    """A call from lines such as "a: 您好" (a agent, c customer, u unknown)."""
    turns = tuple(
        Turn(_SIDES[line[0]], float(i), i + 1.0, line[2:].strip()) for i, line in enumerate(said)
    )
    return Call("T", turns, **facts)


def spoken(*said: str, **facts: Any) -> Call:
    """A call with times from lines such as "a 0 2.5 您好": speaker, start, end, text."""
    turns = []
    for line in said:
        side, start, end, text = line.split(" ", 3)
        turns.append(Turn(_SIDES[side], float(start), float(end), text))
    return Call("T", tuple(turns), **facts)


def bare_scene(heard: Call, **more: Any) -> Scene:
    """A call in which no speech act was found and nobody is verified."""
    texts = tuple(read_turns((turn.text for turn in heard.turns), heard.debtor_name))
    return Scene(heard, texts, {}, (Listener.UNVERIFIED,) * len(texts), **more)


def answer(heard: Call | Scene, raw: dict[str, Any], **others: dict[str, Any]) -> Answer:
    """What a raw condition says of a call; `others` are the conditions that it may name."""
    looked_at = heard if isinstance(heard, Scene) else bare_scene(heard)
    # Lexicons of its own: all patterns ever filed in one would be looked for in every call.
    empty = Lexicons({})
    conditions = {name: Condition.read(body, empty) for name, body in others.items()}

    def answer_of(name: str) -> Answer:
        return conditions[name].answer(looked_at, answer_of)

    return Condition.read(raw, empty).answer(looked_at, answer_of)


def turns_of(found: Answer) -> list[int]:
    """The turns that an answer rests on."""
    return [match.span.turn for match in found.matches]


def rule_fields(**changes: Any) -> dict[str, Any]:
    """The raw fields of a rule that hits where the agent says 甲."""
    return {
        "id": "sample",
        "version": "1",
        "stage": "stable",
        "severity": "major",
        "title": {"zh": "样例", "en": "Sample"},
        "reason": {"zh": "说了甲", "en": "Said 甲"},
        "rationale": "样例",
        "review_guide": "样例",
        "false_positives": ["无"],
        "conditions": {"said": {"operator": "words", "any": ["甲"]}},
        "when": "said",
        "evidence": ["said"],
        "tests": [
            {"name": "说甲", "turns": [["agent", "甲"]], "hits": ["0"]},
            {"name": "说乙", "turns": [["agent", "乙"]], "hits": []},
        ],
    } | changes


def act_fields(name: str, phrase: str, **changes: Any) -> dict[str, Any]:
    """The raw fields of an act of the customer who says `phrase`."""
    tests = [{"text": phrase, "hit": "true"}, {"text": "别的", "hit": "false"}]
    return {"id": name, "speaker": "customer", "words": {"any": [phrase]}, "tests": tests} | changes


def rule(**changes: Any) -> Rule:
    return Rule.read(rule_fields(**changes), Lexicons({}))


def write_pack(root: Path, files: dict[str, Any]) -> Path:
    """Write a pack: relative path without .yaml -> content, a string is written as it is."""
    (root / "rules").mkdir(exist_ok=True)
    for name, content in files.items():
        path = root / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.dump(content, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
    return root


def pack(root: Path, **files: Any) -> RulePack:
    """A pack with the sample rule and more files; `acts_x` is acts/x.yaml."""
    named = {name.replace("_", "/", 1): content for name, content in files.items()}
    return load_pack(write_pack(root, {"rules/sample": rule_fields(), **named}))


def scene(heard: Call, of: RulePack) -> Scene:
    return see(heard, of)
