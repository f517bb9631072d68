"""`act`: turns of the scope that perform one of the named speech acts (files under acts/)."""

from collections.abc import Mapping
from typing import Any

from checks.answer import Answer, from_matches
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
        return from_matches(admitted(found, scene, scope))

    return check
