"""Personal data in evidence that leaves the pages: numbers cut to their last two, names to one."""

import re

# Telephone, card and ID numbers, spoken as digits or as Chinese numerals, also in groups. Amounts
# have fewer digits.
_NUMBER = re.compile(r"(?:[0-9０-９][ -]?){6,}[0-9０-９xXＸ]|[零〇一二三四五六七八九幺两]{7,}")


def mask(text: str, *names: str) -> str:
    """`text` with long numbers and the given people's names unreadable."""
    hidden = _NUMBER.sub(lambda match: "*" * (len(match[0]) - 2) + match[0][-2:], text)
    for name in names:
        if len(name) > 1:
            hidden = hidden.replace(name, name[0] + "*" * (len(name) - 1))
    return hidden
