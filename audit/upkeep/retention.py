"""How long calls are kept: by client and by class, the longest that applies."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from audit.store import Call


class RetentionSettings(BaseModel):
    """Days from the call's begin.

    Two years are what most rules for collection records ask for (信用卡业务监督管理办法第68条).
    `classes` are values of the call's own field `retention_class`, such as a complaint. `daily`
    lets workers purge by themselves; without it `callaudit purge` does.
    """

    model_config = ConfigDict(extra="forbid")

    days: int = Field(default=730, ge=1)
    clients: dict[str, int] = {}
    classes: dict[str, int] = {}
    daily: bool = False

    def days_of(self, call: Call) -> int:
        """For one call."""
        named = str(call.metadata_json.get("retention_class", ""))
        own = [self.clients.get(call.client), self.classes.get(named)]
        chosen = [days for days in own if days is not None]
        return max(chosen, default=self.days)

    @property
    def shortest(self) -> int:
        """Younger calls need not be looked at."""
        return min([self.days, *self.clients.values(), *self.classes.values()])


def kept_until(settings: RetentionSettings, call: Call) -> datetime:
    """From the begin of the call, where nobody knows it from when it was taken in (UTC)."""
    return (call.started_at or call.received_at) + timedelta(days=settings.days_of(call))
