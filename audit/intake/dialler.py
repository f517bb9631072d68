"""How the owner's recorder and dialler write things: names of files, columns, times, words.

Everything is translated into the call format before it is checked; what does not fit stays as it
was written, so that the check refuses it with its place.
"""

import codecs
import re
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, field_validator

_FIELD = re.compile(r"\{([a-z_.]+)\}")
_OFFSET = r"^$|^[+-]\d\d:\d\d$"


class IntakeSettings(BaseModel):
    """Section `intake`; fields of the call format are written with dots, as `agent.id`.

    `name` is how a recording is called, without its ending: `{agent.id}_{phone}_{started_at}`; a
    name that is not so tells nothing. `columns` gives a CSV's columns their fields, `values` a
    field's words (`{"called_party": {"本人": "debtor"}}`), `fixed` what every call has.
    `time_format` is of `started_at` (strftime; ISO 8601 without it), and `utc_offset` belongs to
    times that tell none; without it they are refused, for the hour decides about a violation.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = ""
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    fixed: dict[str, str] = {}
    encoding: str = "utf-8-sig"
    time_format: str = ""
    utc_offset: str = Field(default="", pattern=_OFFSET)

    @field_validator("name")
    @classmethod
    def _tells_something(cls, name: str) -> str:
        if name and not _FIELD.search(name):
            msg = "name has no {field}"
            raise ValueError(msg)
        return name

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str) -> str:
        try:
            codecs.lookup(encoding)
        except LookupError as error:
            msg = f"there is no encoding {encoding!r}"
            raise ValueError(msg) from error
        return encoding

    def of_name(self, stem: str) -> Mapping[str, str]:
        """Fields that a recording's name tells."""
        match = self._pattern().fullmatch(stem) if self.name else None
        if match is None:
            return self.fixed
        fields = _FIELD.findall(self.name)
        return self._said(dict(zip(fields, match.groups(), strict=True)))

    def of_row(self, row: Mapping[str, str]) -> Mapping[str, str]:
        """A CSV's row by fields. Columns that are not named are fields already."""
        return self._said(
            {self.columns.get(column.strip(), column.strip()): cell for column, cell in row.items()}
        )

    def _said(self, fields: Mapping[str, str]) -> Mapping[str, str]:
        told = {
            field: self.values.get(field, {}).get(text.strip(), text)
            for field, text in fields.items()
        }
        if told.get("started_at"):
            told["started_at"] = self._time(told["started_at"].strip())
        return dict(self.fixed) | {field: text for field, text in told.items() if text}

    def _time(self, text: str) -> str:
        try:
            form = self.time_format
            at = datetime.strptime(text, form) if form else datetime.fromisoformat(text)
        except ValueError:
            return text
        whole = at.isoformat()
        return whole if at.tzinfo else whole + self.utc_offset

    def _pattern(self) -> re.Pattern[str]:
        """The name's text as it is, each field as short as it goes."""
        parts = _FIELD.split(self.name)
        return re.compile(
            "".join("(.+?)" if at % 2 else re.escape(p) for at, p in enumerate(parts))
        )
