"""繁體 from 简体: by OpenCC, with the words of Taiwan (信息 is 資訊, 默認 is 預設).

`python -m web.traditional` writes the catalogue of the pages anew after their texts have changed.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("translations")


# Titles and reasons of a pack's rules: some hundred.
@lru_cache(maxsize=2048)
def converted(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2twp")


def catalogue() -> Any:
    """Every text of the English catalogue, converted."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    with (FOLDER / "en/LC_MESSAGES/messages.po").open("rb") as file:
        known = read_po(file, locale="en")
    made = Catalog(locale="zh_Hant", fuzzy=False)
    for message in known:
        if message.id:
            made.add(message.id, converted(str(message.id)), flags=message.flags)
    return made


def write() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import write_po

    folder = FOLDER / "zh_Hant/LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    made = catalogue()
    with (folder / "messages.po").open("wb") as file:
        write_po(file, made, width=100, omit_header=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, made)


if __name__ == "__main__":
    write()
