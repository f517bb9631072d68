"""Full-text search over what was said: jieba's words, in the database's own index.

Where what was said is sealed, each word stands there as a code that only the key can make: whole
words are found as before, beginnings of words no longer, and the index tells nobody what was said.

SQLite keeps them in an FTS5 table, PostgreSQL as a tsvector; both hold one row a call, with the
words of its newest transcript, written in the transaction that stores the transcript.
"""

import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Integer,
    column,
    event,
    false,
    func,
    select,
    table,
    tablesample,
    text,
)
from sqlalchemy.orm import Session

from audit.sealing.fields import keys_of
from audit.sealing.keys import KeyRing
from audit.store.call import Call
from audit.store.transcript import Transcript
from checks.text import normalise

_FORGET = {
    "sqlite": "DELETE FROM said WHERE rowid = :call",
    "postgresql": "DELETE FROM said WHERE call_id = :call",
}
_WRITE = {
    "sqlite": "INSERT INTO said (rowid, words) VALUES (:call, :words)",
    "postgresql": "INSERT INTO said (call_id, words) VALUES (:call, to_tsvector('simple', :words))"
    " ON CONFLICT (call_id) DO UPDATE SET words = excluded.words",
}
_FIND = {
    "sqlite": "SELECT rowid AS call_id FROM said WHERE said MATCH :said",
    "postgresql": "SELECT call_id FROM said WHERE words @@ to_tsquery('simple', :said)",
}
# How a word begins, in each one's language: 还款 is found by 还, and 还款日 by 还款.
_BEGINS = {"sqlite": '"{}"*', "postgresql": "'{}':*"}
_CODE_BYTES = 10
MANY = 20_000
"""Calls; to walk costs 50 to 80 ms of a million calls, to look so many up about 30 ms."""
_ALL = 2**62
_PERCENT = 0.5  # of the index, 5,000 of a million calls: 100 of MANY are among them
_SAID = table("said", column("call_id"), column("words"))
_AND = {"sqlite": " AND ", "postgresql": " & "}


def remember(connection: Connection, call_id: int, turns: Iterable[Mapping[str, Any]]) -> None:
    """Make a call findable by these turns, and by nothing that it was found by before."""
    kind = connection.dialect.name
    if kind == "sqlite":
        connection.execute(text(_FORGET[kind]), {"call": call_id})
    said = (word for turn in turns for word in words_of(turn["text"]))
    words = " ".join(_coded(said, keys_of(connection.dialect)))
    connection.execute(text(_WRITE[kind]), {"call": call_id, "words": words})


def forget(connection: Connection, call_id: int) -> None:
    """Nothing that a call said is found any more."""
    connection.execute(text(_FORGET[connection.dialect.name]), {"call": call_id})


def says(
    asked: str, dialect: Dialect, *, common: bool = False, most: int = _ALL
) -> ColumnElement[bool]:
    """The condition that a call says every word of `asked`, in any order and turn.

    With `common` calls are looked at in the order that the query asks for, each whether it is among
    those, until there are enough; else those are looked up one by one, and ordered. With `most` not
    all of those are taken, which counting up to a limit needs no more.
    """
    query, kind = _query(asked, dialect), dialect.name
    if not query:
        return false()
    if common and kind == "postgresql":  # as a value, which no planner makes a join of
        says_it = _SAID.c.words.op("@@")(func.to_tsquery("simple", query))
        return select(says_it).where(_SAID.c.call_id == Call.id).scalar_subquery()
    found = text(f"{_FIND[kind]} LIMIT {most}").bindparams(said=query)
    ids = found.columns(column("call_id", Integer))
    return (Call.id + 0 if common and most == _ALL else Call.id).in_(ids)


def said_by_many(session: Session, asked: str) -> bool:
    """Whether so many calls say it that looking each up would take long.

    Told from a part of them where the index cannot stop early.
    """
    dialect = session.get_bind().dialect
    query = _query(asked, dialect)
    if not query:
        return False
    if dialect.name == "postgresql":
        sample = tablesample(_SAID, func.system(_PERCENT), name="part")
        match = sample.c.words.op("@@")(func.to_tsquery("simple", query))
        counted = select(func.count()).select_from(sample).where(match)
        return (session.scalar(counted) or 0) >= MANY * _PERCENT / 100
    found = text(f"{_FIND[dialect.name]} LIMIT {MANY}").bindparams(said=query)
    counted = select(func.count()).select_from(found.columns(column("call_id")).subquery())
    return session.scalar(counted) == MANY


def _query(asked: str, dialect: Dialect) -> str:
    """In the index's own language; "" where nothing is asked for."""
    words, kind = _coded(dict.fromkeys(words_of(asked)), keys_of(dialect)), dialect.name
    return _AND[kind].join(_BEGINS[kind].format(word) for word in words)


def words_of(said: str) -> list[str]:
    """Words and the shorter words in them; of marks and blanks none."""
    import jieba

    jieba.setLogLevel("ERROR")  # it tells on stderr that it reads its dictionary
    return [word for word in jieba.cut_for_search(normalise(said).plain) if word.isalnum()]


def _coded(words: Iterable[str], ring: KeyRing | None) -> list[str]:
    if ring is None:
        return list(words)
    key = ring.sub(ring.newest, "search")
    codes: dict[str, str] = {}  # a call says the same words again and again
    return [codes.get(word) or codes.setdefault(word, _code(key, word)) for word in words]


def _code(key: bytes, word: str) -> str:
    """80 bits: of a million words no two are likely to share one."""
    return hmac.digest(key, word.encode(), "sha256")[:_CODE_BYTES].hex()


@event.listens_for(Transcript, "after_insert")
def _stored(_mapper: object, connection: Connection, transcript: Transcript) -> None:
    remember(connection, transcript.call_id, transcript.turns)
