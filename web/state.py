"""What every view needs: settings, the database, the rule pack."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from audit.config import Settings
from audit.packs import LivePack
from audit.store import Store
from checks.rulepack import RulePack


@dataclass(frozen=True, slots=True)
class State:
    """One per application, kept in its extensions."""

    settings: Settings
    store: Store
    live: LivePack

    @property
    def pack(self) -> RulePack:
        """The rule pack as its folder has it, or the last good one."""
        return self.live.pack


def state() -> State:
    return cast(State, current_app.extensions["callaudit"])
