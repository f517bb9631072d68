"""Runs over blocks what looks a little beyond each sample, as if it ran over the whole sound."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from transcribe.audio import Samples


def with_margins(
    blocks: Iterable[Samples], change: Callable[[Samples], Samples], margin: int
) -> Iterator[Samples]:
    """Change the sound block by block, each with `margin` samples before and after it.

    All shapes are (channels, n). What `change` makes of a sample may depend on no other that is
    further off than the margin. Where it works in frames, margin and blocks are whole frames.
    """
    held, before = None, 0  # sound not given out yet and, in front of it, what was
    for block in blocks:
        held = block if held is None else np.concatenate([held, block], axis=1)
        ready = held.shape[1] - margin
        if ready > before:
            yield change(held)[:, before:ready]
            unneeded = max(ready - margin, 0)
            held, before = held[:, unneeded:], ready - unneeded
    if held is not None:
        yield change(held)[:, before:]
