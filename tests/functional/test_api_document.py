"""The API keeps what its own OpenAPI document promises, whatever is sent (schemathesis)."""

import re
from collections.abc import Callable

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode

from tests import factories

QUICK = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# positive_data_acceptance: a report that names an unknown set is refused, types being right.
# ignored_auth: the token is always sent here; tests/guards/test_doors.py asks without one.
LEFT_OUT = [schemathesis.checks.positive_data_acceptance, schemathesis.checks.ignored_auth]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"]
)
def test_no_server_error_and_no_undocumented_answer(
    sqlite_app: Flask, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", sqlite_app)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert operations
    for operation in operations:
        is_desk = operation.path.startswith(("/api/v1/queue", "/api/v1/incidents"))
        role = "analyst" if is_desk else "officer"
        headers = {"Authorization": f"Bearer {token_of(sqlite_app, role)}"}
        strategy = operation.as_strategy(generation_mode=mode)
        QUICK(given(case=strategy)(sender(headers)))()


def sender(headers: dict[str, str]) -> Callable[..., None]:
    """Return a test of one generated request."""

    def send(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, excluded_checks=LEFT_OUT)

    return send


def token_of(app: Flask, role: str) -> str:
    """Return one token per application and role."""
    kept = app.extensions.setdefault("test_tokens", {})
    if role not in kept:
        kept[role] = factories.api_token(app, role)
    return kept[role]


def test_the_document_is_valid_openapi_3_1(sqlite_app: Flask) -> None:
    document = sqlite_app.test_client().get("/api/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_the_documentation_page_loads_nothing_from_elsewhere(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    page = client.get("/api/docs")
    assert page.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    for address in addresses:
        assert address.startswith("/")
        with client.get(address) as asset:
            assert asset.status_code == 200


def test_the_example_of_a_report_is_accepted_as_it_stands(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    operation = client.get("/api/openapi.json").get_json()["paths"]["/api/v1/reports"]["post"]
    example = operation["requestBody"]["content"]["application/json"]["example"]
    headers = factories.api_headers(
        factories.api_token(sqlite_app, "officer"), key="example-of-the-document"
    )
    answer = client.post("/api/v1/reports", json=example, headers=headers)
    assert answer.status_code == 201, answer.text
