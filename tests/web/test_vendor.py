"""Other people's code is named, licensed and unchanged."""

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "web/static/vendor"


def test_vendored_files_are_what_the_list_says() -> None:
    listed = json.loads((VENDOR / "VENDOR.json").read_text())
    found = {
        str(file.relative_to(VENDOR)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name != "VENDOR.json"
    }
    assert found == {name: digest for entry in listed for name, digest in entry["files"].items()}


def test_each_has_version_licence_and_its_text() -> None:
    for entry in json.loads((VENDOR / "VENDOR.json").read_text()):
        folder = VENDOR / f"{entry['name']}-{entry['version']}"
        assert entry["licence"] in {"BSD-3-Clause", "0BSD", "MIT", "Apache-2.0"}
        assert len((folder / "LICENSE").read_text()) > 300
