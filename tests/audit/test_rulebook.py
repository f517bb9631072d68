"""Trying a talk, and changing a rule by two people."""

import shutil
from pathlib import Path

import handmade
import pytest
from handmade import code_of
from sqlalchemy import select

from audit.config import Settings
from audit.packs import LivePack
from audit.rulebook.box import EXAMPLE, try_out
from audit.rulebook.change import list_changes, propose, publish, withdraw_change
from audit.rulebook.draft import file_of, put_on_trial
from audit.store import JournalEntry, Store, User
from checks.judgment import Outcome
from checks.rulepack import DEFAULT_PACK, FOLDERS, RulePack, load_pack, read_pack
from transcribe.problem import Problem


@pytest.fixture
def own(tmp_path: Path) -> RulePack:
    """A copy of the shipped pack, as an owner has it."""
    folder = tmp_path / "pack"
    for part in FOLDERS:
        shutil.copytree(DEFAULT_PACK / part, folder / part)
    return read_pack(folder)


def changed(pack: RulePack, rule: str = "abuse") -> str:
    """The same rule with another severity and a higher version."""
    text = file_of(pack, rule).read_text("utf-8")
    version = pack.rules[rule].version
    text = text.replace(f"version: {version}\n", f"version: {version + 1}\n", 1)
    return text.replace("severity: critical", "severity: major", 1)


def test_the_box_judges_what_is_typed() -> None:
    tried = try_out(load_pack(), EXAMPLE, "debtor")
    hits = {j.rule for j in tried.result.judgments if j.outcome is Outcome.HIT}
    assert "third_party_pressure" in hits or "threat" in hits
    assert [turn.speaker for turn in tried.turns] == ["agent", "customer", "agent"]
    assert try_out(load_pack(), "a: hello\nCustomer：你好").turns[1].speaker == "customer"


@pytest.mark.parametrize(
    ("text", "where"), [("坐席：好\n你好", "line 2"), ("", ""), ("坐席：好\n" * 201, "")]
)
def test_what_cannot_be_read_names_its_line(text: str, where: str) -> None:
    with pytest.raises(Problem) as told:
        try_out(load_pack(), text)
    assert (told.value.code, told.value.where) == ("bad_turns", where)


def test_one_proposes_and_another_publishes(
    store: Store, people: dict[str, User], own: RulePack
) -> None:
    handmade.add_call(store, "A1", findings=[handmade.ABUSE])
    change = propose(store, people["officer"], own, "abuse", changed(own), reason="口径调整")
    assert (change.trial["failed"], change.trial["issues"], change.trial["calls"]) == ([], [], 1)
    assert code_of(publish, store, people["officer"], own, change.id) == "forbidden"
    assert code_of(publish, store, people["lead"], own, change.id) == "forbidden"
    publish(store, people["admin"], own, change.id)
    assert read_pack(own.folder).rules["abuse"].severity == "major"
    assert code_of(publish, store, people["admin"], own, change.id) == "conflict"
    assert [c.status for c in list_changes(store, people["inspector"], "abuse")] == ["published"]
    with store.reading() as session:
        bodies = "".join(session.scalars(select(JournalEntry.body)))
    assert '"rule change published"' in bodies
    assert "口径调整" not in bodies


def test_a_running_process_takes_it_up(
    store: Store, people: dict[str, User], own: RulePack, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    settings = Settings(data=tmp_path / "data", pack=own.folder, pack_look_s=0.001)
    live = LivePack(settings)
    change = propose(store, people["officer"], live.pack, "abuse", changed(own), reason="调整")
    publish(store, people["admin"], live.pack, change.id)
    assert live.pack.rules["abuse"].severity == "major"


def test_the_back_test_tells_what_would_change(store: Store, own: RulePack) -> None:
    handmade.add_call(store, "A1")
    assert own.rules["abuse"].stage == "stable"
    text = file_of(own, "abuse").read_text("utf-8")
    version = own.rules["abuse"].version
    gone = text.replace(f"version: {version}\n", f"version: {version + 1}\n", 1)
    gone = gone.replace("stage: stable", "stage: draft", 1)
    trial = put_on_trial(store, own, "abuse", gone)
    assert trial.difference["abuse"]["removed"] == 1
    assert trial.difference["abuse"]["examples"]["removed"][0]["call_id"] == "A1"


def test_a_failing_test_stands_against_it(
    store: Store, people: dict[str, User], own: RulePack
) -> None:
    import yaml

    raw = yaml.safe_load(file_of(own, "abuse").read_text("utf-8"))
    raw["tests"].append({"name": "说好话", "turns": [["agent", "您好"]], "hits": ["0"]})
    text = yaml.safe_dump(raw, allow_unicode=True)
    change = propose(store, people["officer"], own, "abuse", text, reason="试")
    assert change.trial["failed"] == ["说好话: clear []"]
    assert code_of(publish, store, people["admin"], own, change.id) == "trial_failed"
    withdraw_change(store, people["officer"], change.id)
    assert code_of(withdraw_change, store, people["officer"], change.id) == "conflict"


def test_a_rule_that_changed_meanwhile_is_not_overwritten(
    store: Store, people: dict[str, User], own: RulePack
) -> None:
    change = propose(store, people["officer"], own, "abuse", changed(own), reason="调整")
    path = file_of(own, "abuse")
    path.write_text(path.read_text("utf-8") + "# by hand\n", "utf-8")
    assert code_of(publish, store, people["admin"], own, change.id) == "conflict"
    assert path.read_text("utf-8").endswith("# by hand\n")


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda text: text.replace("severity: critical", "severity: major", 1), "version"),
        (lambda text: text.replace("id: abuse", "id: insult", 1), "id"),
        (lambda _text: "- no\n- mapping\n", "mapping"),
        (lambda _text: "a: [", "YAML"),
        (
            lambda text: text.replace("version: 3", "version: 4", 1).replace(
                "operator: meaning", "operator: magic", 1
            ),
            "magic",
        ),
    ],
)
def test_what_cannot_be_a_rule(store: Store, own: RulePack, edit: object, told: str) -> None:
    text = edit(file_of(own, "abuse").read_text("utf-8"))  # type: ignore[operator]
    with pytest.raises(Problem, match=told) as problem:
        put_on_trial(store, own, "abuse", text)
    assert problem.value.code == "bad_rule_text"


def test_who_may_and_what_ships(store: Store, people: dict[str, User], own: RulePack) -> None:
    text = changed(own)
    assert code_of(propose, store, people["lead"], own, "abuse", text, reason="x") == "forbidden"
    assert (
        code_of(propose, store, people["officer"], own, "abuse", text, reason=" ") == "bad_reason"
    )
    shipped = load_pack()
    refused = code_of(propose, store, people["officer"], shipped, "abuse", text, reason="x")
    assert refused == "pack_shipped"
    assert code_of(propose, store, people["officer"], own, "moon", text, reason="x") == "not_found"
