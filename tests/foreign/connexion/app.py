"""Serves the contract with connexion, which checks requests and responses by it. Prints the address."""

import os
import socket
import sys

import connexion
import uvicorn
from connexion.resolver import Resolver


def build(number, status, region, context_hash, **more):
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "organizationId": "org_ü",
        "status": status,
        "region": region,
        "contextHash": context_hash,
        "createdAt": f"2026-03-02T09:28:{number:02}Z",
        **more,
    }


BUILDS = [
    build(1, "success", "us-west", "00ff", imageSizeBytes=2**53 + 1, logsUrl="http://127.0.0.1/logs?of=1#end"),
    build(2, "failed", "us-west", "00fe", errorMessage="“no\nspace”\t\\ left \u0001\U0001f600"),
    build(3, "pending", "eu west/ö&=+%", "00ff"),
    build(4, "failed", "", "00fd", errorMessage=""),
    build(5, "timeout", "us-east", "00fc", buildDurationSeconds=0),
    build(6, "building", "us-east", "00fb", somethingNewer={"than": ["the", "contract"]}),
    build(7, "success", "us-east", "00ff", startedAt="2026-03-02T09:28:54.123456+02:00"),
]


def list_builds(limit, offset, status=None, region=None, contextHash=None):
    filters = {"status": status, "region": region, "contextHash": contextHash}
    wanted = {name: value for name, value in filters.items() if value is not None}
    found = [build for build in BUILDS if all(build[name] == value for name, value in wanted.items())]
    return {"builds": found[offset : offset + limit], "total": len(found), "limit": limit, "offset": offset}


def bearer(token):
    return {"sub": "someone"} if token == os.environ["TOKEN"] else None


if __name__ == "__main__":
    # What the contract has no words for: which function checks the token.
    os.environ["BEARERINFO_FUNC"] = "app.bearer"
    app = connexion.AsyncApp(__name__, specification_dir=os.path.dirname(os.path.abspath(sys.argv[1])))
    app.add_api(
        os.path.basename(sys.argv[1]),
        resolver=Resolver(lambda _: list_builds),
        strict_validation=True,
        validate_responses=True,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
