"""Ids in addresses: what no database can hold is no page."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1  # of a signed 64-bit integer


class Id(IntegerConverter):
    """As `int`, up to LARGEST."""

    def __init__(self, addresses: Map) -> None:
        super().__init__(addresses, max=LARGEST)


def install(app: Flask) -> None:
    app.url_map.converters["int"] = Id
