"""The start of a process that serves: imports the application and makes it, in one go."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from sar.settings import Settings


def start(settings: "Settings | None" = None) -> "Flask":
    """Return the application; without `settings` they are read from the environment.

    What a start makes stays as long as the process. To look through it for garbage again and again
    while it grows would take a quarter of the start's time, so nothing is collected meanwhile;
    frozen, it is left out of later collections too, and stays shared by the workers of a server
    that forks. Raises NotReadyError if there is no database or no keyring.
    """
    gc.disable()
    try:
        from sar.app import create_app

        return create_app(settings)
    finally:
        gc.freeze()
        gc.enable()
