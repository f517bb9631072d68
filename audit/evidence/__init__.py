"""The evidence package 证据包 of one violation that a person confirmed.

A zip that needs nothing of this program: `case.html` to read and hear, `case.json` for programs,
the sound around the evidence, and the SHA-256 of each in `SHA256SUMS`, which `sha256sum -c` reads
as well as `python -m audit verify`. Texts are masked as in a report (audit/masking.py); the sound
cannot be, and the case says so.
"""
