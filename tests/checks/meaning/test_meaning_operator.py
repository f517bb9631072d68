"""The operator `meaning`, with a stand-in for the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from building import call, pack

from checks.answer import Answer
from checks.judgment import Layer
from checks.lexicon import Lexicons
from checks.meaning.labels import LABELS
from checks.meaning.reader import Reader
from checks.operators import OPERATORS
from checks.rulepack import RulePack
from checks.run import see
from checks.scope import Scope
from transcribe.problem import Problem
from transcribe.transcript import Turn


@dataclass
class StandIn:
    """Every turn with 威 is a threat by 0.9, with 可 by 0.4."""

    digest: str = "stand-in"
    times: int = 0

    @property
    def thresholds(self) -> Mapping[str, float]:
        return dict.fromkeys(LABELS, 0.5)

    def read(self, turns: Sequence[Turn]) -> Mapping[str, tuple[float, ...]]:
        self.times += 1
        return {"threat": tuple(0.9 if "威" in t.text else 0.4 * ("可" in t.text) for t in turns)}


@pytest.fixture
def rules(tmp_path: Path) -> RulePack:
    return pack(tmp_path)


def ask(rules: RulePack, reader: Reader | None, *said: str, **params: str) -> Answer:
    check = OPERATORS["meaning"]({"shows": "threat"} | params, Lexicons({}))
    return check(see(call(*said), replace(rules, reader=reader)), Scope())


def test_whole_turns_above_the_models_threshold_match(rules: RulePack) -> None:
    answer = ask(rules, StandIn(), "a: 可能", "c: 威", "a: 有威胁")
    (match,) = answer.matches
    assert answer.truth is True
    assert (match.span.turn, match.span.start, match.span.end) == (2, 0, 3)
    assert (match.layer, match.confidence, match.sure) == (Layer.MEANING, 0.9, True)


def test_another_threshold_may_be_asked_for(rules: RulePack) -> None:
    answer = ask(rules, StandIn(), "a: 可能", "a: 威", at_least="0.3")
    assert [match.confidence for match in answer.matches] == [0.4, 0.9]


def test_an_unknown_speaker_leaves_it_open(rules: RulePack) -> None:
    answer = ask(rules, StandIn(), "u: 威")
    assert (answer.truth, answer.missing) == (None, "speaker")


def test_without_a_model_nothing_is_found(rules: RulePack) -> None:
    assert ask(rules, None, "a: 威").truth is False


def test_a_call_is_read_once_for_all_rules(rules: RulePack) -> None:
    reader = StandIn()
    scene = see(call("a: 威"), replace(rules, reader=reader))
    for label in ("threat", "abuse"):
        OPERATORS["meaning"]({"shows": label}, Lexicons({}))(scene, Scope())
    assert reader.times == 1


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(Problem, match="knows no 'thread'"):
        OPERATORS["meaning"]({"shows": "thread"}, Lexicons({}))


def test_the_pack_is_named_with_its_model(tmp_path: Path) -> None:
    folders = [tmp_path / "with", tmp_path / "without"]
    for folder in folders:
        folder.mkdir()
    (folders[1] / "meaning" / "model").mkdir(parents=True)
    one, other = (pack(folder) for folder in folders)
    assert other.reader is None
    assert one.digest != other.digest or one.reader is None
