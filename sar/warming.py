"""Loading what is slow to load in the background of a server's start, before somebody waits for it.

Without it the first report that a process takes waits for patterns and the model of names, and the
first one that it shows to an analyst for scikit-learn. Importing the application loads neither.
"""

import gc
from threading import Thread


def begin() -> Thread:
    """Begin to warm up; requests are served meanwhile, and who comes too early waits as before."""
    thread = Thread(target=warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


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
