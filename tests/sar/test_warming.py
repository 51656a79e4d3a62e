"""A server's process loads what is slow before somebody waits for it, and after it has started."""

import subprocess
import sys

from tests.command_line import ROOT, installation

LOOK = """
import runpy, sys, threading
from types import SimpleNamespace
import wsgi
slow = {"privacy.model.store", "sklearn", "scipy"}
assert not slow & sys.modules.keys(), "the application itself has loaded them"
runpy.run_path("gunicorn.conf.py")["post_worker_init"](SimpleNamespace(wsgi=wsgi.app))
[thread] = [each for each in threading.enumerate() if each.name == "warm-up"]
thread.join()
assert slow <= sys.modules.keys()
"""


def test_a_worker_of_gunicorn_warms_up_once_the_application_is_there(sqlite_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=ROOT,
        env=installation(sqlite_url),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
