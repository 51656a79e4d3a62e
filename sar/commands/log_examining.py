"""Verifying an export of the log or a proof: no network, no database, no settings."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import rich_click as click

from privacy.errors import LogError
from privacy.log import exports, receipts
from privacy.log.checkpoints import Checkpoint, signed_by
from privacy.log.notes import Signer, VerifierKey
from privacy.log.verifying import Entry, Verdict, verify

EXIT_BROKEN = 1
_REPORT_EACH = 100_000
_KEY_CAME_ALONG = (
    "The log's key came with the export, so whoever made the export could have chosen it: compare "
    "it with the one that you hold, or give it with --key."
)
_NO_CHECKPOINT = (
    "Without a checkpoint that was kept elsewhere (--checkpoint) nobody can see whether the end "
    "was cut off or the whole log was built anew by somebody who holds its key."
)


def examine(
    place: Path,
    *,
    keys: Sequence[VerifierKey],
    kept: Sequence[Checkpoint],
    witnesses: Sequence[VerifierKey],
) -> int:
    """Verify an export or a proof, tell the outcome, and return the exit code.

    Raises LogError if `place` is neither.
    """
    if place.is_file() and _is_proof(place):
        return _examine_proof(place, keys=keys, witnesses=witnesses)
    with exports.open_export(place) as source:
        checkpoint, earlier = exports.read_checkpoint(source), exports.read_earlier(source)
        known = list(keys) or [exports.read_key(source)]
        noted = [*earlier, checkpoint, *kept]
        forged = _not_genuine(noted, known)
        if forged:
            click.echo(f"BROKEN: {forged}.")
            return EXIT_BROKEN
        verdict = verify(_watched(exports.entries(source, checkpoint.size)), checkpoints=noted)
    if not verdict.is_intact:
        _tell_fault(verdict)
        return EXIT_BROKEN
    click.echo(f"Intact: {verdict.size} entries, root {verdict.root.hex()}.")
    click.echo(f"Log: {checkpoint.origin}. Key: {', '.join(map(str, known))}.")
    if not keys:
        click.echo(_KEY_CAME_ALONG)
    if kept:
        click.echo(f"It contains the {len(kept)} checkpoint(s) that you brought.")
    else:
        click.echo(_NO_CHECKPOINT)
    return tell_witnesses(noted, witnesses)


def tell_witnesses(noted: Iterable[Checkpoint], witnesses: Sequence[VerifierKey]) -> int:
    """Say of each witness up to where it signed; exit code 1 if one of them never did."""
    code, noted = 0, list(noted)
    for key in witnesses:
        signed = [(each.size, who) for each in noted for who in _signers(each, key)]
        if signed:
            size, who = max(signed, key=lambda pair: pair[0])
            moment = f" on {who.signed_at:%Y-%m-%d %H:%M} UTC" if who.signed_at else ""
            click.echo(f"The witness {key.name} signed {size} entries{moment}.")
        else:
            click.echo(f"BROKEN: the witness {key.name} signed none of the checkpoints.")
            code = EXIT_BROKEN
    return code


def tell_progress(position: int) -> None:
    """Say on standard error how far the verification is, every 100,000 entries."""
    if position and position % _REPORT_EACH == 0:
        click.echo(f"... {position:,} entries", err=True)


def _watched(entries: Iterable[Entry]) -> Iterator[Entry]:
    for position, entry in enumerate(entries, 1):
        yield entry
        tell_progress(position)


def _not_genuine(noted: Iterable[Checkpoint], keys: Sequence[VerifierKey]) -> str:
    """Say which checkpoint is not the log's; an empty text if all are."""
    for checkpoint in noted:
        own = [key for key in keys if key.name == checkpoint.origin]
        names = ", ".join(key.name for key in keys)
        if not own:
            return f"the checkpoint at {checkpoint.size} entries is of another log than {names}"
        if not any(_signers(checkpoint, key) for key in own):
            return (
                f"the checkpoint at {checkpoint.size} entries is not signed by the key of {names}"
            )
    return ""


def _signers(checkpoint: Checkpoint, key: VerifierKey) -> list[Signer]:
    try:
        return signed_by(checkpoint, [key])
    except LogError:
        return []


def _is_proof(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(receipts.FIRST_LINE)) == receipts.FIRST_LINE.encode()


def _examine_proof(
    file: Path, *, keys: Sequence[VerifierKey], witnesses: Sequence[VerifierKey]
) -> int:
    if not keys:
        raise LogError("proof: give the log's key with --key; a proof does not carry it")
    proof = _read_proof(file)
    forged = _not_genuine([proof.checkpoint], keys)
    if not forged and not receipts.holds(proof):
        forged = "the proof does not lead from the entry to the root of the checkpoint"
    if forged:
        click.echo(f"BROKEN: {forged}.")
        return EXIT_BROKEN
    click.echo(f"Proved: this is entry {proof.index + 1} of {proof.checkpoint.origin}.")
    # As JSON text again: what stands in a file must not steer the terminal.
    click.echo(json.dumps(json.loads(proof.leaf), indent=2))
    return tell_witnesses([proof.checkpoint], witnesses)


def _read_proof(file: Path) -> receipts.EntryProof:
    with file.open("rb") as stream:
        content = stream.read(receipts.MAX_PROOF_CHARS + 1)
    try:
        proof = receipts.parse_proof(content.decode("utf-8").replace("\r\n", "\n"))
        json.loads(proof.leaf)
    except (ValueError, RecursionError):
        raise LogError("proof: not UTF-8 text, or its entry is not JSON") from None
    return proof


def _tell_fault(verdict: Verdict) -> None:
    click.echo(f"BROKEN: {verdict.reason}.")
    if verdict.first_bad is not None:
        click.echo(f"First bad position: {verdict.first_bad}.")
    click.echo(f"Sound before that: {verdict.size} entries.")
    click.echo("Keep the export as it is, and compare it with the database and its backups.")
