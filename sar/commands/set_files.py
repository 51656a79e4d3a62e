"""Finding the definition set that a command names."""

from pathlib import Path

from sqlalchemy import select

from indicators.definitions import DefinitionSet
from indicators.loading import load_set, shipped_sets
from sar import db, installation
from sar import settings as configuration
from sar.errors import NotFoundError
from sar.models import DefinitionSetVersion, SetState
from sar.sets.published import definition_set_of


def find_set(name: str, version: str | None = None) -> DefinitionSet:
    """Return the set in a file, or a shipped or published one.

    `name` is a file or a version number; with `version` it is the id of a set.

    Raises
    ------
    NotFoundError
        When there is neither.
    """
    if version is None and Path(name).is_file():
        return load_set(Path(name))
    set_id, number = (None, name) if version is None else (name, version)
    for each in shipped_sets():
        if each.version == number and set_id in (None, each.set_id):
            return each
    return _published(set_id, number)


def _published(set_id: str | None, version: str) -> DefinitionSet:
    wanted = select(DefinitionSetVersion).where(
        DefinitionSetVersion.version == version,
        DefinitionSetVersion.state == SetState.PUBLISHED,
    )
    if set_id is not None:
        wanted = wanted.where(DefinitionSetVersion.set_id == set_id)
    settings = configuration.from_environment()
    with installation.database(settings) as engine, db.reading(engine) as session:
        row = session.execute(wanted).scalars().first()
        if row is None:
            raise NotFoundError(
                "There is no such file, and no published version of that number.",
                remedy="`sar sets list` shows the versions.",
            )
        return definition_set_of(row)
