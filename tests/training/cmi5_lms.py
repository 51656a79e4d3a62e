"""A small learning system for cmi5: launches a package and holds what it sends to the rules.

The course is served from one port and the record store from another, as in real life, so that the
browser asks for permission first. Rules: cmi5 (Quartz, 1st edition), sections in the messages.
"""

import io
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4
from zipfile import ZipFile

from lxml import etree

from tests.training.scorm_lms import TYPES

NS = {"c": "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"}
CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VERB = "http://adlnet.gov/expapi/verbs/"
ACTOR = {
    "objectType": "Agent",
    "account": {"homePage": "https://lms.example.org", "name": "1625378"},
}


@dataclass
class Cmi5Lms:
    """One learner, one package and its one unit."""

    package: bytes
    mode: str = "Normal"
    returns: bool = False
    statements: list[dict[str, Any]] = field(default_factory=list)
    states: dict[str, bytes] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    asked_preferences: int = 0
    failing: int = 0

    def __enter__(self) -> "Cmi5Lms":
        with ZipFile(io.BytesIO(self.package)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.unit = etree.fromstring(self.files["cmi5.xml"]).find("c:au", NS)
        self.activity_id = "https://lms.example.org/activities/1"
        self.registration = str(uuid4())
        self.content = ThreadingHTTPServer(("127.0.0.1", 0), _content(self))
        self.store = ThreadingHTTPServer(("127.0.0.1", 0), _store(self))
        for server in (self.content, self.store):
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self.content, self.store):
            server.shutdown()
            server.server_close()

    def launch(self) -> str:
        """Begin a sitting: write the launch data and return the address to open (section 8.1)."""
        self.session, self.token, self.fetched = str(uuid4()), uuid4().hex, False
        store = f"http://127.0.0.1:{self.store.server_address[1]}"
        content = f"http://127.0.0.1:{self.content.server_address[1]}"
        template = {
            "contextActivities": {"grouping": [{"id": self.unit.get("id")}]},
            "extensions": {SESSION: self.session},
        }
        launch_data = {
            "contextTemplate": template,
            "launchMode": self.mode,
            "moveOn": self.unit.get("moveOn"),
        }
        if self.unit.get("masteryScore"):
            launch_data["masteryScore"] = float(self.unit.get("masteryScore"))
        if self.returns:
            launch_data["returnURL"] = f"{content}/back"
        self.states["LMS.LaunchData"] = json.dumps(launch_data).encode()
        query = {
            "endpoint": f"{store}/xapi/",
            "fetch": f"{store}/fetch?k=1",
            "actor": json.dumps(ACTOR),
            "registration": self.registration,
            "activityId": self.activity_id,
        }
        return f"{content}/{self.unit.findtext('c:url', '', NS).strip()}?{urlencode(query)}"

    def verbs(self, session: str = "") -> list[str]:
        """Return the verbs of a sitting, of the last one by default."""
        wanted = session or self.session
        return [
            each["verb"]["id"].removeprefix(VERB)
            for each in self.statements
            if each["context"]["extensions"][SESSION] == wanted
        ]

    def said(self, verb: str) -> dict[str, Any]:
        """Return the one statement with this verb."""
        found = [each for each in self.statements if each["verb"]["id"] == VERB + verb]
        assert len(found) == 1, f"{len(found)} statements say {verb}"
        return found[0]

    def take(self, statement: dict[str, Any]) -> None:
        """Take a statement, and complain where it breaks a rule."""
        self.complaints += _faults(self, statement)
        self.statements.append(statement)


