"""`act`: turns of the scope that perform one of the named speech acts (files under acts/)."""

from collections.abc import Mapping, Sequence
from typing import Any

from checks.answer import Answer, Match, from_matches
from checks.dialogue.trust import poorly_heard
from checks.lexicon import Lexicons, strings
from checks.operators.check import Check, admitted
from checks.params import only
from checks.scene import Scene
from checks.scope import Scope


def prepare(params: Mapping[str, Any], lexicons: Lexicons) -> Check:
    only(params, "act", "acts")
    wanted = strings(params["acts"], "acts")

    def check(scene: Scene, scope: Scope) -> Answer:
        if not any(map(scene.acts.__getitem__, wanted)):
            return Answer(False)
        sure = dict(scope.turns_of(scene))
        found = [
            match if sure[match.span.turn] else match._replace(sure=False)
            for act in wanted
            for match in scene.acts[act]
            if match.span.turn in sure
        ]
        admissible = admitted(found, scene, scope)
        return from_matches(admissible, _missing(admissible, scene))

    return check


def _missing(found: Sequence[Match], scene: Scene) -> str:
    """Why none of them is sure: badly heard, or nobody knows whose turn it is."""
    turns = [scene.call.turns[match.span.turn] for match in found if not match.sure]
    badly = any(turn.speaker != "unknown" and poorly_heard(turn) for turn in turns)
    return "heard" if badly else "speaker"
