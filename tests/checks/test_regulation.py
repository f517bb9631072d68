"""Clauses: dates in force, numbers that were read, honest statuses."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from building import write_pack

from checks.regulation import Mapped, clauses_for, load_regulations
from checks.rulepack import DEFAULT_PACK
from transcribe.problem import Problem

CLAUSE = {"text": "不应说甲", "mark": "V", "number": "第1条", "rules": ["r"], "status": "partial"}


def _load(root: Path, clause: dict[str, Any], **changes: Any) -> tuple[Mapped, ...]:
    law = {"id": "law", "title": "某法", "clauses": [CLAUSE | clause]} | changes
    return load_regulations(write_pack(root, {"regulations/law": law}) / "regulations")


@pytest.mark.parametrize(("mark", "number"), [("V", "第1条"), ("V-t", ""), ("M", "")])
def test_only_a_number_that_was_read_is_given(tmp_path: Path, mark: str, number: str) -> None:
    assert _load(tmp_path, {"mark": mark})[0].clause.number == number


@pytest.mark.parametrize(
    ("day", "count"),
    [("2025-02-27", 0), ("2025-02-28", 1), ("2026-12-31", 1), ("2027-01-01", 0), (None, 0)],
)
def test_a_clause_holds_between_its_days(tmp_path: Path, day: str | None, count: int) -> None:
    mapped = _load(tmp_path, {}, valid_from="2025-02-28", valid_to="2026-12-31")
    started = datetime.fromisoformat(f"{day}T12:00:00+08:00") if day else None
    assert len(clauses_for(mapped, "r", started)) == count
    assert clauses_for(mapped, "other", started) == ()


def test_without_a_day_the_text_in_force_counts(tmp_path: Path) -> None:
    mapped = _load(tmp_path, {}, valid_from="2025-02-28")
    assert len(clauses_for(mapped, "r", None)) == 1


def test_the_days_are_the_calls_own(tmp_path: Path) -> None:
    mapped = _load(tmp_path, {}, valid_from="2025-02-28")
    started = datetime.fromisoformat("2025-02-28T00:30:00+08:00")  # 27 February in UTC
    assert len(clauses_for(mapped, "r", started)) == 1


@pytest.mark.parametrize(
    ("clause", "changes", "told"),
    [
        ({"mark": "R"}, {}, "law.yaml: 'R' is none of V, V-t, M"),
        ({"status": "done"}, {}, "'done' is none of automated"),
        ({}, {"valid_from": "2025-2-30"}, "law.yaml: "),
        ({}, {"clauses": [{"text": "甲"}]}, "lacks the field 'mark'"),
    ],
)
def test_a_bad_regulation_is_told(
    tmp_path: Path, clause: dict[str, Any], changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(Problem, match=told):
        _load(tmp_path, clause, **changes)


SHIPPED = load_regulations(DEFAULT_PACK / "regulations")


def test_must_not_and_should_not_stay_apart() -> None:
    texts = {m.clause.text for m in SHIPPED if "excess_frequency" in m.rules}
    assert any("不应超过3次" in text for text in texts)
    assert any("不宜超过6次" in text for text in texts)


def test_the_guideline_of_2026_does_not_judge_earlier_calls() -> None:
    guideline = [m for m in SHIPPED if m.clause.regulation == "cba_guideline_2026"]
    assert guideline
    assert not any(m.in_force(date(2026, 1, 29)) for m in guideline)
    assert all(m.in_force(date(2026, 1, 30)) for m in guideline)