def _faults(lms: Cmi5Lms, statement: dict[str, Any]) -> list[str]:
    verb = statement["verb"]["id"].removeprefix(VERB)
    context, result = statement["context"], statement.get("result", {})
    categories = {each["id"] for each in context["contextActivities"]["category"]}
    judged = "success" in result or "completion" in result
    sitting = lms.verbs()
    all_verbs = [each["verb"]["id"].removeprefix(VERB) for each in lms.statements]
    launch_data = json.loads(lms.states["LMS.LaunchData"])
    template = launch_data["contextTemplate"]
    mastery = launch_data.get("masteryScore")
    score = result.get("score")
    rules = {
        "9.1 the id is a UUID": UUID_TEXT.fullmatch(statement["id"]),
        "9.2 the actor is the one of the launch": statement["actor"] == ACTOR,
        "9.3 initialized comes first": (verb == "initialized") == (not sitting),
        "9.3 nothing follows terminated": "terminated" not in sitting,
        "9.3 no verb twice in a sitting": verb not in sitting,
        "9.3 one verdict in a sitting": verb not in ("passed", "failed")
        or not {"passed", "failed"} & set(sitting),
        "9.3 completed and passed once in a registration": verb not in ("completed", "passed")
        or verb not in all_verbs,
        "9.3 failed never follows passed": verb != "failed" or "passed" not in all_verbs,
        "9.4 the object is the launched activity": statement["object"]["id"] == lms.activity_id,
        "9.5.1 score only with passed and failed": score is None or verb in ("passed", "failed"),
        "9.5.1 score is within its range": score is None
        or (0 <= score["scaled"] <= 1 and score["min"] <= score["raw"] <= score["max"]),
        "9.3.4 the verdict fits the mastery score": score is None
        or mastery is None
        or (score["scaled"] >= mastery) == (verb == "passed"),
        "9.5.2 success": result.get("success") is {"passed": True, "failed": False}.get(verb),
        "9.5.3 completion": result.get("completion") is (True if verb == "completed" else None),
        "9.5.4 duration": verb == "initialized"
        or re.fullmatch(r"PT\d+(\.\d+)?S", result.get("duration", "")),
        "9.6.1 the registration is the one of the launch": context["registration"]
        == lms.registration,
        "9.6.2.1 category cmi5": CMI5 in categories,
        "9.6.2.2 category moveon": (MOVE_ON in categories) == judged,
        "10 the template is kept": context["extensions"][SESSION] == template["extensions"][SESSION]
        and context["contextActivities"]["grouping"] == template["contextActivities"]["grouping"],
        "9.6.3.2 the mastery score is told": mastery is None
        or (context["extensions"].get(MASTERY) == mastery) == (verb in ("passed", "failed")),
        "9.7 the time is UTC": statement["timestamp"].endswith("Z"),
        "10 nothing but the frame outside of Normal": lms.mode == "Normal"
        or verb in ("initialized", "terminated"),
        "11 the preferences were asked for": lms.asked_preferences > 0,
    }
    return [f"{verb}: {rule}" for rule, holds in rules.items() if not holds]


def _content(lms: Cmi5Lms) -> type[BaseHTTPRequestHandler]:
    class Content(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = urlsplit(self.path).path.lstrip("/")
            content = b"<title>back</title>" if name == "back" else lms.files.get(name)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", TYPES.get(name[name.rfind(".") :], "text/html"))
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    return Content


def _store(lms: Cmi5Lms) -> type[BaseHTTPRequestHandler]:
    class Store(BaseHTTPRequestHandler):
        def do_OPTIONS(self) -> None:
            self.answer(204)

        def do_POST(self) -> None:
            if urlsplit(self.path).path == "/xapi/statements":
                return self.take_statements()
            if urlsplit(self.path).path != "/fetch":
                return self.answer(404)
            if lms.fetched:
                return self.answer(200, {"error-code": "1", "error-text": "already used"})
            lms.fetched = True
            return self.answer(200, {"auth-token": lms.token})

        def do_GET(self) -> None:
            if not self.is_allowed():
                return self.answer(401)
            path, query = self.read_address()
            if path == "/xapi/agents/profile":
                lms.asked_preferences += 1
                return self.answer(404)
            kept = lms.states.get(query.get("stateId", ""))
            if path != "/xapi/activities/state" or kept is None:
                return self.answer(404)
            return self.answer(200, json.loads(kept))

        def do_PUT(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if lms.failing:
                lms.failing -= 1
                return self.answer(503)
            if not self.is_allowed():
                return self.answer(401)
            path, query = self.read_address()
            if path == "/xapi/statements":
                statement = json.loads(content)
                if query.get("statementId") != statement["id"]:
                    lms.complaints.append("the address names another statement")
                lms.take(statement)
            elif query["stateId"] == "LMS.LaunchData":
                lms.complaints.append("10 the launch data is not the unit's to change")
            else:
                lms.states[query["stateId"]] = content
            return self.answer(204)

        def take_statements(self) -> None:
            """Take several statements at once, in their order (xAPI 1.0.3, part three, 2.1.2)."""
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if lms.failing or not self.is_allowed():
                return self.answer(503 if lms.failing else 401)
            for statement in json.loads(content):
                lms.take(statement)
            return self.answer(200, [])

        def read_address(self) -> tuple[str, dict[str, str]]:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/xapi/activities/state":
                wanted = (lms.activity_id, ACTOR, lms.registration)
                given = (query["activityId"], json.loads(query["agent"]), query["registration"])
                lms.complaints += [] if wanted == given else ["the state of somebody else"]
            return parts.path, query

        def is_allowed(self) -> bool:
            is_versioned = self.headers["X-Experience-API-Version"] == "1.0.3"
            return is_versioned and self.headers["Authorization"] == f"Basic {lms.token}"

        def answer(self, status: int, content: object = None) -> None:
            body = b"" if content is None else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Methods", "GET, PUT, POST, DELETE, OPTIONS")
            self.send_header(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, X-Experience-API-Version",
            )
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Store
