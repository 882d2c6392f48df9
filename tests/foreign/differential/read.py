"""Reads the requests of our client, from standard input, with openapi-core, werkzeug and connexion:
`read.py DOCUMENT COMPARED <LINES`. It prints for each operation the shortest value that they read otherwise, and writes
the numbers of the lines that were read to the file COMPARED.
"""

import base64
import collections
import io
import json
import sys
from urllib.parse import parse_qs

from connexion.uri_parsing import OpenAPIURIParser
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.formparser import parse_form_data

DOCUMENT = json.load(open(sys.argv[1], encoding="utf-8"))
OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
OPENAPI = OpenAPI.from_dict(DOCUMENT, config=Config(spec_validator_cls=None))


class Request:
    """A request as openapi-core takes it."""

    def __init__(self, request):
        self.method = request["method"].lower()
        self.host_url = "http://test"
        target, _, query = request["target"].partition("?")
        self.path = target
        self.query = query
        self.headers = {name: value for name, value in request["headers"]}
        self.content_type = self.headers.get("content-type", "")
        self.body = base64.b64decode(request["body"])
        pairs = [(name, value) for name, values in parse_qs(query, keep_blank_values=True).items() for value in values]
        self.parameters = RequestParameters(query=ImmutableMultiDict(pairs), header=Headers(request["headers"]))



def by_openapi_core(request, _operation):
    result = OPENAPI.unmarshal_request(request)
    if request.method == "post":
        return result.body
    parameters = result.parameters
    return {**parameters.query, **parameters.header}["p"]


def by_connexion(request, operation):
    [parameter] = operation["parameters"]
    schema = DOCUMENT["components"]["schemas"][operation["x-kind"]]
    parser = OpenAPIURIParser([{**parameter, "schema": schema}], {})
    return parser.resolve_query(parse_qs(request.query, keep_blank_values=True))["p"]


def by_werkzeug(request, _operation):
    """The parts of a multipart body; the schema says which of them are what."""
    environ = {
        "wsgi.input": io.BytesIO(request.body),
        "CONTENT_LENGTH": str(len(request.body)),
        "CONTENT_TYPE": request.content_type,
        "REQUEST_METHOD": "POST",
    }
    _, form, files = parse_form_data(environ, silent=False)
    value = {}
    for name, texts in form.lists():
        if name == "list":
            value[name] = texts
        else:
            [text] = texts
            value[name] = text if name == "text" else json.loads(text)
    for name, several in files.lists():
        told = [
            {
                "name": file.filename,
                "type": file.headers["content-type"],
                "octets": base64.b64encode(file.read()).decode(),
            }
            for file in several
        ]
        value[name] = told if name == "files" else told[0]
    return value


def by_json_lines(request, _operation):
    return [json.loads(line) for line in request.body.split(b"\n") if line]


def by_octets(request, _operation):
    return base64.b64encode(request.body).decode()


def texts_of(value):
    """All that a style writes apart."""
    if isinstance(value, dict):
        return [text for pair in value.items() for text in map(str, pair)]
    return list(map(str, value)) if isinstance(value, list) else []


def reader(name, operation, value):
    """Who reads an operation; `None`: nobody here, `read.mjs` does."""
    if name == "bodyMultipart":
        # It takes a backslash in the name of a file for a quoted pair. Our client writes names as browsers do, which escape
        # quotes and line breaks alone (WHATWG HTML section 4.10.21.8).
        files = [value["file"], *value.get("files", [])]
        return None if any("\\" in file["name"] for file in files) else by_werkzeug
    if name == "bodyLines":
        return by_json_lines
    if name == "bodyOctets":
        return by_octets
    if name == "bodyFormStyled":
        return None
    if name == "bodyText" and value == "":
        # It takes a body without octets for none.
        return None
    if "parameters" not in operation:
        return by_openapi_core
    [parameter] = operation["parameters"]
    place, style, explode = parameter["in"], parameter.get("style"), parameter.get("explode")
    kind = operation["x-kind"]
    if value in ([], {}):
        # RFC 6570 section 2.3: an empty list is undefined, so that its name is left out. A required one cannot be left
        # out, and our client writes the name without items; they take that for one empty text.
        return None
    if place == "header" and explode and kind in ["Record", "Map"] and any("=" in text for text in value.values() if isinstance(text, str)):
        # It splits a member at every `=` and takes no third piece. A name holds none, so that the first one separates.
        return None
    if place == "header" or place == "query" and "content" in parameter:
        return by_openapi_core
    if place != "query":
        # openapi-core takes templates such as `{.p}`, which OpenAPI has not, and decodes no cookie.
        return None
    if style == "deepObject" or explode and kind in ["Record", "Map"]:
        # Names in brackets are to it what `\w` is, of one level; and of `form` it takes `p=x=1`.
        return None
    if value == "":
        # It takes that for no value (`allowEmptyValue`, OpenAPI 3.1 section 4.8.12.2), whether or not the schema has it.
        return None
    if kind == "Null":
        # It casts no value to one of several types, which OpenAPI has since 3.1.
        return None
    if not explode and any("," in text for text in texts_of(value)) and style != "pipeDelimited":
        # It splits what is decoded, so that a comma that is encoded separates. RFC 6570 section 3.2.1 encodes each
        # item, "," as "%2C", and puts "," between.
        return None
    if style == "spaceDelimited":
        # openapi-core splits at "%20" what is decoded, so never. Connexion knows arrays.
        return by_connexion if kind in ["Texts", "Wholes"] else None
    return by_openapi_core


def normal(name, read, kind):
    if name == "bodyForm" and isinstance(read, dict):
        return dict(read)
    return read


def main():
    different = collections.defaultdict(list)
    count = 0
    compared = []
    for number, line in enumerate(sys.stdin):
        line = json.loads(line)
        if "refused" in line:
            continue
        name, value = line["operation"], line["value"]
        _, _, operation = OPERATIONS[name]
        read_by = reader(name, operation, value)
        if read_by is None:
            continue
        count += 1
        compared.append(f"{number}\n")
        request = Request(line["request"])
        try:
            read = normal(name, read_by(request, operation), line["kind"])
        except Exception as error:  # noqa: BLE001: whatever it raises is what it says
            read = f"{type(error).__name__}: {error}: {error.__cause__ or error.__context__}"
        if read != value or type(read) is not type(value) and not isinstance(value, float):
            told = f"sent {json.dumps(value)}\n  as {json.dumps(line['request'])}\n  read {read!r} by {read_by.__name__}"
            different[name].append(told)
    with open(sys.argv[2], "w", encoding="ascii") as file:
        file.writelines(compared)
    for name, told in different.items():
        print(f"{name}: {len(told)} values are read otherwise, such as\n  {min(told, key=len)}")
    print(f"{count} requests, {len(different)} operations with a difference")
    sys.exit(bool(different) or not count)


main()
