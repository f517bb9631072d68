"""Talk in a call that is meant for a machine which reads it.

A model may obey such a sentence however it is told not to. So a question that would show one is
not asked: the judgment stays doubtful and a person looks. A mistake here costs only that look.
"""

import re

from checks.text import normalise

# On normalised text: simplified, lower case, without white space.
_ADDRESSED = re.compile(
    "忽略.{0,8}(?:以上|上述|上面|前面|之前|所有|全部|系统|指令|规则|提示)"
    "|(?:以上|上述|上面|前面|之前)的?(?:所有|全部)?(?:指令|指示|规则|提示|要求).{0,4}(?:作废|无效|忽略|取消|失效)"
    "|提示词|系统指令|语言模型|大模型|人工智能助手|ai助手|质检(?:模型|机器|程序)"
    "|(?:回答|回复|输出|返回|判定|判断|判|标记|标)(?:为|成|是)?[“”\"':：，]?"
    "(?:yes|no|unsure|clear|hit|json|不违规|没有违规|无违规|未命中|合规)"
    "|(?:ignore|disregard|forget).{0,24}(?:instruction|previous|above|prompt|rule)"
    "|systemprompt|developermode|(?:system|assistant|user)[:：]|youarean?(?:ai|assistant|model)"
    r"|<\||\|>|\[/?inst\]|</?s>|\"answer\""
)


def speaks_to_machine(text: str) -> bool:
    """Whether the text tries, or seems to try, to tell a reading machine what to answer."""
    return _ADDRESSED.search(normalise(text).plain) is not None
