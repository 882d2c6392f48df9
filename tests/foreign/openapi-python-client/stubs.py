"""Calls the servers of the documents in tests/supported with the clients that openapi-python-client generated."""

import datetime
import importlib
import io
import os
import uuid

from bodies.models import SendFormBody, SendMultipartBody, Thing
from formats.models import AddFileBody
from formats.types import File
from parameters.models import Color
from schemas_3_0.models import Thing as Thing30
from security import AuthenticatedClient

STUBS = os.environ["STUBS"]


def call(document, operation, *path, status=204, client=None, **values):
    """The answer of an operation, of which the status is expected."""
    package = document.replace("-", "_")
    client = client or importlib.import_module(package).Client(base_url=f"{STUBS}/{document}")
    module = importlib.import_module(f"{package}.api.default.{operation}")
    response = module.sync_detailed(*path, client=client, **values)
    assert response.status_code == status, (document, operation, values, response)
    return response.parsed


# What is sent comes back.
thing = Thing(name="“ü”\n\U0001f600")
assert call("bodies", "send_json", status=200, body=thing) == thing
# Of a form it knows no `encoding`, so that it sends a list as several pairs, which this one is not.
call("bodies", "send_form", body=SendFormBody(name="a&b=ü"))
call("bodies", "send_form", body=SendFormBody(name="a", tags=["a", "b"]), status=400)
call("bodies", "send_multipart", body=SendMultipartBody(file="a\r\n--b", meta=thing))
thing = Thing30(note=None, share=0.25, file="YQ==")
assert call("schemas-3-0", "add_thing", status=200, body=thing) == thing
refused = call("schemas-3-0", "add_thing", status=400, body=Thing30(share=2.0))
assert refused.violations[0].pointer == "/share", refused

every = call("formats", "get_all", status=200)
assert isinstance(every.uuid, uuid.UUID), every
assert isinstance(every.date_time, datetime.datetime), every
assert isinstance(every.date, datetime.date), every
assert every.int8 in range(-128, 128), every
# What the document does not list would be here.
assert every.additional_properties == {}, every
call("formats", "add_file", body=AddFileBody(file=File(payload=io.BytesIO(b"\0\xff"), file_name="ä.bin")))

for style in ["simple", "simple_exploded"]:
    call("parameters", f"path_{style}_scalar", 7)
    call("parameters", f"header_{style}_scalar", x_color=-7)
# Cookies it cannot send unless they are text, and none here is.
for style in ["form", "form_exploded"]:
    call("parameters", f"query_{style}_scalar", color=7)
call("parameters", "query_form_exploded_array", color=["a&b", "", "ü"])
call("parameters", "query_form_exploded_object", color=Color(r=1, g=2, b=3))
call("parameters", "others", page=1, reserved="a/b?c", renamed="ü")
call("parameters", "others", status=400, page=0)

ours = AuthenticatedClient(base_url=f"{STUBS}/security", token="secret")
other = AuthenticatedClient(base_url=f"{STUBS}/security", token="wrong")
for operation in ["bearer", "oauth", "openid"]:
    call("security", operation, client=ours)
    call("security", operation, client=other, status=401)
call("security", "none")
call("security", "either", status=401)
