import pytest

from transcribe.clean import is_invented, simplified
from transcribe.told import COLLECTION_WORDS


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("您 好，請 問是張先生嗎？", "您好，请问是张先生吗？"),
        (" APP 里 还款\n", "APP里还款"),
        ("open the app", "open the app"),
        ("", ""),
    ],
)
def test_simplified(raw: str, wanted: str) -> None:
    assert simplified(raw) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "字幕由Amara.org社区提供",
        "请不吝点赞订阅转发打赏支持明镜与点点栏目",
        "GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGG",
        "好的好的好的好的好的好的好的好的好的好的好的好的",
        "逾期 欠款 还款 本金",
    ],
)
def test_invented(text: str) -> None:
    assert is_invented(text, COLLECTION_WORDS)


@pytest.mark.parametrize(
    "text", ["逾期", "好的好的", "您的信用卡账单逾期了，已经有十八天，欠款是两千六百元。"]
)
def test_spoken(text: str) -> None:
    assert not is_invented(text, COLLECTION_WORDS)
