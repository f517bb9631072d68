"""No pattern of the shipped pack gets stuck on what a recogniser in a loop writes."""

import time

import pytest
from building import call

from checks.rulepack import load_pack
from checks.run import check_call

# A Whisper window holds at most 448 tokens, and a loop fills it with one phrase.
LENGTH = 400
# Seconds of processor time for one such call; patterns without nested repeats take 0.1.
LIMIT = 3.0


@pytest.mark.parametrize(
    "phrase",
    ["一二三四五六七八九十百千万1234567890", "一", "千", "喂您好嗯", "您是李先生吗", "明天还钱吧"],
)
def test_a_turn_in_a_loop_is_checked_in_time(phrase: str) -> None:
    text = (phrase * LENGTH)[:LENGTH]
    heard = call(f"a: {text}", f"c: {text}", f"u: {text}")
    pack = load_pack()
    started = time.process_time()
    check_call(heard, pack)
    assert time.process_time() - started < LIMIT
