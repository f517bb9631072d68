"""What a recogniser writes of pieces of speech that it hears with domain words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from transcribe.engine import Engine
from transcribe.guard import primed_words
from transcribe.pieces import Piece
from transcribe.transcript import Speaker, Turn
from transcribe.turns import is_too_little, turns_of_window
from transcribe.vad import Span
from transcribe.windows import Window, pack

# Words of collection calls, told to the recogniser so that it prefers them to their homophones
# (逾期 to 一七, 还款 to 海款). With them 20 of 34 such words in the sample calls were written
# right, without them 9; the price is on other speech: error rate 0.176 against 0.150 on 9 clips.
COLLECTION_WORDS = (
    "催收 逾期 欠款 还款 本金 利息 违约金 分期 减免 账单 信用卡 贷款 征信 律师函 法院 起诉 "
    "通讯录 上门 转账 对公账户 身份证 工号 录音"
)
# Those of them on which a violation can rest: where one is written, guard.py makes sure of it.
DECIDING_WORDS = frozenset(["征信", "律师函", "法院", "起诉", "通讯录", "上门", "转账", "对公账户"])


def told_turns(
    pieces: Iterable[tuple[int, Piece]], speakers: Sequence[Speaker], engine: Engine, prompt: str
) -> list[list[Turn]]:
    """The turns of each side, in time order; words that only the prompt brought up are marked."""
    words = DECIDING_WORDS.intersection(prompt.split())
    told: list[dict[Span, Turn]] = [{} for _side in speakers]

    def heard(side: int, window: Window, hint: str) -> dict[Span, Turn]:
        written = engine.recognise(window.sound(), hint)
        found = turns_of_window(window, written, speakers[side], prompt)
        lost = hint and written and is_too_little(window, found)
        return heard(side, window, "") if lost else found

    def deciding() -> Iterator[tuple[int, Piece]]:
        for side, window in pack(pieces, engine.window_s):
            found = heard(side, window, prompt)
            told[side] |= found
            for piece in window.pieces:
                if piece.span in found and any(word in found[piece.span].text for word in words):
                    yield side, piece

    for side, window in pack(deciding(), engine.window_s):
        untold = heard(side, window, "")
        for span in window.spans:
            turn, other = told[side][span], untold[span].text if span in untold else ""
            told[side][span] = replace(turn, primed=primed_words(turn.text, other, words))
    return [list(turns.values()) for turns in told]
