"""Text is made comparable without losing the way back to the original."""

from checks.text import normalise, read_turns


def test_both_widths_of_punctuation_look_alike() -> None:
    assert normalise("好,真的?!").plain == normalise("好，真的？！").plain == "好，真的？！"


def test_a_decimal_point_stays() -> None:
    assert normalise("３５２０．５元").plain == "3520.5元"


def test_offsets_lead_back_over_white_space() -> None:
    text = normalise("請 問 您")
    assert text.plain == "请问您"
    assert text.original[slice(*text.to_original(1, 3))] == "問 您"


def test_the_debtors_name_is_marked_at_its_length() -> None:
    (text, other) = read_turns(["请问是 周晓岚 吗", "喂"], "周 晓岚")
    assert text.plain == "请问是\ue000\ue000\ue000吗"
    assert text.original[slice(*text.to_original(3, 6))] == "周晓岚"
    assert other == normalise("喂")
    assert list(read_turns(["周晓岚"], "")) == [normalise("周晓岚")]
