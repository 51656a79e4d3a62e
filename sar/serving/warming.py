"""Loading what is slow to load in the background of a server's start, before somebody waits for it.

Without it the first page waits until its templates are compiled, the first report that a process
takes for patterns and the model of names, and the first one that it shows to an analyst for
scikit-learn. Importing the application loads none of them.
"""

import gc
from threading import Thread

from flask import Flask

# The pages that most people open: filing, what was filed, and the queue.
_FIRST = (
    *("layout.html", "notices.html", "macros/", "intake/", "phone/", "review/", "attachments/"),
    *("linking/offer.html", "reveal/offer.html", "search/saved.html"),
)


def begin(app: Flask) -> Thread:
    """Begin to warm up; requests are served meanwhile, and who comes too early waits as before."""
    thread = Thread(target=_warm_up, args=[app], name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up(app: Flask) -> None:
    compile_pages(app)
    warm_up()


def compile_pages(app: Flask) -> None:
    """Compile the templates of the pages that are opened first; the application keeps them."""
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(_FIRST)):
        app.jinja_env.get_template(name)


def warm_up() -> None:
    """Use each of them once; names and words are read from their files, too."""
    from privacy.attributes import mask_mentions
    from privacy.redaction import redact
    from triage.linking.features import features_of
    from triage.similarity import fingerprint

    # Without a name, a trait and a misspelled word in it, a text never reaches all lists.
    told = mask_mentions(redact("Mr. John Smith and a Pakitsani man wait at the gate.").text)
    fingerprint(told)
    features_of([told])
    # What is loaded stays; without this, every search for garbage goes through all of it.
    gc.collect()
    gc.freeze()
