"""Why a rule could not decide, in both languages."""

import re
from pathlib import Path

import pytest

from checks import operators
from checks.reasons import MISSING, undecided_reason


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "缺少随路数据 debt.amount"), ("en", "debt.amount")]
)
def test_a_metadata_field_is_named(language: str, told: str) -> None:
    assert told in undecided_reason({"metadata debt.amount"}, language)


def test_every_fact_that_an_operator_may_miss_has_a_reason() -> None:
    folder = Path(operators.__file__).parent
    named = {
        name
        for path in folder.glob("*.py")
        for name in re.findall(r'missing=f?"(\w+)', path.read_text(encoding="utf-8"))
    }
    assert {"started_at", "contacts", "meaning", "duration_s", "metadata"} <= named
    assert named <= MISSING.keys()
    assert all(set(texts) == {"zh", "en"} for texts in MISSING.values())
