"""The amount that a call is about, where a customer names none, or only a part of it."""

import re
from collections.abc import Iterator

from checks.entities.money import Amount, find_amounts
from checks.entities.numbers import CHINESE
from checks.facts.pledge import Part
from checks.scene import Scene

# What is said of these amounts is no sum to be paid: other people's, fees, a way to be cheated.
_NOT_OWED = re.compile(
    r"(?:手续费|服务费|通道费|辛苦费|材料费|保证金|交|花|卖|他|她|表弟|表哥|同事|邻居|打到|工资|"
    r"收入|额度|借过)[^，。]{0,6}$|(?:减免?|免|省)(?:了|您|去|掉)?$"
)
_KINDS = {
    "least": r"最低",
    "principal": r"本金",
    "interest": r"利息|违约金|罚息",
    "period": r"期|月供",
}
# An offer to close the debt for less.
_SETTLES = re.compile(r"(?:结清|一次性|减免|优惠|减完|打折|只要|只还|还完)[^。]{0,12}$")
_NEAR, _ABOUT = 0.01, 0.1
"""How far an amount, or one said to be rough, may be from the exact one it stands for (set on our
own calls)."""
_REMAINS = re.compile(r"剩|余|另外?|其他")


def settled(scene: Scene, turn: int, part: Part, promised: float) -> float | None:
    """The amount of `part` in yuan, None where the call names none; `promised` before it."""
    if part.yuan is not None:
        return _exact(scene, turn, part.yuan, about=part.about)
    if part.name in _KINDS and (kind := _of_kind(scene, turn, part.name)) is not None:
        return kind
    if part.name == "rest":
        return _rest(scene, turn, promised)
    if part.name == "share":
        whole = _whole(scene, turn)
        return round(whole * part.share, 2) if whole else None
    return _whole(scene, turn) if part.name == "whole" else _latest(scene, turn)


def _rest(scene: Scene, turn: int, promised: float) -> float | None:
    """What is left of the debt, as the agent just said it or less what is promised already."""
    if (named := _remaining(scene, turn)) is not None:
        return named
    whole = _whole(scene, turn)
    return whole - promised if whole and whole > promised else whole


def _remaining(scene: Scene, turn: int) -> float | None:
    """The amount that the agent named in the turn before as what remains."""
    text, latest = next(_by_agent(scene, turn), ("", None))
    said_now = latest and text == scene.texts[turn - 1].plain and _REMAINS.search(text)
    return latest.yuan if latest and said_now else None


def _exact(scene: Scene, turn: int, said: float, *, about: bool) -> float:
    """The amount under discussion that a rounded one stands for (七千六 for 7645), else itself."""
    known = [amount.yuan for _, amount in _by_agent(scene, turn)] + _debt(scene)
    for exact in known:
        if exact == said:
            return said
    rounded = (exact for exact in known if _rounds(exact, said, about=about))
    return next(rounded, said)


def _rounds(exact: float, said: float, *, about: bool) -> bool:
    """With two figures or more, or said to be rough; 621 does not stand for 620."""
    figures = _figures(said)
    if figures >= _figures(exact):
        return False
    near = _ABOUT if about else _NEAR if figures > 1 else 0
    return 0 < abs(exact - said) <= near * exact


def _figures(yuan: float) -> int:
    """How many figures it takes to say an amount, to the fen."""
    return len(str(round(yuan * 100)).rstrip("0"))


def _whole(scene: Scene, turn: int) -> float | None:
    """All that is owed: what the agent offers to settle for, the debt, or the latest amount."""
    said = list(_by_agent(scene, turn))
    for text, amount in said:
        if _SETTLES.search(text[: amount.start]):
            return amount.yuan
    if (named := _remaining(scene, turn)) is not None:
        return named
    debt = _debt(scene)
    if debt and any(abs(amount.yuan - debt[0]) <= _NEAR * debt[0] for _, amount in said):
        return debt[0]
    return said[0][1].yuan if said else next(iter(debt), None)


def _latest(scene: Scene, turn: int) -> float | None:
    said = [amount.yuan for _, amount in _by_agent(scene, turn)]
    return next(iter(said + _debt(scene)), None)


def _of_kind(scene: Scene, turn: int, kind: str) -> float | None:
    """The latest amount said right after or before 最低, 本金, 利息 or 期."""
    word = re.compile(rf"(?:{_KINDS[kind]})[^，。{CHINESE}0-9]{{0,6}}$")
    for text, amount in _by_agent(scene, turn):
        if word.search(text[: amount.start]):
            return amount.yuan
    return None


def _by_agent(scene: Scene, turn: int) -> Iterator[tuple[str, Amount]]:
    """Amounts that the agent named before `turn` as a sum to be paid, the latest first."""
    for before in range(turn - 1, -1, -1):
        if scene.call.turns[before].speaker == "agent":
            text = scene.texts[before].plain
            for amount in reversed(find_amounts(text)):
                if not _NOT_OWED.search(text[: amount.start]):
                    yield text, amount


def _debt(scene: Scene) -> list[float]:
    debt = scene.call.debt.get("amount")
    return [float(debt)] if isinstance(debt, int | float) else []
