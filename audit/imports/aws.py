"""Amazon Transcribe Call Analytics, post-call output (docs.aws.amazon.com, tca-output-batch)."""

from collections.abc import Mapping
from typing import Any

from audit.imports.fields import Place, Vendor, turn
from transcribe.problem import Problem

AWS = Vendor(
    "Amazon Transcribe Call Analytics",
    frozenset({"JobStatus", "Transcript"}),
    frozenset(
        {
            *("AccountId", "Categories", "Channel", "ContentMetadata"),
            *("ConversationCharacteristics", "CustomModels", "JobName", "JobStatus"),
            *("LanguageCode", "Participants", "SessionId", "Transcript"),
        }
    ),
)
_ROLES = {"AGENT": "agent", "CUSTOMER": "customer"}


def turns(fields: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """One turn for each segment; who has neither of the two roles is unknown."""
    if fields["JobStatus"] != "COMPLETED":
        raise Problem(
            "import_unfinished",
            f"the job of {AWS.name} is not COMPLETED",
            where=where,
            mend="wait for the job and export its result again",
        )
    return [_turn(segment) for segment in Place(AWS, fields, "", where).objects("Transcript")]


def _turn(segment: Place) -> dict[str, Any]:
    role = segment.fields.get("ParticipantRole")
    speaker = _ROLES.get(role, "unknown") if isinstance(role, str) else "unknown"
    found = turn(
        speaker,
        segment.seconds("BeginOffsetMillis"),
        segment.seconds("EndOffsetMillis"),
        segment.text("Content"),
    )
    # Punctuation has no times.
    items = [
        item
        for item in segment.objects("Items", needed=False)
        if "BeginOffsetMillis" in item.fields
    ]
    words = [
        {
            "start": item.seconds("BeginOffsetMillis"),
            "end": item.seconds("EndOffsetMillis"),
            "text": item.text("Content"),
        }
        for item in items
    ]
    known = [value for item in items if (value := _confidence(item)) is not None]
    confidence = {"confidence": round(sum(known) / len(known), 3)} if known else {}
    return found | confidence | ({"words": words} if words else {})


def _confidence(item: Place) -> float | None:
    """Written as a text, such as "0.98"; one that is no share is left out."""
    try:
        value = float(item.fields.get("Confidence", ""))
    except (TypeError, ValueError):
        return None
    return value if 0 <= value <= 1 else None
