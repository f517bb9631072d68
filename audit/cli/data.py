"""`--data DIR`, for the commands that keep or read something."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from audit.config import Settings, load_settings
from audit.places import store_of
from audit.store import Store
from audit.store.schema import prepare


def data_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--data DIR` as the argument `data` (None where it was not given)."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the databases and recordings [default: ./data].",
    )(function)


def open_data(data: Path | None) -> tuple[Settings, Store]:
    """Settings and database of this folder; a fresh folder gets its tables."""
    settings = load_settings(data=data)
    store = store_of(settings)
    click.get_current_context().call_on_close(store.engine.dispose)
    prepare(store)
    return settings, store
