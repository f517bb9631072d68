"""Loading a folder of rules: what stops it, and what its digest sees."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from building import act_fields, pack, rule_fields, write_pack

from checks.rulepack import DEFAULT_PACK, digest, load_pack
from transcribe.problem import Problem


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in rule_fields().items() if key != name}


SCOPED = {"operator": "words", "any": ["甲"], "scope": {"until": "nobody"}}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"rules/other": rule_fields()}, r"other.yaml, line \d+: id 'sample' differs"),
        ({"rules/sample": _without("title")}, "sample.yaml: lacks the field 'title'"),
        ({"rules/sample": rule_fields(version="one")}, "sample.yaml: .*'one'"),
        ({"rules/sample": rule_fields(conditions=["甲"])}, "sample.yaml: .* wrong shape"),
        ({"rules/sample": rule_fields(severity="bad")}, r"sample.yaml, line \d+: severity 'bad'"),
        ({"rules/sample": rule_fields(conditions={"said": SCOPED})},
         r"sample.yaml: there are no speech acts \['nobody'\]"),
        ({"acts/a": act_fields("a", "甲", reply_to=["b"])}, "reply to unknown acts"),
        ({"lexicons/x": "kin: 妈"}, "kin is no list"),
        ({"lexicons/x": "a: [甲]\nkin: []"}, "x.yaml, line 2: list 'kin' is empty"),
        ({"rules/sample": rule_fields(), "rules/deep/sample": rule_fields()},
         "rules/.*sample.yaml: another file of rules/ has"),
        ({"pack": "format: 2"}, "pack.yaml, line 1: the pack has format 2, and this .* up to 1"),
        ({"pack": "# ours\nformat: new"}, "pack.yaml, line 2: format 'new' is no number"),
    ],
)  # fmt: skip
def test_a_bad_file_stops_the_pack(tmp_path: Path, files: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        load_pack(write_pack(tmp_path, files))


def test_a_pack_of_this_format_loads(tmp_path: Path) -> None:
    assert set(pack(tmp_path, pack="format: 1").rules) == {"sample"}


def test_a_folder_without_rules_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no rule pack"):
        load_pack(tmp_path)


def test_acts_stand_behind_those_that_they_reply_to(tmp_path: Path) -> None:
    read = pack(
        tmp_path,
        acts_a=act_fields("a", "甲", reply_to=["b"]),
        acts_b=act_fields("b", "乙", reply_to=["c"]),
        acts_c=act_fields("c", "丙"),
    )
    assert [act.id for act in read.acts] == ["c", "b", "a"]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    for name in ("rules", "acts", "lexicons", "regulations", "scorecards"):
        shutil.copytree(DEFAULT_PACK / name, folder / name)
    return folder


def test_the_digest_does_not_depend_on_the_place(copied: Path, tmp_path: Path) -> None:
    moved = copied.rename(tmp_path / "elsewhere")
    again = shutil.copytree(moved, tmp_path / "again")
    assert digest(moved) == digest(again)


@pytest.mark.parametrize("folder", ["rules", "acts", "lexicons", "regulations", "scorecards"])
def test_every_file_of_the_pack_counts_for_the_digest(copied: Path, folder: str) -> None:
    before = digest(copied)
    changed = sorted((copied / folder).rglob("*.yaml"))[0]
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert digest(copied) != before
