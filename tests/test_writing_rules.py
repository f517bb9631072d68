"""The examples of docs/writing-rules.md do what the document says: their own tests pass."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from building import StandInReader, rule_fields

from checks.lexicon import Lexicons, read_yaml
from checks.lintshape import shape_complaints
from checks.operators import OPERATORS
from checks.rule import Rule
from checks.rulepack import DEFAULT_PACK, load_pack
from checks.selftest import try_rule
from transcribe.problem import Problem

DOCUMENT = (Path(__file__).parents[1] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
SECTIONS = dict(
    re.findall(r"^### `(\w+)`[^\n]*\n(.*?)(?=^##|\Z)", DOCUMENT, re.DOTALL | re.MULTILINE)
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[1].strip()[:30])
def test_an_example(example: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(example, encoding="utf-8")
    raw = rule_fields(id="example", evidence=[]) | read_yaml(file)
    assert list(shape_complaints("rules", raw)) == []
    rule = Rule.read(raw, Lexicons.load(DEFAULT_PACK / "lexicons"))
    reader = StandInReader(threat=lambda text: 0.9 * ("必须" in text))
    tried = list(try_rule(rule, replace(load_pack(), rules={}, alerts={}, reader=reader)))
    assert [f"{one.name}: {one.told}" for one in tried if not one.passed] == []
    outcomes = {bool(test.get("hits")) or test.get("outcome") == "hit" for test in rule.tests}
    assert outcomes == {True, False}


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_every_operator_has_a_section_with_an_example(operator: str) -> None:
    assert f"operator: {operator}" in SECTIONS[operator].split("```yaml", 1)[1]


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_every_parameter_of_an_operator_is_named_in_its_section(operator: str) -> None:
    with pytest.raises(Problem) as told:
        OPERATORS[operator]({"no such": ""}, Lexicons({}))
    known = re.findall(r"'(\w+)'", told.value.mend)
    assert known
    assert [name for name in known if not re.search(f"`{name}[`:]", SECTIONS[operator])] == []
