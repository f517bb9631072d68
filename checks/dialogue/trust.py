"""Whether a turn was heard well enough for what was not found in it to be missing."""

from transcribe.transcript import Turn

# A turn of which the recogniser is less sure may have been another: Whisper base wrote 虽然 for
# 是啊 and 没 for 对. In 20 spoken calls of data/tuning four of five wrong premature_disclosure went
# with it, and two of six right ones became doubts; 0.55 kept one more of the wrong ones. In 41
# one of two wrong identity_disclosure went, and the right one stayed.
_POORLY_HEARD = 0.6


def poorly_heard(turn: Turn) -> bool:
    """Whether the recogniser itself does not trust what it wrote; never of a written transcript."""
    return turn.confidence is not None and turn.confidence < _POORLY_HEARD
