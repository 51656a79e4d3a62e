"""Photos and files without what they tell beside their content: bytes in, clean bytes out.

`clean` recognises a file by its content and builds it anew: pictures from their pixels, PDF
documents from their pages, texts from their characters. `apart.clean_apart` does the same in a
process of its own, for files from people who are not trusted.
"""

from privacy.files.cleaned import Cleaned, Limits, Removed
from privacy.files.cleaning import clean
from privacy.files.kinds import Kind

__all__ = ["Cleaned", "Kind", "Limits", "Removed", "clean"]
