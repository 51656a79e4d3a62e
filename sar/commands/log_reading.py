"""Keys and checkpoints of the log, read from what is given to a command."""

from collections.abc import Sequence
from pathlib import Path

from privacy.errors import LogError
from privacy.log.checkpoints import Checkpoint, parse_checkpoint
from privacy.log.notes import MAX_NOTE_BYTES, VerifierKey, parse_verifier_key


def read_key(given: str) -> VerifierKey:
    """Return the key that is written here or in a file; raises LogError for neither."""
    is_file = len(given) < 256 and Path(given).is_file()
    return parse_verifier_key(_read_text(Path(given)) if is_file else given)


def read_checkpoints(places: Sequence[Path]) -> list[Checkpoint]:
    """Read checkpoints from files, and from every file of a folder with its folders."""
    files = [
        each
        for place in places
        for each in (sorted(place.rglob("*.txt")) if place.is_dir() else [place])
    ]
    return [read_checkpoint(file) for file in files]


def read_checkpoint(file: Path) -> Checkpoint:
    """Read a checkpoint from a file; raises LogError that names the file."""
    try:
        return parse_checkpoint(_read_text(file).replace("\r\n", "\n").strip() + "\n")
    except LogError as error:
        raise LogError(f"{file.name}: {error}") from None


def _read_text(file: Path) -> str:
    with file.open("rb") as stream:
        content = stream.read(MAX_NOTE_BYTES + 1)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise LogError(f"{file.name}: not UTF-8 text") from None
