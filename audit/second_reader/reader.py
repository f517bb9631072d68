"""Takes a call's doubtful judgments to the second reader and brings back what became of them."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import httpx

from audit.clock import now
from audit.second_reader.answer import Answer, WrongFormError, read_answer
from audit.second_reader.apply import decided
from audit.second_reader.client import AbsentError, Client
from audit.second_reader.opinion import Opinion, OpinionOutcome
from audit.second_reader.prompt import Question, question
from audit.second_reader.settings import SecondReaderSettings
from checks.call import Call
from checks.judgment import CallResult
from checks.rulepack import RulePack

log = logging.getLogger(__name__)

Known = Mapping[str, Opinion]
"""Earlier opinions about the same call by this model, by the digest of the question."""


class SecondReader:
    """One model at one endpoint; never raises for what comes, or does not come, from there."""

    def __init__(self, settings: SecondReaderSettings) -> None:
        self._settings = settings
        self._client = Client(settings)

    @property
    def model(self) -> str:
        return self._settings.model

    def look(
        self, call: Call, result: CallResult, pack: RulePack, known: Known | None = None
    ) -> tuple[CallResult, tuple[Opinion, ...]]:
        """The result with its doubtful judgments decided where an answer allows, and the opinions.

        Takes at most about the settings' `timeout_s`. A question in `known` is not asked again.
        """
        questions = {
            judgment.rule: question(judgment, pack.rules[judgment.rule], call)
            for judgment in result.judgments
            if judgment.doubtful and judgment.turns
        }
        if not questions:
            return result, ()
        opinions = self._opinions(list(questions.values()), known or {})
        judgments = tuple(
            decided(j, opinions[j.rule].answer, questions[j.rule], call, pack)
            if j.rule in questions
            else j
            for j in result.judgments
        )
        return replace(result, judgments=judgments), tuple(opinions.values())

    def _opinions(self, questions: Sequence[Question], known: Known) -> dict[str, Opinion]:
        """One by rule for each question, in their order."""
        found = {q.rule: known[q.digest] for q in questions if q.digest in known}
        found |= {q.rule: self._unasked(q) for q in questions if q.refusal}
        waiting = [q for q in questions if q.rule not in found]
        if waiting:
            found |= {opinion.rule: opinion for opinion in asyncio.run(self._ask_all(waiting))}
        return {q.rule: found[q.rule] for q in questions}

    async def _ask_all(self, questions: Sequence[Question]) -> list[Opinion]:
        gate = asyncio.Semaphore(self._settings.concurrency)
        async with self._client.open() as http:
            deadline = asyncio.get_running_loop().time() + self._settings.timeout_s
            asking = (self._ask(http, gate, deadline, q) for q in questions)
            return await asyncio.gather(*asking)

    async def _ask(
        self, http: httpx.AsyncClient, gate: asyncio.Semaphore, deadline: float, asked: Question
    ) -> Opinion:
        started = now()
        outcome, answer, problem = await self._answer(http, gate, deadline, asked)
        if outcome in ("slow", "absent"):
            log.warning("the second reader is %s: %s", outcome, problem)
        took_s = (now() - started).total_seconds()
        return Opinion(
            asked.rule, self.model, asked.digest, outcome, answer, problem, started, took_s
        )

    async def _answer(
        self, http: httpx.AsyncClient, gate: asyncio.Semaphore, deadline: float, asked: Question
    ) -> tuple[OpinionOutcome, Answer | None, str]:
        try:
            async with asyncio.timeout_at(deadline), gate:
                content = await self._client.complete(http, asked.messages)
            answer = read_answer(content, asked.shown)
        except TimeoutError:
            return "slow", None, f"no answer within {self._settings.timeout_s:g} s"
        except AbsentError as absent:
            return "absent", None, str(absent)
        except WrongFormError as wrong:
            return "wrong_form", None, str(wrong)
        return answer.answer, answer, ""

    def _unasked(self, asked: Question) -> Opinion:
        return Opinion(
            asked.rule, self.model, asked.digest, "not_asked", None, asked.refusal, now(), 0.0
        )
