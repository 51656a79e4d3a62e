"""A small learning system for SCORM 1.2: serves a package, plays it in a frame, keeps its data.

It is strict where real systems are lenient: an element that SCORM 1.2 does not know, a value that
is not of its type or a call at the wrong time is refused and written down in `complaints`.
"""

import io
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zipfile import ZipFile

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}

# The parts of the data model that this system supports (SCORM 1.2 Run-Time Environment, 3.4.4):
# r may be read, w may be written; the rest is a regular expression of what may be written.
MODEL = {
    "cmi.core.student_id": ["r", ""],
    "cmi.core.student_name": ["r", ""],
    "cmi.core.lesson_location": ["rw", r"^[\s\S]{0,255}$"],
    "cmi.core.credit": ["r", ""],
    "cmi.core.lesson_status": ["rw", "^(passed|completed|failed|incomplete|browsed)$"],
    "cmi.core.entry": ["r", ""],
    "cmi.core.score.raw": ["rw", r"^(100(\.0+)?|\d{1,2}(\.\d+)?)?$"],
    "cmi.core.score.max": ["rw", r"^(100(\.0+)?|\d{1,2}(\.\d+)?)?$"],
    "cmi.core.score.min": ["rw", r"^(100(\.0+)?|\d{1,2}(\.\d+)?)?$"],
    "cmi.core.total_time": ["r", ""],
    "cmi.core.lesson_mode": ["r", ""],
    "cmi.core.exit": ["w", "^(time-out|suspend|logout|)$"],
    "cmi.core.session_time": ["w", r"^\d{2,4}:\d\d:\d\d(\.\d{1,2})?$"],
    "cmi.suspend_data": ["rw", r"^[\s\S]{0,4095}$"],
    "cmi.launch_data": ["r", ""],
    "cmi.comments": ["rw", r"^[\s\S]{0,4096}$"],
}

INTERFACE = """<!doctype html><html lang="en"><head><title>Learning system</title></head>
<body><script>
const MODEL = __MODEL__, data = __DATA__;
let phase = 'before', error = '0';
const post = body => { const text = JSON.stringify(body);
  // A page that is going may not wait for an answer.
  try { const ask = new XMLHttpRequest(); ask.open('POST', '/keep', false); ask.send(text); }
  catch { navigator.sendBeacon('/keep', text); } };
const complain = (code, text) => { error = code; post({ complaint: text }); return 'false'; };
window.API = {
  LMSInitialize(x) { if (x !== '' || phase !== 'before') return complain('101', 'LMSInitialize');
    phase = 'open'; error = '0'; post({ call: 'LMSInitialize' }); return 'true'; },
  LMSGetValue(name) { if (phase !== 'open') { complain('301', 'get before start'); return ''; }
    if (!MODEL[name]) { complain('201', 'get ' + name); return ''; }
    if (!MODEL[name][0].includes('r')) { complain('404', 'get ' + name); return ''; }
    error = '0'; return data[name] ?? ''; },
  LMSSetValue(name, value) { if (phase !== 'open') return complain('301', 'set ' + name);
    if (!MODEL[name]) return complain('201', 'set ' + name);
    if (!MODEL[name][0].includes('w')) return complain('403', 'set ' + name);
    if (typeof value !== 'string' || !new RegExp(MODEL[name][1]).test(value))
      return complain('405', 'set ' + name + ' to ' + value);
    error = '0'; data[name] = value; return 'true'; },
  LMSCommit(x) { if (x !== '' || phase !== 'open') return complain('301', 'LMSCommit');
    error = '0'; post({ data }); return 'true'; },
  LMSFinish(x) { if (x !== '' || phase !== 'open') return complain('301', 'LMSFinish');
    phase = 'over'; error = '0'; post({ data, call: 'LMSFinish' }); return 'true'; },
  LMSGetLastError: () => error, LMSGetErrorString: () => '', LMSGetDiagnostic: () => '',
};
</script>"""
FRAME = """
<iframe title="Course" name="course" src="/course/index.html" width="100%" height="700"></iframe>
</body></html>"""
# Systems differ in where the interface is: around the course, or around what opened its window.
PLAYER = INTERFACE + FRAME
LAUNCHER = INTERFACE + "<button onclick=\"window.open('/window')\">Open</button></body></html>"


@dataclass
class ScormLms:
    """One learner and one package."""

    package: bytes
    mode: str = "normal"
    data: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __enter__(self) -> "ScormLms":
        with ZipFile(io.BytesIO(self.package)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        """Return where the learner opens the course."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def player(self, page: str) -> bytes:
        """Make a page with the interface, with what was kept from the last time."""
        was_suspended = self.data.get("cmi.core.exit") == "suspend"
        begin = {
            "cmi.core.student_id": "L-1",
            "cmi.core.student_name": "Example, Learner",
            "cmi.core.credit": "credit",
            "cmi.core.lesson_mode": self.mode,
            "cmi.core.lesson_status": "not attempted",
            "cmi.core.total_time": "0000:00:00.00",
            "cmi.core.entry": "resume" if was_suspended else "ab-initio",
        }
        kept = {name: value for name, value in self.data.items() if name not in begin}
        kept["cmi.core.lesson_status"] = self.data.get("cmi.core.lesson_status", "not attempted")
        page = page.replace("__MODEL__", json.dumps(MODEL))
        return page.replace("__DATA__", json.dumps(begin | kept)).encode()

    def keep(self, said: dict[str, Any]) -> None:
        """Take down what the page tells."""
        self.data.update(said.get("data", {}))
        self.calls += [said["call"]] if "call" in said else []
        self.complaints += [said["complaint"]] if "complaint" in said else []


def _handler(lms: ScormLms) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/course/")
            if self.path in ("/", "/launcher"):
                content = lms.player(PLAYER if self.path == "/" else LAUNCHER)
            else:
                content = FRAME.encode() if self.path == "/window" else lms.files.get(name)
            self.answer(404 if content is None else 200, content or b"")

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            lms.keep(json.loads(self.rfile.read(length)))
            self.answer(200, b"")

        def answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            kind = TYPES.get(self.path[self.path.rfind(".") :], "text/html; charset=utf-8")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
