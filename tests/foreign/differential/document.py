"""Writes the document with an operation for each way to write a value, and the list of them for the program:
`document.py DOCUMENT LIST`.

The only parameter of an operation is `p`, and the component that its schema refers to names the kind of its values.
"""

import json
import sys

SCALARS = ["Text", "Whole", "Number", "Flag"]
LISTS = ["Texts", "Wholes"]
OBJECTS = ["Record", "Map"]
ALL = SCALARS + LISTS + OBJECTS

# In, style, kinds without `explode`, kinds with it; a scalar is the same with it and without. What the specification
# calls `n/a` is not here: `spaceDelimited` and `pipeDelimited` with `explode`, `deepObject` without, and of scalars.
STYLES = [
    ("path", "simple", ALL, ["Text"] + LISTS + OBJECTS),
    ("path", "label", ALL, ["Text"] + LISTS + OBJECTS),
    ("path", "matrix", ALL, ["Text"] + LISTS + OBJECTS),
    ("query", "form", ALL + ["Null"], ["Text"] + LISTS + OBJECTS),
    ("query", "spaceDelimited", LISTS + OBJECTS, []),
    ("query", "pipeDelimited", LISTS + OBJECTS, []),
    ("query", "deepObject", [], OBJECTS + ["Nest"]),
    ("header", "simple", ALL, ["Text"] + LISTS + OBJECTS),
    ("cookie", "form", ALL, ["Text"] + LISTS + OBJECTS),
]

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
STYLED = {
    "joined": {"style": "form", "explode": False},
    "spaces": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "deep": {"style": "deepObject", "explode": True},
    "spread": {"style": "form", "explode": True},
}
# Operation, media type, kind, `encoding`.
BODIES = [
    ("bodyJson", "application/json", "Nest", None),
    ("bodyForm", FORM, "Form", None),
    ("bodyFormStyled", FORM, "Styled", STYLED),
    ("bodyMultipart", MULTIPART, "Parts", None),
    ("bodyText", "text/plain", "Text", None),
    ("bodyOctets", "application/octet-stream", "Octets", None),
    ("bodyLines", "application/x-ndjson", "Nest", None),
]

TEXT, WHOLE = {"type": "string"}, {"type": "integer", "format": "int64"}
NUMBER, FLAG = {"type": "number", "format": "double"}, {"type": "boolean"}
TEXTS, WHOLES = {"type": "array", "items": TEXT}, {"type": "array", "items": WHOLE}


def record(properties, required):
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


RECORD = record({"text": TEXT, "count": WHOLE, "is it": FLAG}, ["text"])
FILE = {"type": "string", "contentMediaType": "application/octet-stream"}
SCHEMAS = {
    "Text": TEXT,
    "Whole": WHOLE,
    "Number": NUMBER,
    "Flag": FLAG,
    "Texts": TEXTS,
    "Wholes": WHOLES,
    "Record": RECORD,
    "Map": {"type": "object", "additionalProperties": TEXT},
    "Null": {"type": ["string", "null"]},
    "Nest": record({"text": TEXT, "number": NUMBER, "list": TEXTS, "inner": {"$ref": "#/components/schemas/Record"}}, ["text"]),
    "Form": record({"text": TEXT, "count": WHOLE, "number": NUMBER, "flag": FLAG, "list": TEXTS, "a b&c": TEXT}, ["text"]),
    "Styled": record({"joined": TEXTS, "spaces": TEXTS, "pipes": TEXTS, "spread": WHOLES, "deep": RECORD}, []),
    "Parts": record(
        {
            "text": TEXT,
            "count": WHOLE,
            "list": TEXTS,
            "record": {"$ref": "#/components/schemas/Record"},
            "file": FILE,
            "files": {"type": "array", "items": FILE},
        },
        ["text", "file"],
    ),
    "Octets": {},
}


def operations():
    """Operation, path, what it takes, kind."""
    for place, style, plain, exploded in STYLES:
        for explode, kinds in [(False, plain), (True, exploded)]:
            for kind in kinds:
                name = place + style[0].upper() + style[1:] + ("Exploded" if explode else "") + kind
                yield parameter(name, place, kind, style=style, explode=explode)
    for kind in ["Text", "Texts", "Record"]:
        yield parameter("queryReserved" + kind, "query", kind, style="form", explode=False, allowReserved=True)
    yield parameter("queryReservedExplodedTexts", "query", "Texts", style="form", explode=True, allowReserved=True)
    for place in ["path", "query", "header", "cookie"]:
        yield parameter(place + "ContentNest", place, "Nest", content={"application/json": {"schema": schema("Nest")}})
    for name, media, kind, encoding in BODIES:
        content = {"schema": schema(kind)} if kind != "Octets" else {}
        if encoding:
            content["encoding"] = encoding
        yield name, "/" + name, {"requestBody": {"required": True, "content": {media: content}}}, kind


def parameter(name, place, kind, **how):
    if "content" not in how:
        how["schema"] = schema(kind)
    path = f"/{name}/{{p}}" if place == "path" else f"/{name}"
    return name, path, {"parameters": [{"name": "p", "in": place, "required": True, **how}]}, kind


def schema(kind):
    return {"$ref": f"#/components/schemas/{kind}"}


def main():
    paths, cells = {}, []
    for name, path, takes, kind in operations():
        method = "post" if "requestBody" in takes else "get"
        answer = {"204": {"description": "It was read."}}
        paths[path] = {method: {"operationId": name, **takes, "responses": answer, "x-kind": kind}}
        carried = {"bodyOctets": "octets", "bodyLines": "lines", "bodyMultipart": "parts"}.get(name, "json")
        field = "body" if method == "post" else "p"
        cells.append(f"    {carried} {name[0].upper()}{name[1:]}Request.{field} {name} {kind},\n")
    info = {"title": "Differential", "version": "1"}
    servers = [{"url": "http://test"}]
    document = {"openapi": "3.1.0", "info": info, "servers": servers, "paths": paths, "components": {"schemas": SCHEMAS}}
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write("cells! {\n" + "".join(cells) + "}\n")


main()
