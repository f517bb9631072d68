"""What becomes of a doubtful judgment, whatever comes from the endpoint."""

import time
from collections.abc import Callable

import pytest
from building import call
from chat_standin import Chat, Reply, Sent, answer, asked_of, completion, error, says
from doubting import doubt, sample

from audit.second_reader.opinion import Opinion
from audit.second_reader.reader import SecondReader
from checks.call import Call
from checks.judgment import CallResult, Layer, Outcome, Span
from checks.rulepack import RulePack
from checks.run import check_call

Make = Callable[..., SecondReader]
Look = Callable[..., tuple[CallResult, Opinion]]


def test_yes_makes_a_hit_on_what_was_quoted(chat: Chat, look: Look, heard: Call) -> None:
    chat.reply = says(answer("yes", (2, "甲说得很重"), confidence=0.9))
    result, opinion = look()
    judged = sample(result)
    assert (judged.outcome, judged.doubtful, judged.turns) == (Outcome.HIT, False, (2,))
    assert judged.found_by == (Layer.WORDS, Layer.SECOND_READER)
    assert judged.quotes == ("甲说得很重",)
    start = heard.turns[2].text.index("甲")
    assert judged.spans == (Span(2, start, start + 5),)
    assert judged.reason == "说了甲"
    assert judged.confidence == pytest.approx((0.5 + 0.9) / 2)
    assert (opinion.rule, opinion.model, opinion.outcome) == ("sample", "small", "yes")
    assert opinion.answer is not None
    assert opinion.answer.why == "理由"


def test_a_quote_over_masked_characters_shows_the_original(chat: Chat, look: Look) -> None:
    chat.reply = says(answer("yes", (2, "某先生您的卡###########欠款"), (2, "说得很重")))
    judged = sample(look()[0])
    assert judged.quotes == ("周先生您的卡13800138000欠款，甲说得很重",)
    assert len(judged.spans) == 2


def test_no_clears(chat: Chat, look: Look) -> None:
    chat.reply = says(answer("no"))
    result, opinion = look()
    judged = sample(result)
    assert (judged.outcome, judged.doubtful) == (Outcome.CLEAR, False)
    assert (judged.turns, judged.quotes, judged.spans, judged.found_by) == ((), (), (), ())
    assert opinion.outcome == "no"


def test_unsure_changes_nothing(look: Look, doubtful: CallResult) -> None:
    result, opinion = look()
    assert result == doubtful
    assert opinion.outcome == "unsure"


def test_only_doubtful_turns_are_asked_about(chat: Chat, look: Look) -> None:
    look()
    (sent,) = chat.sent
    asked = asked_of(sent)
    assert asked["rule"]["title"] == "样例"
    assert [turn["turn"] for turn in asked["turns"]] == [2]
    assert [before["speaker"] for before in asked["turns"][0]["before"]] == ["agent", "customer"]
    assert (sent["model"], sent["temperature"], sent["stream"]) == ("small", 0, False)
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert chat.keys == [None]


def test_without_doubt_nobody_is_asked(
    chat: Chat, reader: Make, heard: Call, rules: RulePack
) -> None:
    sure = check_call(heard, rules)
    assert reader().look(heard, sure, rules) == (sure, ())
    assert chat.sent == []


def test_names_and_numbers_stay_here(chat: Chat, look: Look) -> None:
    look()
    text = str(chat.sent)
    assert "周" not in text
    assert "文博" not in text
    assert "138" not in text
    assert "某先生您的卡###########欠款" in text


def test_a_key_is_sent_and_never_shown(chat: Chat, look: Look, reader: Make) -> None:
    look(key="s3cret")
    assert chat.keys == ["Bearer s3cret"]
    assert "s3cret" not in repr(reader(key="s3cret")._settings)


def test_no_more_questions_at_once_than_allowed(chat: Chat, reader: Make, rules: RulePack) -> None:
    open_now, most = [0], [0]

    def counting(_sent: Sent) -> Reply:
        open_now[0] += 1
        most[0] = max(most[0], open_now[0])
        time.sleep(0.1)
        open_now[0] -= 1
        return 200, completion(answer("unsure"))

    chat.reply = counting
    both = call("a: 甲的事", "a: 乙的事")
    _result, opinions = reader(concurrency=1).look(both, doubt(check_call(both, rules)), rules)
    assert [o.rule for o in opinions] == ["other", "sample"]
    assert most == [1]
    reader(concurrency=2).look(both, doubt(check_call(both, rules)), rules)
    assert most == [2]


def test_one_bad_answer_does_not_spoil_the_other(chat: Chat, reader: Make, rules: RulePack) -> None:
    def mixed(sent: Sent) -> Reply:
        said = asked_of(sent)["turns"][0]["text"]
        return (200, completion(answer("yes", (0, "甲的事")))) if "甲" in said else error(500)

    chat.reply = mixed
    both = call("a: 甲的事", "a: 乙的事")
    result, opinions = reader().look(both, doubt(check_call(both, rules)), rules)
    assert {o.rule: o.outcome for o in opinions} == {"sample": "yes", "other": "absent"}
    assert {j.rule: j.outcome for j in result.judgments} == {
        "sample": Outcome.HIT,
        "other": Outcome.UNDECIDED,
    }


def test_a_known_question_is_not_asked_again(
    chat: Chat, reader: Make, heard: Call, doubtful: CallResult, rules: RulePack
) -> None:
    chat.reply = says(answer("yes", (2, "甲说得很重")))
    first, (opinion,) = reader().look(heard, doubtful, rules)
    known = {opinion.prompt_digest: opinion}
    assert reader().look(heard, doubtful, rules, known) == (first, (opinion,))
    assert len(chat.sent) == 1
    other = call("a: 别的话，甲说得很重")
    reader().look(other, doubt(check_call(other, rules)), rules, known)
    assert len(chat.sent) == 2
