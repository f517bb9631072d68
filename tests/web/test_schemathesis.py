"""The whole API against its own OpenAPI document: generated input, every answer as it is promised.

Not asked: that all input of the right shape is accepted. A period that ends before it begins, or a
filter of another name, is refused with its reason.
"""

from typing import Any

import handmade
import pytest
import schemathesis
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from pydantic import SecretStr
from schemathesis.specs.openapi.checks import positive_data_acceptance

from audit.config import Settings
from audit.intake.download import FetchSettings
from audit.store import Store


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With everything on that settings can leave off."""
    fetch = FetchSettings(hosts=["rec.example.com"], secret=SecretStr("shared"))
    return settings.model_copy(update={"fetch": fetch})


def calls(store: Store) -> None:
    for number in range(3):
        handmade.add_call(
            store,
            f"A{number}",
            findings=[handmade.ABUSE],
            alerts=("complaint",),
            agent_id=handmade.OWN_ID,
        )


def wrong_answers(operation: Any, headers: dict[str, str]) -> str:
    """What is wrong with the answers of one operation, "" for nothing."""

    @given(case=operation.as_strategy())
    @examples(
        max_examples=15, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    try:
        ask()
    except Exception as error:  # of many kinds, each with its own text
        return f"{operation.label}: {error}"
    return ""


# Its client leaves files of a download open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["admin", "collector"])
def test_every_answer_is_as_promised(app: APIFlask, store: Store, name: str) -> None:
    calls(store)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers = {"Authorization": f"Bearer {handmade.token(store, name)}"}
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 50
    assert [told for each in operations if (told := wrong_answers(each, headers))] == []
