"""The report that the API's document shows as an example: made up, and accepted as it stands."""

from typing import Any

# Ids of behaviours and questions are those of the shipped edition 1.5.5.
EXAMPLE_REPORT: dict[str, Any] = {
    "set": {"set_id": "nsi-behaviours", "version": "2.1.0"},
    "behaviours": ["ind-0011"],
    "answers": {
        "ind-0011": {
            "el-0051": "The pump house gate and the cameras above it.",
            "el-0052": ["only_security"],
            "el-0054": False,
        }
    },
    "narrative": "A man photographed each camera at the gate of the pump house, and nothing "
    "else, for ten minutes. He left in a silver van when a guard came out.",
    "occurred": {
        "kind": "at",
        "date": "2026-02-20",
        "time": "14:30",
        "zone": "America/Chicago",
    },
    "place": {"kind": "address", "street": "10 Mill Road", "city": "Peoria", "state": "IL"},
    "sector": "WATR",
    "people": [{"description": "Man in a green work jacket"}],
    "vehicles": [{"plate": "ABC 1234", "state": "IL", "description": "Silver van"}],
    "source": "officer_observed",
}
