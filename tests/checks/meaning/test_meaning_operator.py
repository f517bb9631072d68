"""The operator `meaning`, with a stand-in for the model, and how words and meaning decide."""

from dataclasses import replace
from pathlib import Path

import pytest
from building import StandInReader, call, pack, rule_fields, turns_of, write_pack

from checks.answer import Answer, Truth
from checks.judgment import Layer, Outcome
from checks.lexicon import Lexicons
from checks.meaning.reader import Reader
from checks.operators import OPERATORS
from checks.operators.meaning import DOUBT
from checks.rulepack import RulePack, load_pack
from checks.run import check_call, see
from checks.scope import Scope
from transcribe.problem import Problem


def stand_in() -> StandInReader:
    """威 is a threat by 0.9, 可 by 0.6, 稍 by 0.15."""
    return StandInReader(
        threat=lambda t: 0.9 if "威" in t else 0.6 if "可" in t else 0.15 if "稍" in t else 0.01
    )


@pytest.fixture
def rules(tmp_path: Path) -> RulePack:
    return pack(tmp_path)


def ask(rules: RulePack, reader: Reader | None, *said: str, **params: object) -> Answer:
    check = OPERATORS["meaning"]({"shows": "threat"} | params, Lexicons({}))
    return check(see(call(*said), replace(rules, reader=reader)), Scope())


def test_whole_turns_above_the_models_threshold_match(rules: RulePack) -> None:
    answer = ask(rules, stand_in(), "a: 无", "c: 威", "a: 有威胁")
    (match,) = answer.matches
    assert answer.truth is True
    assert (match.span.turn, match.span.start, match.span.end) == (2, 0, 3)
    assert (match.layer, match.confidence, match.sure) == (Layer.MEANING, 0.9, True)


def test_another_threshold_may_be_asked_for(rules: RulePack) -> None:
    answer = ask(rules, stand_in(), "a: 可能", "a: 威", at_least="0.3")
    assert [match.confidence for match in answer.matches] == [0.6, 0.9]


@pytest.mark.parametrize(
    ("said", "on", "truth", "layers", "missing"),
    [
        ("a: 威", True, True, {Layer.MEANING}, ""),
        ("a: 威打", True, True, {Layer.MEANING, Layer.WORDS}, ""),
        ("a: 稍打", True, True, {Layer.WORDS}, ""),  # meaning does not object
        ("a: 打", True, None, {Layer.WORDS}, DOUBT),  # it does: a person looks
        ("a: 可", True, None, {Layer.MEANING}, DOUBT),
        ("a: 稍", True, False, set(), ""),
        ("a: 打", False, True, {Layer.WORDS}, ""),  # off: words alone
        ("a: 威", False, False, set(), ""),
        ("u: 威", True, None, {Layer.MEANING}, "speaker"),
    ],
)
def test_words_and_meaning_decide_together(  # noqa: PLR0917
    rules: RulePack, said: str, on: bool, truth: Truth, layers: set[Layer], missing: str
) -> None:
    answer = ask(rules, stand_in() if on else None, said, words={"any": ["打"]})
    assert (answer.truth, answer.missing) == (truth, missing)
    assert {match.layer for match in answer.matches} == layers


def test_a_sure_turn_outweighs_a_doubtful_one(rules: RulePack) -> None:
    answer = ask(rules, stand_in(), "a: 可", "a: 威")
    assert (answer.truth, turns_of(answer)) == (True, [1])


def test_a_doubt_has_the_clauses_that_a_person_needs_to_confirm_it(tmp_path: Path) -> None:
    clause = {"text": "不应威胁", "mark": "V", "number": "第1条", "rules": ["sample"]}
    law = {"id": "law", "title": "某法", "source": "某处", "in_force": "unknown"}
    law |= {"clauses": [clause | {"status": "partial"}]}
    said = {"operator": "meaning", "shows": "threat"}
    fields = rule_fields(conditions={"said": said}, tests=[])
    rules = load_pack(write_pack(tmp_path, {"rules/sample": fields, "regulations/law": law}))
    rules = replace(rules, reader=stand_in())
    doubt, hit, clear = (
        check_call(call(text), rules).judgments[0] for text in ("a: 可", "a: 威", "a: 您好")
    )
    assert (doubt.doubtful, doubt.outcome, doubt.turns) == (True, Outcome.UNDECIDED, (0,))
    assert [clause.number for clause in doubt.clauses] == ["第1条"]
    assert doubt.clauses == hit.clauses
    assert clear.clauses == ()


def test_a_call_is_read_once_for_all_rules(rules: RulePack) -> None:
    reader = stand_in()
    scene = see(call("a: 威"), replace(rules, reader=reader))
    for label in ("threat", "abuse"):
        OPERATORS["meaning"]({"shows": label}, Lexicons({}))(scene, Scope())
    assert reader.embedded == 1


def test_stored_vectors_are_not_made_again(rules: RulePack) -> None:
    reader, heard = stand_in(), call("a: 威")
    stored = reader.vectors(heard.turns)
    scene = see(heard, replace(rules, reader=reader), stored)
    assert OPERATORS["meaning"]({"shows": "threat"}, Lexicons({}))(scene, Scope()).truth
    assert reader.embedded == 1


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
