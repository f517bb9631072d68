"""Wrong marks of who speaks are mended where what is said leaves no doubt, else left alone."""

import pytest
from building import StandInReader, call, read_by

from checks.dialogue.sides import rightly_sided
from checks.dialogue.speakers import rightly_spoken
from checks.meaning.reader import OnnxReader, available
from checks.meaning.reading import Reading

# What a stand-in reads: the collector's words surely, likely; the customer's; either's.
SAYS = {"催催": 0.999, "催收": 0.9, "客户": 0.1, "客客": 0.001, "谁都": 0.5}


def marks(said: str, *, short: bool = False, off: bool = False) -> str:
    """The marks after mending; `said` has one word a turn: mark, then the first two characters."""
    turns = [f"{word[0]}: {word[1:]}{'' if short else '说的话够长了'}" for word in said.split()]
    reader = None if off else StandInReader(collector=lambda text: SAYS[text[:2]])
    reading = rightly_sided(read_by(reader, call(*turns)))
    return "".join(t.speaker[0] for t in rightly_spoken(reading.turns, reading))


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("a催催 c客客 a催收 c客户", "acac"),
        ("a催催 a客客 a催催 c客客 a催收 c客户", "acacac"),  # one turn, beside its like
        ("a催催 a客户 a催催 c客客", "aaac"),  # not sure enough for a single turn
        ("c催催 a客客 c催收 a客户", "acac"),  # all of them: the sides are exchanged
        ("c催催 a客客 u催收 c催收 a客户", "acuac"),  # an unknown speaker stays unknown
        ("c催催 a谁都", "ca"),  # one turn is too little
        ("c催收 a客户", "ca"),  # not likely enough
        ("c催催 a客客 c客客 a催催 c谁都", "cacac"),  # two to two: left alone
    ],
)
def test_mending(said: str, right: str) -> None:
    assert marks(said) == right


def test_short_turns_may_be_anybodys() -> None:
    assert marks("c催催 a客客 c催催 a客客", short=True) == "caca"


def test_without_the_layer_marks_stay() -> None:
    assert marks("c催催 a客客 c催催 a客客", off=True) == "caca"


SAID = (
    "a: 您好这里是海丰消费金融我姓杜，请问是何川先生吗",
    "c: 我是何川，你们有什么事情",
    "a: 跟您确认一下身份证后四位，本次通话有录音",
    "c: 三零二幺，你说吧我在开车",
    "a: 您名下的分期逾期十二天，欠款三千六百元",
    "c: 这个月工资还没有发下来，我月底还行不行",
    "a: 那我给您登记三十号，到时候请您存够钱",
    "c: 可以的，到时候我自己转进去",
)
OTHERS = {"a": "c", "c": "a"}


@pytest.mark.skipif(available() != "on", reason=available())
def test_an_exchanged_call_reads_as_the_right_one_does() -> None:
    reader = OnnxReader()
    right = rightly_sided(Reading(reader, call(*SAID).turns))
    wrong = call(*(OTHERS[line[0]] + line[1:] for line in SAID))
    mended = rightly_sided(Reading(reader, wrong.turns))
    assert mended.turns == right.turns == call(*SAID).turns
    assert mended.vectors() == right.vectors()
