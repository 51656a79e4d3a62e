"""The process of `privacy.files.apart`: a file from standard input, cleaned, to standard output.

First a line of JSON: kind and what was removed, or why the file is refused; then the file.
"""

import json
import sys
from contextlib import suppress

from privacy.files.cleaned import Limits
from privacy.files.cleaning import clean
from privacy.files.refusals import FileRefusedError, Refusal


def main() -> None:
    """Clean what comes in, within the limits of the first argument."""
    limits = Limits(**json.loads(sys.argv[1]))
    _bound(limits)
    content = sys.stdin.buffer.read()
    try:
        cleaned = clean(content, limits)
    except FileRefusedError as error:
        _write({"refused": error.reason}, b"")
    except MemoryError:
        _write({"refused": Refusal.TOO_HARD}, b"")
    else:
        _write({"kind": cleaned.kind, "removed": list(cleaned.removed)}, cleaned.content)


def _bound(limits: Limits) -> None:
    """Let the system end this process beyond its limits, where the system can."""
    try:
        import resource
    except ImportError:
        # Windows has no such limits; the caller's time limit holds there too.
        return
    memory = limits.max_memory_bytes
    # macOS refuses a bound below what is mapped from the start (the shared libraries of the system,
    # many gigabytes): there only the limits of sizes inside the files and of time hold.
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(told: dict[str, object], content: bytes) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    out.write(content)
    out.flush()


if __name__ == "__main__":
    main()
