"""A written turn as pieces that a voice can say."""

import re

# Kokoro takes 510 signs at once; 5.5 a character were the most in the lines of our training data.
_LONGEST = 80
_CLAUSE = re.compile(r"[^，。！？；、,!?;…]*[，。！？；、,!?;…]*")
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
# Amounts of money in these calls have at most six digits; what is longer is read digit by digit.
_NUMBER = re.compile(r"\d{7,}")
_SAYABLE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


def pieces(text: str) -> list[str]:
    """Whole clauses together up to what the voice can take; none where nothing can be said."""
    out: list[str] = []
    for clause in _clauses(_NUMBER.sub(lambda found: found[0].translate(_DIGITS), text.strip())):
        if out and len(out[-1]) + len(clause) <= _LONGEST:
            out[-1] += clause
        elif _SAYABLE.search(clause):
            out.append(clause)
    return out


def _clauses(text: str) -> list[str]:
    return [
        clause[at : at + _LONGEST]
        for clause in _CLAUSE.findall(text)
        for at in range(0, len(clause), _LONGEST)
    ]
