"""Templates that were compiled are kept beside the compiled modules, for the next start."""

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from sar import __file__ as package
from sar import __version__


class Kept(FileSystemBytecodeCache):
    """A folder of compiled templates; what cannot be kept there is compiled anew each time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, unless Python keeps no modules either or the folder is not ours."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def install(app: Flask) -> None:
    """Read compiled templates from where Python keeps the modules of `sar`, and keep them there.

    Jinja compiles a template anew if its text or the version of Python is another one; its name
    tells the version of the toolkit, whose settings of Jinja belong to what was compiled.
    """
    folder = Path(cache_from_source(package)).parent
    app.jinja_env.bytecode_cache = Kept(str(folder), f"template-{__version__}-%s.cache")
