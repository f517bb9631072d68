"""Opinions in the store: kept with their audit, found again for the next one of the call."""

import json
from collections.abc import Iterable
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.second_reader.answer import Answer
from audit.second_reader.opinion import ANSWERED, Opinion, OpinionOutcome
from audit.store import Audit, SecondOpinion


def known_opinions(session: Session, call_pk: int, model: str) -> dict[str, Opinion]:
    """What this model answered, by the question's digest; failures are left out and asked again."""
    rows = session.scalars(
        select(SecondOpinion)
        .where(
            SecondOpinion.call_id == call_pk,
            SecondOpinion.model == model,
            SecondOpinion.outcome.in_(ANSWERED),
        )
        .order_by(SecondOpinion.id)
    )
    return {row.prompt_digest: _opinion(row) for row in rows}


def keep_opinions(session: Session, audit: Audit, opinions: Iterable[Opinion]) -> None:
    """Store them with their audit, in the caller's transaction."""
    session.add_all(
        SecondOpinion(
            audit_id=audit.id,
            call_id=audit.call_id,
            rule=opinion.rule,
            model=opinion.model,
            prompt_digest=opinion.prompt_digest,
            outcome=opinion.outcome,
            answer=opinion.answer.model_dump(mode="json") if opinion.answer else None,
            problem=opinion.problem,
            asked_at=opinion.asked_at,
            took_s=opinion.took_s,
        )
        for opinion in opinions
    )


def _opinion(row: SecondOpinion) -> Opinion:
    return Opinion(
        row.rule,
        row.model,
        row.prompt_digest,
        cast(OpinionOutcome, row.outcome),
        Answer.model_validate_json(json.dumps(row.answer)) if row.answer else None,
        row.problem,
        row.asked_at,
        row.took_s,
    )
