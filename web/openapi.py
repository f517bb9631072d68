"""What APIFlask leaves out of the OpenAPI document: bodies are needed, and may be broken."""

from typing import Any

from apiflask import APIFlask

_METHODS = ("get", "post", "put", "delete")


def install(app: APIFlask) -> None:
    app.spec_processor(_complete)


def _complete(spec: dict[Any, Any] | str) -> dict[Any, Any] | str:
    if isinstance(spec, str):  # as YAML, which nothing here asks for
        return spec
    for path in spec["paths"].values():
        for method in _METHODS:
            if body := path.get(method, {}).get("requestBody"):
                body["required"] = True
                broken = {"description": "The body is no JSON"}
                path[method]["responses"].setdefault("400", broken)
    return spec
