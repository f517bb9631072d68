"""Homophones are set right where the words around them leave no doubt."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcribe import learn_wording
from transcribe.learn_wording import texts, trigrams
from transcribe.wording import Wording, calls_wording

TEXT = st.text(alphabet="您好我去法院罚款，。 aA15元逆海", max_size=12)


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("逆涉嫌贷款扎篇", "你涉嫌贷款诈骗"),
        ("把逆挂到追逃名单上", "把你挂到追逃名单上"),
        # Everyday speech that no debt collector says stays as it is.
        ("欢迎大家来体验达摩院推出的语音识别模型", "欢迎大家来体验达摩院推出的语音识别模型"),
        ("甚至出现交易几乎停滞的情况", "甚至出现交易几乎停滞的情况"),
        ("open the app", "open the app"),
        ("", ""),
    ],
)
def test_of_collection_calls(heard: str, said: str) -> None:
    assert calls_wording().best(heard) == said


@given(TEXT)
@settings(deadline=None)  # the first one reads the counts
def test_length_marks_and_figures_stay(text: str) -> None:
    got = calls_wording().best(text)
    assert len(got) == len(text)
    assert all(a == b for a, b in zip(text, got, strict=True) if not "\u4e00" <= a <= "\u9fff")


def test_no_figure_is_made_of_what_is_none() -> None:
    wording = Wording({"^^四": 99, "^四千": 99, "四千元": 99}.items())
    assert wording.best("是千元") == "是千元"


def test_a_far_likelier_homophone_is_taken_and_no_other() -> None:
    counts = {"^^还": 99, "^还款": 99, "还款吧": 99, "^^海": 1, "^海水": 1}
    assert Wording(counts.items()).best("海款吧") == "还款吧"
    assert Wording(counts.items()).best("海水") == "海水"
    assert Wording({}.items()).best("海款吧") == "海款吧"


def test_trigrams_are_counted_over_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert trigrams(["您好，还", "您好"]) == {"^^您": 2, "^您好": 2, "您好还": 1}
    calls = tmp_path / "calls.jsonl"
    rows = [{"turns": [{"text": "您好，"}, {"text": "嗯"}]}, {"turns": [{"text": "您号"}]}]
    calls.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    table = tmp_path / "lines.tsv"
    table.write_text("rule\ttext\nx\t还款\n", encoding="utf-8")
    assert [*texts(calls), *texts(table)] == ["您好，", "嗯", "还款"]
    monkeypatch.setattr(learn_wording, "TRIGRAMS", tmp_path / "out.gz")
    learn_wording.main([str(calls), str(table)])
    assert (tmp_path / "out.gz").read_bytes()[:2] == b"\x1f\x8b"
