"""Looking for planted words in everything that an installation keeps."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import MetaData, create_engine, select

from tests.postgres import Server


def places(app: Flask, words: tuple[str, ...], server: Server) -> list[str]:
    """Name every table, file and dump in which one of `words` stands, whatever its case."""
    url = app.extensions["sar"].settings.database_url
    return [*_in_tables(url, words), *_in_files(url, words, server)]


def is_in(content: bytes, words: tuple[str, ...]) -> bool:
    """Tell whether one of `words` stands in some bytes, as UTF-8 or as JSON writes it."""
    lower = content.lower()
    return any(word.lower().encode() in lower for word in words)


def _in_tables(url: str, words: tuple[str, ...]) -> list[str]:
    found = []
    engine = create_engine(url)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                values = connection.execute(select(column)).scalars()
                if any(is_in(_bytes_of(value), words) for value in values):
                    found.append(f"{table.name}.{column.name}")
    engine.dispose()
    return found


def _bytes_of(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _in_files(url: str, words: tuple[str, ...], server: Server) -> list[str]:
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        files = [each for each in path.parent.glob(path.name + "*") if each.is_file()]
        return [each.name for each in files if is_in(each.read_bytes(), words)]
    name = urlsplit(url).path.lstrip("/")
    return ["pg_dump"] if is_in(server.dump(name), words) else []
