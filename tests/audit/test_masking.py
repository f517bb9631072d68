"""What is hidden of personal data, and how a masked text is put back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checkdigits import is_card, is_identity, is_personal
from audit.masking import mask, restored


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("打13800138000找他", "打*********00找他"),
        ("打138 0013 8000找他", "打*** **** **00找他"),
        ("打１３８００１３８０００找他", "打*********００找他"),
        ("身份证11010519491231002X", "身份证****************2X"),
        ("幺三八零零幺三八零零零", "*********零零"),
        ("幺三八，零零幺三，八零零零，记下了", "***，****，**零零，记下了"),
        ("一共欠8500元", "一共欠8500元"),
        ("一共欠1234567元", "一共欠1234567元"),
        ("还2000，3000也行", "还2000，3000也行"),
        ("后四位6789", "后四位6789"),
        ("周文博先生您好", "周**先生您好"),
        ("文博你听我说", "**你听我说"),
        ("周先生您好", "周先生您好"),
        ("我叫欧阳建国，是他爸爸", "我叫欧阳**，是他爸爸"),
        ("请问是李小明本人吗", "请问是李**本人吗"),
        ("您好，我叫王芳，这边是客服", "您好，我叫王芳，这边是客服"),
    ],
)  # fmt: skip
def test_mask(text: str, hidden: str) -> None:
    assert mask(text, "周文博", "", spare="王芳") == hidden


@pytest.mark.parametrize(
    ("digits", "personal"),
    [
        ("11010519491231002x", True),  # the example of GB 11643-1999
        ("110105194912310021", False),
        ("4111111111111111", True),
        ("4111111111111112", False),
        ("01012345678", True),
        ("13800138000", True),
        ("12345678901", False),
    ],
)
def test_numbers_are_known_by_their_form_and_check_digit(digits: str, personal: bool) -> None:
    assert is_personal(digits) is personal


def test_which_number_it_is() -> None:
    assert is_identity("11010519491231002x")
    assert not is_card("11010519491231002x")
    assert is_card("4111111111111111")
    assert not is_identity("4111111111111111")


@given(st.text(max_size=60), st.text(max_size=6))
def test_every_character_keeps_its_place(text: str, name: str) -> None:
    assert len(mask(text, name)) == len(text)


@given(st.text(alphabet="我是周文博打13800138000找他，", max_size=60))
def test_what_nobody_changed_comes_back(text: str) -> None:
    assert restored(mask(text, "周文博"), text, mask(text, "周文博")) == text


def test_a_change_beside_what_is_covered() -> None:
    said = "我是周文博，打13800138000找塔"
    masked = mask(said, "周文博")
    assert restored(masked.replace("塔", "他"), said, masked) == "我是周文博，打13800138000找他"
    assert restored("我是周*，打他", said, masked) is None
