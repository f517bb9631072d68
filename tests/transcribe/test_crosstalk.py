import numpy as np
from sounds import tone

from transcribe.audio import RATE
from transcribe.crosstalk import reduce_crosstalk


def test_a_leak_is_turned_down_and_its_source_untouched() -> None:
    voice = tone(2, rate=RATE)
    sides = np.stack([voice, voice * np.float32(10 ** (-35 / 20))])
    out = reduce_crosstalk(sides)
    assert np.array_equal(out[0], voice)
    assert np.allclose(out[1], sides[1] * 0.1)


def test_two_people_at_once_are_both_kept() -> None:
    sides = np.stack([tone(2, rate=RATE), tone(2, 300, RATE) * np.float32(10 ** (-12 / 20))])
    assert np.array_equal(reduce_crosstalk(sides), sides)


def test_less_than_a_frame_passes() -> None:
    assert reduce_crosstalk(np.zeros((2, 10), np.float32)).shape == (2, 10)
