"""What was said that the business needs: promises to pay, refusals, callbacks, new numbers."""

from checks.judgment import Fact
from checks.scene import Scene


def find_facts(scene: Scene) -> tuple[Fact, ...]:
    """All facts of a call in turn order; dates resolve against the call's own start."""
    return ()
