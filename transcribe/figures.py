"""Numbers written as they were said.

Whisper writes some numbers in figures and the next one in words, even within one number (9300六 for
九千三百六). The transcript keeps what was said; checks/entities reads the value out of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from transcribe.engine import Heard

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_NUMBER = re.compile(r"[0-9]+")
# Where two pieces (parted by |) hold parts of one number: 28|00, 5|%, 15|:|30.
_SHARED = re.compile(r"[0-9][:.,]?[|][0-9]|[0-9][|][:.,%]")
# What is named, not counted, is read figure by figure: 工号8021, 尾号0371, 2026年.
_NAMED = re.compile(r"[号码]是?$")
_LONGEST = 8  # figures; 千万 is the largest sum in such calls, what is longer is a number to dial


def as_said(pieces: Sequence[Heard]) -> list[Heard]:
    """The pieces of a turn with figures in words; a number that pieces share becomes one piece."""
    out: list[Heard] = []
    for piece in pieces:
        if out and _SHARED.search(out[-1].text + "|" + piece.text):
            both = out[-1].text + piece.text
            told = [part.confidence for part in (out[-1], piece) if part.confidence is not None]
            surely = min(told, default=None)
            out[-1] = replace(out[-1], end=piece.end, text=both, confidence=surely)
        else:
            out.append(piece)
    texts = [piece.text for piece in out]
    return [
        replace(piece, text=_worded(piece.text, "".join(texts[max(0, at - 3) : at]), after))
        for at, (piece, after) in enumerate(zip(out, [*texts, ""][1:], strict=True))
    ]


def _worded(text: str, before: str, after: str) -> str:
    """`text` with its numbers in words; what stands before and after it tells how they are read."""

    def words(number: re.Match[str]) -> str:
        figures = number[0]
        head, tail = before + text[: number.start()], text[number.end() :] + after
        year = len(figures) == 4 and tail.startswith("年")
        if year or figures[0] == "0" or len(figures) > _LONGEST or _NAMED.search(head):
            return "".join(_DIGITS[int(c)] for c in figures)
        return counted(int(figures))

    # A share (5%), a time (15:30) and a fraction are read otherwise: they stay.
    return text if re.search(r"[%:.,/A-Za-z]", text + after[:1]) else _NUMBER.sub(words, text)


def counted(number: int) -> str:
    """A number below 100 million in words: 两千八百, 十五, 一万零五百."""
    if number >= 10_000:
        rest = number % 10_000
        lower = ("零" if rest < 1000 else "") + counted(rest) if rest else ""
        return counted(number // 10_000) + "万" + lower
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += ("零" if gap and out else "") + _digit(digit, place, out) + _UNITS[place]
        gap = not digit
    return out or _DIGITS[0]


def _digit(digit: int, place: int, before: str) -> str:
    if digit == 1 and place == 1 and not before:
        return ""  # 十五
    return "两" if digit == 2 and place > 1 else _DIGITS[digit]
