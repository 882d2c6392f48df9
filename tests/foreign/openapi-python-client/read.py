"""Reads our server with the client that openapi-python-client generated. It has 120 builds."""

import datetime
import os
import uuid
from http import HTTPStatus

from pipecat import AuthenticatedClient
from pipecat.api.default import list_builds
from pipecat.models import BuildStatus, ListBuildsStatus

server = os.environ["SERVER"]
client = AuthenticatedClient(base_url=server, token=os.environ["TOKEN"], raise_on_unexpected_status=True)

page = list_builds.sync(client=client)
assert (len(page.builds), page.total, page.limit, page.offset) == (20, 120, 20, 0), page
for build in page.builds:
    assert isinstance(build.id, uuid.UUID), build
    assert isinstance(build.status, BuildStatus), build
    assert isinstance(build.created_at, datetime.datetime), build
    # What the contract does not list would be here.
    assert build.additional_properties == {}, build

every = []
for offset in range(0, 120, 50):
    every += list_builds.sync(client=client, limit=50, offset=offset).builds
assert len({build.id for build in every}) == 120

first = every[0]
for filters, name in [
    ({"status": ListBuildsStatus(first.status.value)}, "status"),
    ({"region": first.region}, "region"),
    ({"context_hash": first.context_hash}, "context_hash"),
]:
    found = list_builds.sync(client=client, limit=100, **filters)
    expected = [build for build in every if getattr(build, name) == getattr(first, name)]
    assert 0 < len(expected) < 100, (name, len(expected))
    assert found.builds == expected, name
    assert found.total == len(expected), name

stranger = AuthenticatedClient(base_url=server, token="wrong")
refused = list_builds.sync_detailed(client=stranger)
assert refused.status_code == HTTPStatus.UNAUTHORIZED, refused
assert refused.headers["www-authenticate"].startswith("Bearer"), refused
assert refused.parsed is None, refused
