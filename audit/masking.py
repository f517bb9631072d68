"""Personal data made unreadable: names, and telephone, card and ID numbers.

One character stands for one, so that whatever is counted in characters stays right, and what a
person changes in a masked text can be put back (`restored`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from audit.checkdigits import is_personal
from audit.store import Call
from checks.entities.names import FAMILY, find_names, same_name
from checks.entities.numbers import digits_of
from checks.text import normalise

Hide = Callable[[str], str]
COVER = "*"
_DIGIT = "[0-9零〇一二三四五六七八九幺两洞]"
# A number that is read out: in one go it is personal unless it is money. With pauses (幺三九，
# 一零二二) it must prove to be a telephone, card or ID number: amounts are told like that, too.
_WHOLE = re.compile(
    rf"(?:{_DIGIT}[- ]?){{6,}}[0-9x零〇一二三四五六七八九幺两洞](?!元|块|[十百千万亿])"
)
_PAUSED = re.compile(rf"(?:{_DIGIT}[-—，、。]?){{6,}}[0-9x零〇一二三四五六七八九幺两洞]")
_SEPARATORS = "-—，、。 "
_SHOWN = 2  # last characters of a number: enough to tell two apart
_RUN = re.compile(re.escape(COVER) + "+")


def mask(text: str, *names: str, spare: str = "") -> str:
    """`text` of the same length without these names, any name that is told as one, and numbers.

    Of a name the family name stays, of a number the last two. `spare` is the collector, who is
    named in every report.
    """
    said = normalise(text)
    shown = list(text)
    for place in (*_numbers(said.plain), *_names(said.plain, names, spare)):
        for at in place:
            shown[said.origin[at]] = COVER
    return "".join(shown)


def mask_of(call: Call) -> Hide:
    """What hides the personal data in the texts of this call."""
    return lambda text: mask(text, call.debtor_name, spare=call.agent_name)


def restored(typed: str, original: str, masked: str) -> str | None:
    """`typed`, which somebody wrote over `masked`, with what was covered in it as in `original`.

    None where the covered places are no longer all there: nobody can tell which is which.
    """
    covered = [match.span() for match in _RUN.finditer(masked)]
    lengths = [end - start for start, end in covered]
    if [len(run) for run in _RUN.findall(typed)] != lengths:
        return None
    hidden = iter([original[start:end] for start, end in covered])
    return _RUN.sub(lambda _run: next(hidden), typed)


def places_of(plain: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a person's full name stands, or a given name of two characters or more."""
    for form in _forms(name):
        yield from (match.span() for match in re.finditer(re.escape(form), plain))


def _forms(name: str) -> Sequence[str]:
    whole = normalise(name).plain
    parts = [normalise(part).plain for part in name.split()]
    return [form for form in (whole, whole[1:], whole[2:], *parts) if len(form) >= 2]


def _numbers(plain: str) -> Iterator[Sequence[int]]:
    for match in _WHOLE.finditer(plain):
        yield _covered(plain, match)
    for match in _PAUSED.finditer(plain):
        if is_personal(digits_of(match[0]) + ("x" if match[0].endswith("x") else "")):
            yield _covered(plain, match)


def _covered(plain: str, match: re.Match[str]) -> Sequence[int]:
    digits = [at for at in range(*match.span()) if plain[at] not in _SEPARATORS]
    return digits[:-_SHOWN]


def _names(plain: str, known: Iterable[str], spare: str) -> Iterator[Sequence[int]]:
    for name in known:
        for start, end in places_of(plain, name):
            yield range(start + _family(plain, start, normalise(name).plain), end)
    for told in find_names(plain):
        if not (spare and same_name(told.name, normalise(spare).plain)):
            yield range(told.start + _family(plain, told.start, plain[told.start :]), told.end)


def _family(plain: str, start: int, name: str) -> int:
    """How many characters at `start` are the family name, 0 where only the given name stands."""
    family = re.match(FAMILY, name)
    length = len(family[0]) if family else 1
    return length if plain.startswith(name[:length], start) else 0
