import io
import json
import logging
from datetime import datetime

from sar import server_log


def test_a_line_has_what_was_given_and_no_word_of_an_error_that_was_raised() -> None:
    stream = io.StringIO()
    server_log.write_to(io.StringIO())
    server_log.write_to(stream)
    try:
        raise ValueError("Quackenbush stood at the gate")
    except ValueError as error:
        given = {"error": type(error).__name__, "of": object, "share": "100 %"}
        logging.getLogger("sar.part").exception("a part failed", given)
    logging.getLogger("sar").debug("not worth a line")
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    moment = datetime.fromisoformat(told.pop("timestamp"))
    assert moment.tzinfo is not None
    assert told == {
        "error": "ValueError",
        "of": "<class 'object'>",
        "share": "100 %",
        "event": "a part failed",
        "level": "error",
    }
