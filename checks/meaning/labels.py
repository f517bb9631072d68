"""What the meaning layer can tell apart: rules about what is said, and speech acts, by speaker."""

from collections.abc import Mapping
from typing import Literal

Side = Literal["agent", "customer"]

# The rules that a single turn can break; order, identity and time are for other layers.
RULES = (
    "abuse", "coerced_borrowing", "complaint_obstruction", "courtesy", "false_authority",
    "false_consequence", "improper_payment", "misleading_promise", "privacy_leak",
    "third_party_pressure", "threat", "vulnerable_customer",
)  # fmt: skip
AGENT_ACTS = ("debt_detail", "recording_told", "self_introduction", "verify_question")
CUSTOMER_ACTS = (
    "complaint", "confirms_identity", "counter_question", "dispute", "is_third_party", "lawyer",
    "promise_to_pay", "refusal", "self_harm", "stop_contact", "vulnerability", "wrong_number",
)  # fmt: skip

LABELS: Mapping[str, Side] = {
    **dict.fromkeys((*RULES, *AGENT_ACTS), "agent"),
    **dict.fromkeys(CUSTOMER_ACTS, "customer"),
}

BACKGROUND = "background"
"""Label of collector turns in the data that break no rule at all."""
