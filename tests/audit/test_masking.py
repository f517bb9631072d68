"""What is hidden in quotes that leave the pages."""

import pytest

from audit.masking import mask


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("打13800138000找他", "打*********00找他"),
        ("打138 0013 8000找他", "打***********00找他"),
        ("身份证11010519491231002X", "身份证****************2X"),
        ("幺三八零零幺三八零零零", "*********零零"),
        ("一共欠8500元", "一共欠8500元"),
        ("后四位6789", "后四位6789"),
        ("周文博先生您好", "周**先生您好"),
    ],
)
def test_mask(text: str, hidden: str) -> None:
    assert mask(text, "周文博", "") == hidden
