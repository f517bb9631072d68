"""`compare` on what a pack's word lists name: relations, institutions, addresses."""

from typing import Any

import pytest
from building import bare_scene, call, turns_of

from checks.answer import Truth
from checks.lexicon import Lexicons
from checks.operators import compare
from checks.rulepack import DEFAULT_PACK
from checks.scope import Scope
from transcribe.problem import Problem

LISTS = Lexicons.load(DEFAULT_PACK / "lexicons")
KIN = {"entity": "relation", "field": "contact.relation", "is": "different"}
THEIRS = {**KIN, "kind": ["family"], "whose": ["theirs"]}
LENDER = {"entity": "institution", "field": "client", "is": "different"}
BANK = {**LENDER, "kind": ["bank", "consumer_finance"]}
HEARD = {"entity": "institution", "said_by": "customer", "is": "different", "kind": ["bank"]}
HOME = {"entity": "address", "field": "debtor.address", "is": "equal"}
KNOWN = {
    "debtor": {"address": "江州市青云路23号4幢602室"},
    "contact": {"relation": "母亲"},
    "client": "海丰消费金融",
}


@pytest.mark.parametrize(
    ("raw", "said", "truth", "turns", "missing"),
    [
        (THEIRS, ["a: 您是他老婆吧"], True, [0], ""),
        (THEIRS, ["a: 您是他妈妈吧", "a: 你老婆在家吗", "a: 您是他同事吧"], False, [], ""),
        (KIN, ["a: 您是他同事吧"], True, [0], ""),
        ({**KIN, "field": "client"}, ["a: 他老婆"], None, [0], "metadata client"),
        (BANK, ["a: 我是沧南银行的"], True, [0], ""),
        (BANK, ["u: 我是沧南银行的"], None, [0], "speaker"),
        (BANK, ["a: 我是海丰消金的", "a: 我是城东派出所的"], False, [], ""),
        (LENDER, ["a: 我是城东派出所的"], True, [0], ""),
        (HEARD, ["c: 沧南银行吗", "a: 建安银行"], True, [1], ""),
        (HEARD, ["c: 沧南银行吗", "a: 沧南银行的"], False, [], ""),
        (HOME, ["a: 您住青云路二十三号四栋六零二吧"], True, [0], ""),
        (HOME, ["a: 您住青云路三号吧"], False, [], ""),
    ],
)
def test_listed(
    raw: dict[str, Any], said: list[str], truth: Truth, turns: list[int], missing: str
) -> None:
    found = compare.prepare(raw, LISTS)(bare_scene(call(*said, metadata=KNOWN)), Scope())
    assert (found.truth, turns_of(found), found.missing) == (truth, turns, missing)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({**BANK, "kind": ["shop"]}, "institution has no kind"),
        ({**BANK, "kind": []}, "institution has no kind"),
        ({**BANK, "whose": ["theirs"]}, "institution has no whose"),
        ({**KIN, "whose": ["hers"]}, "relation has no whose"),
    ],
)
def test_a_kind_that_is_not_there(raw: dict[str, Any], told: str) -> None:
    with pytest.raises(Problem, match=told):
        compare.prepare(raw, LISTS)
