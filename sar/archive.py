"""Zip archives that are the same, byte for byte, whenever the same files go in."""

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, ZipFile, ZipInfo

# The earliest time that a zip can hold (PKWARE's application note, 4.4.6).
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files in the order given.

    They are stored as they are: what compression makes of them depends on the version of zlib.
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return buffer.getvalue()
