import json

from tests import factories


def post(app, body):
    return app.test_client().post(
        "/api/v1/reports",
        data=body,
        content_type="application/json",
        headers=factories.api_headers(
            factories.api_token(app, "officer"), key="k" * 10 + str(hash(body))
        ),
    )


def test_a(sqlite_app):
    for changes in (
        {"occurred": {"kind": "at", "date": "0001-01-01", "time": "00:00", "zone": "Asia/Tokyo"}},
        {
            "occurred": {
                "kind": "at",
                "date": "9999-12-31",
                "time": "23:59",
                "zone": "America/Chicago",
            }
        },
    ):
        r = post(sqlite_app, json.dumps(factories.submission(**changes)))
        print(r.status_code, r.text[:200])
    s = json.dumps(factories.submission())
    ind = factories.newest_set().indicators[0].indicator_id
    for n in (300, 500, 900):
        deep = factories.submission()
        deep["answers"][ind]["el-0001"] = "X"
        b = json.dumps(deep).replace('"X"', "[" * n + "]" * n)
        r = post(sqlite_app, b)
        print(n, r.status_code, r.text[:150])
