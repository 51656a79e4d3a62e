"""`sar privacy train`: the model of names, made anew from text that the program makes up."""

from pathlib import Path

import rich_click as click

from sar.errors import NotReadyError

WORDNET = Path("/usr/share/wordnet")
"""Where Debian's package wordnet-base puts its files."""


@click.command("train")
@click.option("--seed", type=click.IntRange(min=0), default=4, show_default=True)
@click.option(
    "--batches", type=click.IntRange(min=1), default=3_600, show_default=True,
    help="How long to train; a batch takes about a tenth of a second.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("names-model"),
    show_default=True, help="The folder to write the model to.",
)  # fmt: skip
@click.option(
    "--wordnet", type=click.Path(path_type=Path, file_okay=False), default=WORDNET,
    show_default=True, help="The folder with WordNet's files data.noun and so on.",
)  # fmt: skip
def train(*, seed: int, batches: int, out: Path, wordnet: Path) -> None:
    """Train the model of names; the same seed and sources give the same bytes.

    Nobody needs this to use the program: a trained model comes with it. Needed are the extra
    "train" (pip install "sar-toolkit[train]") and WordNet (apt-get install wordnet-base).
    """
    if not wordnet.joinpath("data.noun").is_file():
        raise NotReadyError(
            "WordNet's files are not in that folder. Install Debian's package wordnet-base, "
            "or name the folder with --wordnet."
        )
    try:
        from privacy.training.making import make
    except ModuleNotFoundError as error:
        raise NotReadyError(
            f"The package {error.name} is not installed. "
            'What training needs is in the extra "train": pip install "sar-toolkit[train]"'
        ) from error
    made = make(out, seed=seed, n_batches=batches, wordnet=wordnet, report=click.echo)
    click.echo(f"Wrote {made.folder}: {made.n_bytes:,} bytes, sha256 {made.sha256}")
