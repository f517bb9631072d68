"""The benchmark's peer finds phrases, and its calls are 20 turns long."""

from building import call

from audit.benchmarks.checks import TURNS, strung
from audit.benchmarks.peer import Peer
from checks.rulepack import DEFAULT_PACK


def test_calls_arestrung_together_to_20_turns() -> None:
    calls = list(strung(5))
    assert [len(one.turns) for one in calls] == [TURNS] * 5
    assert len({turn.text for one in calls for turn in one.turns}) > 80


def test_the_peer_looks_for_the_same_phrases() -> None:
    peer = Peer(DEFAULT_PACK)
    assert peer.hits(call("a: 再不还就打断你的腿")) > peer.hits(call("a: 您慢走"))
    assert peer.hits(call("a: 您慢走")) == 0
