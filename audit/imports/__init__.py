"""Transcripts that other recognisers wrote, read into the call format.

A vendor's JSON knows what was said, not whose call it was: its fields are replaced by `turns`, and
whatever stands beside them (call_id, started_at, agent, channels ...) stays.
"""

from collections.abc import Mapping
from typing import Any

from audit.imports import alibaba, aws
from audit.imports.alibaba import ALIBABA, MODEL_STUDIO
from audit.imports.aws import AWS
from audit.imports.fields import Vendor
from transcribe.problem import Problem

_READERS = ((AWS, aws.turns), (ALIBABA, alibaba.turns), (MODEL_STUDIO, alibaba.studio_turns))


def as_call(fields: Any, where: str) -> Any:
    """The same mapping, or with `turns` in place of a vendor's result.

    Raises Problem `bad_import` naming the field that is missing or wrong, `import_unfinished` for a
    result that holds no transcript, `missing_field` where nothing beside it says when the call was.
    """
    if not isinstance(fields, dict) or "turns" in fields:
        return fields
    for vendor, turns in _READERS:
        if vendor.wrote(fields):
            kept = {key: value for key, value in fields.items() if key not in vendor.keys}
            _require_start(kept, vendor, where)
            found = turns(fields, where)
            # Stable: what begins at the same moment stays in the vendor's order.
            kept["turns"] = sorted(found, key=lambda turn: float(turn["start"]))
            return kept | {"transcription": {"engine": vendor.name}}
    return fields


def vendor_of(fields: Mapping[str, Any]) -> Vendor | None:
    """Whose result the mapping is, None for a call of our own format."""
    if "turns" in fields:
        return None
    return next((vendor for vendor, _ in _READERS if vendor.wrote(fields)), None)


def _require_start(kept: Mapping[str, Any], vendor: Vendor, where: str) -> None:
    if kept.get("started_at") is None:
        raise Problem(
            "missing_field",
            f"field 'started_at' is missing, which a result of {vendor.name} does not tell",
            where=where,
            mend="write it into the JSON, or name the file as 'audio' in a table with --metadata",
        )
