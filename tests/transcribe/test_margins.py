import numpy as np
import pytest

from transcribe.audio import Samples
from transcribe.crosstalk import MARGIN, reduce_crosstalk
from transcribe.margins import with_margins


@pytest.mark.parametrize("seconds", [0.1, 1, 5.03])
@pytest.mark.parametrize("block", [3200, 6400, 48_000])
def test_cross_talk_goes_in_blocks_as_in_one(seconds: float, block: int) -> None:
    noise = np.random.default_rng(1)
    length = int(seconds * 16_000)
    envelope = np.repeat(noise.random((2, length // 1600 + 1)) > 0.5, 1600, axis=1)[:, :length]
    sound: Samples = (noise.normal(0, 0.1, (2, length)) * (0.01 + envelope)).astype(np.float32)
    blocks = (sound[:, at : at + block] for at in range(0, length, block))
    got = np.concatenate(list(with_margins(blocks, reduce_crosstalk, MARGIN)), axis=1)
    whole = reduce_crosstalk(sound)
    assert np.array_equal(got, whole)
    assert seconds < 1 or not np.array_equal(whole, sound)


def test_no_sound_stays_none() -> None:
    assert list(with_margins([], reduce_crosstalk, MARGIN)) == []
