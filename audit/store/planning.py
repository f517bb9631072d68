"""What the database's planner cannot know by itself, said in the query. PostgreSQL knows it."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class rare(FunctionElement[bool]):  # noqa: N801 - reads as a function
    """A condition that few rows meet.

    SQLite's statistics say only how many rows a value has on average: where nearly all calls are
    audited, it would look for the few that wait by walking through all.
    """

    type = NullType()  # type: ignore[assignment] # as Boolean it would be compared with 1
    inherit_cache = True

    def __init__(self, condition: ColumnElement[bool]) -> None:
        super().__init__(condition)


@compiles(rare)
def _plain(element: rare, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)})"


@compiles(rare, "sqlite")
def _unlikely(element: rare, compiler: Any, **more: Any) -> str:
    return f"unlikely({compiler.process(element.clauses, **more)})"
