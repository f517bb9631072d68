"""A stand-in endpoint, a doubtful result, and the reader that is asked about it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from building import call, pack, rule_fields
from chat_standin import Chat, chatting
from doubting import doubt

from audit.second_reader import client
from audit.second_reader.opinion import Opinion
from audit.second_reader.reader import SecondReader
from audit.second_reader.settings import SecondReaderSettings
from checks.call import Call
from checks.judgment import CallResult, Layer, Outcome
from checks.rulepack import RulePack
from checks.run import check_call


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chatting() as standing:
        yield standing


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FIRST_WAIT_S", 0.01)


@pytest.fixture
def reader(chat: Chat) -> Callable[..., SecondReader]:
    """A reader of the stand-in, with other settings where a test needs them."""

    def make(**more: Any) -> SecondReader:
        fields = {"url": chat.url, "model": "small", "timeout_s": 20, "retries": 0} | more
        return SecondReader(SecondReaderSettings.model_validate(fields))

    return make


@pytest.fixture
def rules(tmp_path: Path) -> RulePack:
    """Two rules that hit where the agent says 甲 or 乙."""
    (tmp_path / "pack").mkdir()
    words = {"said": {"operator": "words", "any": ["乙"]}}
    return pack(
        tmp_path / "pack",
        rules_other=rule_fields(id="other", conditions=words, tests=[]),
    )


@pytest.fixture
def heard() -> Call:
    return call(
        "a: 您好，请问是周文博先生吗",
        "c: 是我",
        "a: 周先生您的卡13800138000欠款，甲说得很重",
        debtor_name="周文博",
    )


@pytest.fixture
def doubtful(heard: Call, rules: RulePack) -> CallResult:
    """`sample` is doubtful in turn 2, `other` is clear."""
    result = doubt(check_call(heard, rules))
    found = {j.rule: (j.outcome, j.turns, j.found_by) for j in result.judgments}
    assert found["sample"] == (Outcome.UNDECIDED, (2,), (Layer.WORDS,))
    return result


@pytest.fixture
def look(
    reader: Callable[..., SecondReader], heard: Call, doubtful: CallResult, rules: RulePack
) -> Callable[..., tuple[CallResult, Opinion]]:
    def run(**settings: object) -> tuple[CallResult, Opinion]:
        result, (opinion,) = reader(**settings).look(heard, doubtful, rules)
        return result, opinion

    return run
