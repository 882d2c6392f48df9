"""Proves that what `docs/supported.md` lists was on the wire: `coverage.py FOLDER`.

The folder has, of each document, NAME.openapi.json, which was served, and NAME.har.json, what Schemathesis sent and got. A row
counts as shown when an operation that has it in its request was called with success, or one that has it in a response gave that
response. A row that no traffic can show is named here, with the reason, or says itself that it is documentation.
"""

import json
import pathlib
import re
import sys
from urllib.parse import urlsplit

METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

UNREAD = "Schemathesis finds no anchor from within a part of a document; curl.sh shows it"

# By section and row, or section alone: why a caller cannot see it.
NOT_SHOWN = {
    ("Schema", "x-rust-name"): "a name in Rust",
    ("Schema", "x-rust-type"): "a type in Rust",
    ("Schema", "title"): "a name in Rust",
    ("Schema", "$anchor"): UNREAD,
    ("Schema", "$dynamicAnchor"): UNREAD,
    ("Schema", "$dynamicRef"): UNREAD,
    ("Schema", "definitions"): "a component that no operation has: OpenAPI's own place for them is `components`",
    ("Document", "components"): "it only holds what others lead to",
    ("Document", "info"): "documentation",
    ("Document", "openapi"): "the version; both are served",
    ("Document", "paths"): "it only holds the operations",
    ("Document", "servers"): "where a client calls",
    ("Document", "tags"): "files and traits in Rust",
    ("Document", "webhooks"): "the server calls; tests/wire has both sides of it",
    ("Server", None): "where a client calls",
    ("Server variable", None): "where a client calls",
    ("Tag", None): "files and traits in Rust",
    ("Components", "callbacks"): "the server calls; tests/wire has both sides of it",
    ("Components", "links"): "documentation; what Schemathesis follows",
    ("Components", "schemas"): "a name in Rust",
    ("Components", "parameters"): "that of parameters.yaml is shown as `Parameter`",
    ("Operation", "callbacks"): "the server calls; tests/wire has both sides of it",
    ("Operation", "operationId"): "a name in Rust",
    ("Operation", "tags"): "files and traits in Rust",
    ("Operation", "x-rust-name"): "a name in Rust",
    ("Parameter", "x-rust-name"): "a name in Rust",
}

# What the third column says of rows that leave no trace in requests and responses.
SAID = re.compile(r"documentation|`#\[deprecated\]`")


def rows(text):
    """Section, row, what becomes of it."""
    section = None
    for line in text.splitlines():
        if heading := re.match(r"#{2,3} (.*)", line):
            section = heading[1]
        elif cells := re.match(r"\| `([^`]+)` \| (\w+) \|(.*)\| `[^`]+` \|$", line):
            yield section, cells[1], cells[2], cells[3].strip()


