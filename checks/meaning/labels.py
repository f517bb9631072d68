"""What the meaning layer can tell apart: rules about what is said, and speech acts, by speaker."""

from collections.abc import Mapping
from typing import Literal

Side = Literal["agent", "customer", "any"]

# The rules that a single turn can break; order, identity and time are for other layers.
RULES = (
    "abuse", "coerced_borrowing", "complaint_obstruction", "courtesy", "false_authority",
    "false_consequence", "improper_payment", "misleading_promise", "privacy_leak",
    "third_party_pressure", "threat", "vulnerable_customer",
)  # fmt: skip
AGENT_ACTS = (
    "debt_detail", "recording_told", "self_institution", "self_introduction", "self_name",
    "verify_question",
)  # fmt: skip
CUSTOMER_ACTS = (
    "callback", "complaint", "confirms_identity", "counter_question", "denies_identity", "dispute",
    "hands_over", "hardship", "is_guarantor", "is_third_party", "lawyer", "negotiation",
    "new_contact", "promise_to_pay", "refusal", "refuses_contact", "self_harm", "stop_contact",
    "vulnerability", "wrong_number",
)  # fmt: skip
COLLECTOR = "collector"
"""Who speaks: the collector rather than the other side, whatever the transcript says."""

LABELS: Mapping[str, Side] = {
    **dict.fromkeys((*RULES, *AGENT_ACTS), "agent"),
    **dict.fromkeys(CUSTOMER_ACTS, "customer"),
    COLLECTOR: "any",
}

BACKGROUND = "background"
"""Label of collector turns in the data that break no rule at all."""
