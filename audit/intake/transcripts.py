"""A call whose transcript another recogniser wrote: the row of a table, and the vendor's JSON."""

from collections.abc import Mapping
from typing import Any

from audit.callshape import check_fields
from audit.imports import as_call, vendor_of
from audit.intake.files import File
from audit.intake.metadata import read_json
from audit.intake.offer import Offer
from transcribe.problem import Problem


def with_transcript(fields: Mapping[str, Any], where: str, named: File | None) -> Offer:
    """The call with the turns of the JSON that it names as `audio`, or that lies beside its sound.

    Without such a JSON the call as it is. Raises Problem as `as_call`.
    """
    if named is None or fields.get("turns") is not None:
        return Offer(fields, where, named)
    is_text = named.suffix == ".json"
    beside = named if is_text else named.beside(f"{named.stem}.json")
    result = read_json(beside) if beside.exists() else None
    if not isinstance(result, dict) or vendor_of(result) is None:
        if is_text:
            raise _no_transcript(named.name, where)
        return Offer(fields, where, named)
    known = {key: value for key, value in fields.items() if not (is_text and key == "audio")}
    call = check_fields(as_call({**result, **known}, beside.name), where)
    return Offer(call, where, None if is_text else named)


def _no_transcript(name: str, where: str) -> Problem:
    return Problem(
        "bad_import",
        f"names {name}, which is no transcript of a known vendor",
        where=where,
        mend="see docs/engines.md for those that are read",
    )
