"""The second opinion 第二意见: what the second reader said about one judgment, or why nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from audit.second_reader.answer import Answer

OpinionOutcome = Literal["yes", "no", "unsure", "wrong_form", "slow", "absent", "not_asked"]
# The model answered, and would answer the same to the same question: not asked again.
ANSWERED = ("yes", "no", "unsure", "wrong_form")


@dataclass(frozen=True, slots=True)
class Opinion:
    """`problem` says in a few words why there is no answer, and repeats nothing of the call.

    `prompt_digest` is the SHA-256 of the exact question; `took_s` is seconds, with
    the wait behind other questions and retries.
    """

    rule: str
    model: str
    prompt_digest: str
    outcome: OpinionOutcome
    answer: Answer | None
    problem: str
    asked_at: datetime
    took_s: float
