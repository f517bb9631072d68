"""Alibaba Cloud file transcription 录音文件识别: Intelligent Speech Interaction, and Model Studio.

The first is what GetTaskResult answers and version 4.0 calls back (help.aliyun.com, isi, 录音文件
识别接口说明), the second the file behind Paraformer's transcription_url. Neither says who a channel
is: `channels` beside it may, as for a recording; channel 0 is the left side.
"""

from collections.abc import Mapping
from typing import Any

from audit.imports.fields import Place, Vendor, turn
from transcribe.problem import Problem

ALIBABA = Vendor(
    "Alibaba Cloud file transcription",
    frozenset({"TaskId", "StatusText"}),
    frozenset(
        {
            *("BizDuration", "RequestId", "RequestTime", "Result"),
            *("SolveTime", "StatusCode", "StatusText", "TaskId"),
        }
    ),
)
MODEL_STUDIO = Vendor(
    "Alibaba Cloud Model Studio",
    frozenset({"transcripts", "properties"}),
    frozenset({"file_url", "properties", "transcripts"}),
)
_SIDES = ("left", "right")


def turns(fields: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """One turn for each sentence, with its words where the task had enable_words."""
    status = fields["StatusText"]
    if status == "SUCCESS_WITH_NO_VALID_FRAGMENT":  # nobody spoke
        return []
    if status != "SUCCESS":
        said = status if isinstance(status, str) and status.isidentifier() else "unknown"
        raise Problem(
            "import_unfinished",
            f"the task of {ALIBABA.name} has the status {said}, not SUCCESS",
            where=where,
            mend="ask for the result again, or submit the recording again",
        )
    result = Place(ALIBABA, fields, "", where).inside("Result")
    words = result.objects("Words", needed=False)
    return [_turn(sentence, words, fields) for sentence in result.objects("Sentences")]


def studio_turns(fields: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """One turn for each sentence of each channel."""
    return [
        turn(
            _speaker(channel.fields.get("channel_id"), fields),
            sentence.seconds("begin_time"),
            sentence.seconds("end_time"),
            sentence.text("text"),
        )
        | _words(sentence.objects("words", needed=False), "begin_time", "end_time", "text")
        for channel in Place(MODEL_STUDIO, fields, "", where).objects("transcripts")
        for sentence in channel.objects("sentences")
    ]


def _turn(sentence: Place, words: list[Place], fields: Mapping[str, Any]) -> dict[str, Any]:
    channel = sentence.fields.get("ChannelId")
    start, end = sentence.seconds("BeginTime"), sentence.seconds("EndTime")
    own = [
        word
        for word in words
        if word.fields.get("ChannelId") == channel and start <= word.seconds("BeginTime") < end
    ]
    found = turn(_speaker(channel, fields), start, end, sentence.text("Text"))
    return found | _words(own, "BeginTime", "EndTime", "Word")


def _words(words: list[Place], start: str, end: str, text: str) -> dict[str, Any]:
    found = [
        {"start": word.seconds(start), "end": word.seconds(end), "text": word.text(text)}
        for word in words
    ]
    return {"words": found} if found else {}


def _speaker(channel: object, fields: Mapping[str, Any]) -> str:
    """By the call's `channels`, else unknown; what they say is validated with the call."""
    sides = fields.get("channels")
    if channel not in (0, 1) or not isinstance(sides, dict):
        return "unknown"
    return str(sides.get(_SIDES[int(channel == 1)], "unknown"))
