"""What rules.md names; the tests hold the rule pack and the samples against it."""

# The rules and alerts of rules.md. Adding one there means adding it here.
RULES = {
    "identity_disclosure", "recording_notice", "premature_disclosure", "third_party_disclosure",
    "third_party_pressure", "abuse", "threat", "false_authority", "false_consequence",
    "coerced_borrowing", "improper_payment", "misleading_promise", "privacy_leak",
    "complaint_obstruction", "vulnerable_customer", "courtesy", "improper_hours",
    "excess_frequency",
}  # fmt: skip
ALERTS = {
    "self_harm", "complaint", "dispute", "vulnerability", "stop_contact", "wrong_number", "lawyer",
}  # fmt: skip
