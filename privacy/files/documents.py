"""PDF documents: their pages as they are seen, in a new document that can do nothing.

Everything is built from lists of what may stay (ISO 32000-2: catalog 7.7.2, pages 7.7.3, form
XObjects 8.10, images 8.9.5): what nobody listed, a script or a launch action, say, is not there.
Forms and notes become part of the page first. Text that is drawn outside of what can be seen, or
invisibly as that of a scanner, stays.
"""

import io
from typing import TYPE_CHECKING, Any

from privacy.files.cleaned import Cleaned, Limits, Removed, in_order
from privacy.files.drawn import keep_only, redraw, redraw_page
from privacy.files.kinds import Kind
from privacy.files.refusals import FileRefusedError, Refusal

if TYPE_CHECKING:
    import pikepdf

_PAGE = frozenset(
    {
        *("/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Contents", "/Rotate"),
        *("/Group", "/UserUnit"),
    }
)
_ACTIONS = ("/OpenAction", "/AA")
# What may hang at anything and only tells.
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF")


def clean_document(content: bytes, limits: Limits) -> Cleaned:
    """Return a document of the same pages.

    Raises
    ------
    FileRefusedError
        If it opens with a password only, has too many pages, or cannot be read.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as source:
            return _rebuilt(source, limits)
    except pikepdf.PasswordError:
        raise FileRefusedError(Refusal.PROTECTED) from None
    except (FileRefusedError, MemoryError):
        raise
    except Exception:
        # A reader meets hostile bytes in more ways than it has kinds of errors.
        raise FileRefusedError(Refusal.DAMAGED) from None


def _rebuilt(source: "pikepdf.Pdf", limits: Limits) -> Cleaned:
    import pikepdf

    if not len(source.pages):
        raise FileRefusedError(Refusal.DAMAGED)
    if len(source.pages) > limits.max_pages:
        raise FileRefusedError(Refusal.TOO_MANY_PAGES)
    removed = _found_in(source)
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()
    source.flatten_annotations("screen")
    with pikepdf.new() as made:
        made.pages.extend(source.pages)
        for page in made.pages:
            keep_only(page.obj, _PAGE)
            page.contents_coalesce()
            redraw(page.obj)
            redraw_page(page.obj.get("/Contents"))
        for each in made.objects:
            _drop_telling(each)
            redraw(each)
        stream = io.BytesIO()
        made.remove_unreferenced_resources()
        made.save(stream, deterministic_id=True, compress_streams=True)
    return Cleaned(Kind.PDF, stream.getvalue(), in_order(removed))


def _drop_telling(each: Any) -> None:
    import pikepdf

    if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        for name in _TELLING:
            if name in each:
                del each[name]


def _found_in(source: "pikepdf.Pdf") -> set[Removed]:
    """Return what the document has beside its pages, so that its sender can be told."""
    root, found = source.Root, set()
    names: Any = root.get("/Names", {})
    if "/AcroForm" in root:
        found.add(Removed.FORMS)
    if "/EmbeddedFiles" in names or "/AF" in root:
        found.add(Removed.ATTACHMENTS)
    if "/JavaScript" in names or any(each in root for each in _ACTIONS):
        found.add(Removed.SCRIPTS)
    if "/Metadata" in root:
        found.add(Removed.HIDDEN)
    for key, value in source.docinfo.items():
        found |= {_IN_INFO.get(str(key), Removed.HIDDEN)} if str(value) else set()
    for page in source.pages:
        found |= _on_page(page.obj)
    return found


_IN_INFO = {
    "/Author": Removed.PEOPLE,
    "/CreationDate": Removed.TIMES,
    "/ModDate": Removed.TIMES,
    "/Title": Removed.COMMENTS,
    "/Subject": Removed.COMMENTS,
    "/Keywords": Removed.COMMENTS,
}
_ANNOTATIONS = {
    "/Link": Removed.LINKS,
    "/Widget": Removed.FORMS,
    "/FileAttachment": Removed.ATTACHMENTS,
}


def _on_page(page: Any) -> set[Removed]:
    found = {Removed.SCRIPTS} if "/AA" in page else set()
    if "/Thumb" in page:
        found.add(Removed.PREVIEW)
    if "/PieceInfo" in page or "/Metadata" in page:
        found.add(Removed.HIDDEN)
    for each in page.get("/Annots", []):
        found.add(_ANNOTATIONS.get(str(each.get("/Subtype", "")), Removed.NOTES))
        action = each.get("/A", {})
        if "/AA" in each or str(action.get("/S", "/URI")) not in {"/URI", "/GoTo"}:
            found.add(Removed.SCRIPTS)
    return found
