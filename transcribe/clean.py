"""Turns recognised text into what a reader expects: simplified, nothing invented."""

import re
import zlib
from functools import cache
from typing import Any

# Lines Whisper learnt from film subtitles and writes on noise or music.
_SUBTITLE = re.compile(
    r"字幕|请不吝点赞|点赞订阅|订阅我的频道|明镜与点点|谢谢观看|感谢观看|优优独播"
)
_SPACE_AT_HAN = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def simplified(text: str) -> str:
    """Simplified Chinese, without the blanks recognisers put beside Chinese characters."""
    tidy = re.sub(r"\s+", " ", _SPACE_AT_HAN.sub("", text)).strip()
    return str(_converter().convert(tidy))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def is_invented(text: str, prompt: str) -> bool:
    """Whether a line is an echo of the prompt, a subtitle credit or a loop, not speech."""
    echo = len(text) > 6 and text.strip(" ，。、") in prompt
    return echo or bool(_SUBTITLE.search(text)) or _loops(text)


def _loops(text: str) -> bool:
    """Whether it repeats itself: 2.4 is the ratio at which Whisper itself gives a line up."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) > 2.4
