"""What Schemathesis cannot know of the documents in `tests/supported`; the reason is beside each."""

import base64
import json

import schemathesis

# No octets are octets too, so that of a required body nothing can be missing.
OCTETS = {"/any", "/octets"}

# XML is text, as docs/supported.md has it: no schema is held against it.
TEXT = {"/xml"}


def is_wrong(case):
    return case.meta is not None and case.meta.generation.mode.is_negative


@schemathesis.hook
def filter_case(context, case):
    path = case.operation.path
    # An empty value, and one that a client takes for a step in the path, makes another path: not the operation's.
    if any(str(value) in ("", ".", "..") for value in (case.path_parameters or {}).values()):
        return False
    if is_wrong(case) and path in OCTETS | TEXT:
        return False
    # One value is a list of one, and an object's members that the document does not list are left out.
    if is_wrong(case) and path == "/form":
        return False
    # `contentEncoding` is an annotation to Schemathesis, and the server decodes it.
    return all(is_base64(text) for text in pictures(case.body))


def pictures(body):
    while isinstance(body, dict):
        if isinstance(body.get("picture"), str):
            yield body["picture"]
        body = body.get("parent")


def is_base64(text):
    try:
        return base64.b64encode(base64.b64decode(text, validate=True)).decode() == text
    except ValueError:
        return False


@schemathesis.deserializer("application/x-ndjson")
def lines(context, response):
    """The schema is of a line: the last one stands for all, which are JSON at least."""
    return [json.loads(line) for line in response.content.decode().splitlines()][-1]
