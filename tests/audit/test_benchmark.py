"""What benchmarks measure with: a peer that finds phrases, calls of 20 turns, whole rounds."""

from pathlib import Path

from building import call

from audit.benchmarks.checks import TURNS, strung
from audit.benchmarks.peer import Peer
from audit.benchmarks.reaudit import measure
from audit.config import Settings
from checks.rulepack import DEFAULT_PACK


def test_calls_are_strung_together_to_20_turns() -> None:
    calls = list(strung(5))
    assert [len(one.turns) for one in calls] == [TURNS] * 5
    assert len({turn.text for one in calls for turn in one.turns}) > 80


def test_the_peer_looks_for_the_same_phrases() -> None:
    peer = Peer(DEFAULT_PACK)
    assert peer.hits(call("a: 再不还就打断你的腿")) > peer.hits(call("a: 您慢走"))
    assert peer.hits(call("a: 您慢走")) == 0


def test_a_reaudit_is_measured_by_real_processes_over_all_calls(tmp_path: Path) -> None:
    """Every round checks every call anew; two batches at least, or there is no pace."""
    table = measure(Settings(data=tmp_path), 6, workers=(2, 2))
    assert table.columns[0] == "6 stored calls of 20 turns on sqlite"
    assert [row[0] for row in table.rows] == ["2 processes", "2 processes"]
