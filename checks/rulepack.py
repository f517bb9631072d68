"""A folder of rules, read once: rules, alerts, speech acts, word lists, regulations, scorecards."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from checks.dialogue.acts import Act
from checks.judgment import Clause
from checks.lexicon import Lexicons, read_yaml
from checks.meaning.reader import MODEL_FOLDER, Reader, find_reader
from checks.params import count
from checks.regulation import Mapped, clauses_for, load_regulations
from checks.rule import Rule
from checks.scorecard import Scorecard, load_scorecard
from checks.source import place, within
from transcribe.problem import Problem

DEFAULT_PACK = Path(__file__).parent
PACK_FORMAT = 1
"""What a pack may contain, counted up when an older version could not read it; see pack.yaml."""
FOLDERS = ("rules", "alerts", "acts", "lexicons", "regulations", "scorecards")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RulePack:
    """Everything that decides a judgment; `digest` (SHA-256 over all files) names it.

    `reader` is None where the meaning layer is off, which makes it another digest.
    """

    folder: Path
    digest: str
    rules: Mapping[str, Rule]
    alerts: Mapping[str, Rule]
    acts: tuple[Act, ...]
    regulations: tuple[Mapped, ...]
    card: Scorecard
    reader: Reader | None = None

    @property
    def history_days(self) -> int:
        """How many calendar days of contact history its rules count, the call's own included."""
        conditions = (c for rule in self.rules.values() for c in rule.conditions.values())
        return max((condition.days for condition in conditions), default=1)

    def clauses(self, rule: str, started_at: datetime | None) -> tuple[Clause, ...]:
        return clauses_for(self.regulations, rule, started_at)


def load_pack(folder: Path | None = None) -> RulePack:
    """Read a pack once; later calls get the same one, whatever its folder holds by then."""
    root = folder or DEFAULT_PACK
    return _load_once(root, root.resolve())


@lru_cache(maxsize=4)
def _load_once(root: Path, _place: Path) -> RulePack:
    """The place tells apart what one relative name means in two working directories."""
    return read_pack(root)


def read_pack(root: Path) -> RulePack:
    """Read a pack; a Problem names the file and the mend for the first thing wrong in it."""
    if not (root / "rules").is_dir():
        raise Problem(
            "rule_pack",
            "is no rule pack: it has no folder rules/",
            where=str(root),
            mend="name a folder that has one",
        )
    check_format(root)
    lexicons = Lexicons.load(root / "lexicons")
    acts = _read_all(root / "acts", lambda raw: Act.read(raw, lexicons))
    rules = _read_all(root / "rules", lambda raw: Rule.read(raw, lexicons))
    alerts = _read_all(root / "alerts", lambda raw: Rule.read(raw, lexicons))
    for rule in (*rules.values(), *alerts.values()):
        _check_acts(rule, acts)
    reader, _reason = find_reader(model_folder(root))
    return RulePack(
        root,
        digest_with(reader, root),
        rules,
        alerts,
        _in_order(tuple(acts.values())),
        load_regulations(root / "regulations"),
        load_scorecard(root),
        reader,
    )


def check_format(root: Path) -> None:
    """Refuse a pack of a newer format; without a pack.yaml it is of the first."""
    path = root / "pack.yaml"
    if not path.is_file():
        return

    def read(raw: Mapping[str, Any]) -> None:
        if (needed := count(raw, "format", 1)) > PACK_FORMAT:
            raise Problem(
                "rule_format",
                f"the pack has format {needed}, and this version reads up to {PACK_FORMAT}",
                where="format",
                mend="install a newer version, or use the pack's earlier edition",
            )

    _placed(path, read, read_yaml(path))


def model_folder(root: Path) -> Path:
    """The pack's own model of meaning, or the one that ships."""
    own = root / "meaning" / "model"
    return own if own.is_dir() else MODEL_FOLDER


def pack_files(root: Path) -> list[Path]:
    """Every file that decides a judgment, in a fixed order."""
    found = [path for name in FOLDERS for path in (root / name).rglob("*.yaml")]
    return sorted([*found, *root.glob("pack.yaml")])


def digest(root: Path) -> str:
    """SHA-256 over names and contents of the pack's files."""
    total = hashlib.sha256()
    for path in pack_files(root):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def digest_with(reader: Reader | None, root: Path) -> str:
    """What names a pack: its files, and the model that reads meaning for it."""
    read_by = reader.digest if reader else "no model of meaning"
    return hashlib.sha256(f"{digest(root)} {read_by}".encode()).hexdigest()


def _read_all(folder: Path, read: Callable[[dict[str, Any]], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for path in sorted(folder.rglob("*.yaml")):
        if path.stem in found:
            raise Problem(
                "rule_id",
                f"another file of {folder.name}/ has the id {path.stem!r}, too",
                where=path.relative_to(folder.parent).as_posix(),
                mend="rename one of the two, its id as well",
            )
        found[path.stem] = _read_one(path, read)
    return found


def _read_one(path: Path, read: Callable[[dict[str, Any]], T]) -> T:
    raw = read_yaml(path)
    if raw.get("id") != path.stem:
        raise Problem(
            "rule_id",
            f"id {raw.get('id')!r} differs from the file name",
            where=place(path, "id"),
            mend=f"write id: {path.stem}",
        )
    return _placed(path, read, raw)


def _placed(path: Path, read: Callable[[dict[str, Any]], T], raw: dict[str, Any]) -> T:
    """Read, and name the file and line of what is wrong."""
    try:
        with within():
            return read(raw)
    except Problem as problem:
        raise Problem(
            problem.code, problem.what, where=place(path, problem.where), mend=problem.mend
        ) from problem


def _check_acts(rule: Rule, acts: Mapping[str, Act]) -> None:
    named = {act for condition in rule.conditions.values() for act in condition.acts}
    if unknown := sorted(named - acts.keys()):
        raise Problem(
            "rule_act",
            f"there are no speech acts {unknown}",
            where=f"{rule.id}.yaml",
            mend="add them under acts/ or correct the name",
        )


def _in_order(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Put every act behind those that it replies to."""
    placed: list[Act] = []
    waiting = list(acts)
    while waiting:
        done = {act.id for act in placed}
        ready = [act for act in waiting if set(act.reply_to) <= done]
        if not ready:
            raise Problem(
                "rule_act",
                f"acts {[a.id for a in waiting]} reply to unknown acts or to each other",
                mend="correct reply_to:",
            )
        placed += ready
        waiting = [act for act in waiting if act not in ready]
    return tuple(placed)