class Walk:
    """Collects the rows of an operation: those of its request, and those of each response."""

    def __init__(self, document):
        self.document = document
        self.request, self.responses = set(), {}
        self.found, self.seen = self.request, set()

    def resolve(self, node):
        if isinstance(node, dict) and isinstance(reference := node.get("$ref"), str) and reference.startswith("#/"):
            tokens = [token.replace("~1", "/").replace("~0", "~") for token in reference[2:].split("/")]
            if tokens[0] == "components":
                self.found.add(("Components", tokens[1]))
            target = self.document
            for token in tokens:
                target = target[token]
            return self.resolve(target)
        return node

    def object(self, section, node):
        node = self.resolve(node)
        self.found.update((section, name) for name in node)
        return node

    def operation(self, item, operation):
        self.found.update(("Path item", name) for name in item if name not in METHODS)
        self.object("Operation", operation)
        for parameter in item.get("parameters", []) + operation.get("parameters", []):
            self.parameter(parameter)
        if "requestBody" in operation:
            self.content(self.object("Request body", operation["requestBody"]))
        security = operation.get("security", self.document.get("security"))
        if security is not None:
            self.found.add(("Document", "security"))
        for alternative in security or []:
            for name, scopes in alternative.items():
                self.scheme(self.document["components"]["securitySchemes"][name])
        for status, response in operation["responses"].items():
            self.found, self.seen = self.responses.setdefault(status, set()), set()
            self.found.add(("Statuses", "200" if status.isdigit() else status))
            response = self.object("Response", response)
            for header in response.get("headers", {}).values():
                self.value(self.object("Header", header))
            self.content(response)
            for link in response.get("links", {}).values():
                self.object("Link", link)

    def parameter(self, parameter):
        parameter = self.object("Parameter", parameter)
        if "style" in parameter:
            self.found.add(("Styles of parameters", f"{parameter['in']} {parameter['style']}"))
        self.value(parameter)

    def value(self, holder):
        if "schema" in holder:
            self.schema(holder["schema"])
        self.content(holder)

    def content(self, holder):
        for media, content in holder.get("content", {}).items():
            self.found.add(("Kinds of media types", media))
            self.object("Media type", content)
            for encoding in content.get("encoding", {}).values():
                self.object("Encoding", encoding)
            for field in ("schema", "itemSchema"):
                if field in content:
                    self.schema(content[field])

    def scheme(self, scheme):
        self.found.add(("Components", "securitySchemes"))
        scheme = self.object("Security scheme", scheme)
        kind = {"apiKey": f"apiKey {scheme.get('in')}", "http": f"http {scheme.get('scheme')}"}
        self.found.add(("Kinds of security schemes", kind.get(scheme["type"], scheme["type"])))
        for name, flow in scheme.get("flows", {}).items():
            self.found.add(("OAuth flows", name))
            self.object("OAuth flow", flow)

    def schema(self, schema):
        if not isinstance(schema, dict) or id(schema) in self.seen:
            return
        self.seen.add(id(schema))
        self.found.update(("Schema", name) for name in schema)
        if "format" in schema:
            self.found.add(("Formats", schema["format"]))
        if "discriminator" in schema:
            self.found.update(("Discriminator", name) for name in schema["discriminator"])
        if (target := self.resolve(schema)) is not schema:
            self.schema(target)
        if reference := schema.get("$dynamicRef") or schema.get("$ref", "#/"):
            self.anchored(reference)
        for name, value in schema.items():
            if name in ("properties", "patternProperties", "dependentSchemas", "$defs"):
                for inner in value.values():
                    self.schema(inner)
            elif name in ("allOf", "anyOf", "oneOf", "prefixItems"):
                for inner in value:
                    self.schema(inner)
            elif name not in ("const", "default", "enum", "example", "examples"):
                self.schema(value)

    def anchored(self, reference):
        if not reference.startswith("#/"):
            for schema in self.document["components"]["schemas"].values():
                if reference[1:] in (schema.get("$anchor"), schema.get("$dynamicAnchor")):
                    self.schema(schema)


def template(path):
    return re.compile("/".join(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(part)) for part in path.split("/")) + "$")


def calls(har, name):
    """Method, path and status of each request."""
    for entry in json.loads(har.read_text())["log"]["entries"]:
        path = urlsplit(entry["request"]["url"]).path.removeprefix(f"/{name}")
        yield entry["request"]["method"].lower(), path, entry["response"]["status"]


def answers(status, statuses, documented):
    """Whether a documented response was given."""
    if status.isdigit():
        return int(status) in statuses
    exact = {int(other) for other in documented if other.isdigit()}
    ranges = {other[0] for other in documented if other.endswith("XX")}
    rest = {str(got) for got in statuses - exact}
    return any(got[0] == status[0] if status.endswith("XX") else got[0] not in ranges for got in rest)


def main(folder):
    shown, silent = set(), []
    for path in sorted(folder.glob("*.openapi.json")):
        name = path.name.removesuffix(".openapi.json")
        document = json.loads(path.read_text())
        got = list(calls(folder / f"{name}.har.json", name))
        for template_of, item in document["paths"].items():
            walk_of_item = Walk(document)
            resolved = walk_of_item.resolve(item)
            pattern = template(template_of)
            for method in METHODS:
                if method not in resolved:
                    continue
                walk = Walk(document)
                walk.found.update({("Path item", method)} | walk_of_item.found)
                if "$ref" in item:
                    walk.found.add(("Path item", "$ref"))
                walk.operation(resolved, resolved[method])
                statuses = {status for by, at, status in got if by == method and pattern.match(at)}
                if any(200 <= status < 300 for status in statuses):
                    shown |= walk.request
                else:
                    silent.append(f"{name}: {method.upper()} {template_of} never succeeded: {sorted(statuses)}")
                for status, found in walk.responses.items():
                    if answers(status, statuses, walk.responses):
                        shown |= found
    wrong = [*silent]
    table = list(rows(pathlib.Path("docs/supported.md").read_text()))
    due = [
        (section, name)
        for section, name, status, becomes in table
        if status == "supported" and not SAID.match(becomes)
        and not NOT_SHOWN.keys() & {(section, name), (section, None)}
    ]
    wrong += [f"{section}: `{name}` was not on the wire" for section, name in due if (section, name) not in shown]
    known = {(section, name) for section, name, _, _ in table}
    for section, name in NOT_SHOWN:
        if name is not None and (section, name) not in known:
            wrong.append(f"{section}: `{name}` is named as not shown, and is in no table")
    print(f"{len(shown.intersection(due))} of {len(due)} rows that traffic can show, of {len(table)} rows")
    for line in wrong:
        print(line)
    # Should the table come to look otherwise.
    return 1 if wrong or len(due) < 100 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
