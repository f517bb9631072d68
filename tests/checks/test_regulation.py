"""Clauses: dates in force, numbers that were read, honest statuses."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from building import write_pack

from checks.regulation import NOT_FOUND, UNDATED, Mapped, clauses_for, load_regulations
from checks.rulepack import DEFAULT_PACK
from transcribe.problem import Problem

CLAUSE = {"text": "不应说甲", "mark": "V", "number": "第1条", "rules": ["r"], "status": "partial"}


def _load(root: Path, clause: dict[str, Any], **changes: Any) -> tuple[Mapped, ...]:
    law = {"id": "law", "title": "某法", "source": "某处", "in_force": "unknown"} | changes
    law = {"clauses": [CLAUSE | clause]} | law
    return load_regulations(write_pack(root, {"regulations/law": law}) / "regulations")


@pytest.mark.parametrize(("mark", "number"), [("V", "第1条"), ("V-t", ""), ("M", ""), ("R", "")])
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
    (clause,) = clauses_for(mapped, "r", None)
    assert clause.note == UNDATED
    assert (
        clauses_for(mapped, "r", datetime.fromisoformat("2025-03-01T09:00:00+08:00"))[0].note == ""
    )


def test_of_two_versions_the_one_of_the_day_judges(tmp_path: Path) -> None:
    law = {"title": "某法", "source": "某处", "in_force": "unknown", "version_of": "law"}
    old = {**law, "id": "old", "valid_to": "2025-12-31", "clauses": [CLAUSE]}
    new = {**law, "id": "new", "valid_from": "2026-01-01", "clauses": [CLAUSE]}
    mapped = load_regulations(
        write_pack(tmp_path, {"regulations/old": old, "regulations/new": new}) / "regulations"
    )

    def on(day: str) -> list[str]:
        started = datetime.fromisoformat(f"{day}+08:00")
        return [clause.regulation for clause in clauses_for(mapped, "r", started)]

    assert on("2025-12-31T23:59:59") == ["old"]
    assert on("2026-01-01T00:00:00") == ["new"]
    assert [clause.regulation for clause in clauses_for(mapped, "r", None)] == ["new"]


def test_a_clause_may_be_younger_than_its_law(tmp_path: Path) -> None:
    mapped = _load(tmp_path, {"valid_from": "2021-03-01"})
    assert [mapped[0].holds(date(2021, 2, day)) for day in (1, 28)] == [False, False]
    assert mapped[0].holds(date(2021, 3, 1))


def test_the_days_are_the_calls_own(tmp_path: Path) -> None:
    mapped = _load(tmp_path, {}, valid_from="2025-02-28")
    started = datetime.fromisoformat("2025-02-28T00:30:00+08:00")  # 27 February in UTC
    assert len(clauses_for(mapped, "r", started)) == 1


@pytest.mark.parametrize(
    ("clause", "changes", "told"),
    [
        ({"mark": "X"}, {}, "law.yaml: 'X' is none of V, V-t, M, R, —"),
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
    assert not any(m.holds(date(2026, 1, 29)) for m in guideline)
    assert all(m.holds(date(2026, 1, 30)) for m in guideline)


def test_no_rule_rests_on_what_was_not_found() -> None:
    assert [m.clause.text for m in SHIPPED if m.clause.mark == NOT_FOUND and m.rules] == []


def test_the_old_number_of_the_public_security_law_judges_no_call_of_2026() -> None:
    old = [m for m in SHIPPED if m.clause.regulation == "public_security_law_2012"]
    assert [m.clause.number for m in old if m.holds(date(2025, 12, 31))] == ["第42条"]
    assert [m for m in old if m.holds(date(2026, 1, 1)) or m.holds(None)] == []
