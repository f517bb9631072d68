"""Style sheets and scripts go out compressed; pages do not.

The length of a compressed page would tell what stands in it beside what somebody else put there
(the attack BREACH). Flask-Compress was tried and leaves the files open.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_KINDS = {"text/css", "text/javascript", "image/svg+xml"}


def install(app: Flask) -> None:
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if request.endpoint != "static" or response.mimetype not in _KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code == 200 and request.accept_encodings["gzip"] > 0:
        response.direct_passthrough = False
        response.set_data(_gzipped(response.get_data()))
        response.content_encoding = "gzip"
        tag, _weak = response.get_etag()
        if tag:
            response.set_etag(tag, weak=True)  # the same file in another form
    return response


@lru_cache(maxsize=64)
def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
