"""Cleaning in a process of its own, bounded in time and memory and without our secrets.

A bomb or a fault in a reader of pictures ends that process and nothing else; its environment is
empty, so it knows neither the database nor a key.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore

from privacy.files.cleaned import Cleaned, Limits, Removed
from privacy.files.kinds import Kind
from privacy.files.refusals import CleaningBusyError, FileRefusedError, Refusal

_AS_SHIPPED = Limits()
AT_ONCE = BoundedSemaphore(2)
"""So many files are cleaned at once: each may take the memory that its limits allow."""
_ROOT = Path(__file__).parents[2]


def clean_apart(content: bytes, limits: Limits = _AS_SHIPPED) -> Cleaned:
    """Do what `privacy.files.clean` does, in a process of its own.

    Raises
    ------
    FileRefusedError
        As `clean` does, and if the time or the memory did not suffice.
    CleaningBusyError
        If others were being cleaned all the time that it waited.
    """
    if len(content) > limits.max_bytes:
        raise FileRefusedError(Refusal.TOO_LARGE)
    if not AT_ONCE.acquire(timeout=limits.max_wait_seconds):
        raise CleaningBusyError("other files are being cleaned; try this one again in a minute")
    try:
        return _read(_run(content, limits))
    finally:
        AT_ONCE.release()


def _run(content: bytes, limits: Limits) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "privacy.files", json.dumps(asdict(limits))],
            input=content,
            capture_output=True,
            timeout=limits.seconds,
            env=_environment(),
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefusedError(Refusal.TOO_HARD) from None
    if done.returncode != 0:
        raise FileRefusedError(Refusal.TOO_HARD)
    return done.stdout


def _environment() -> dict[str, str]:
    # Windows starts no process without the first, and some systems find no library without PATH.
    kept = ("SYSTEMROOT", "PATH")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _read(output: bytes) -> Cleaned:
    head, _, content = output.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise FileRefusedError(Refusal(told["refused"]))
    return Cleaned(Kind(told["kind"]), content, tuple(Removed(each) for each in told["removed"]))
