// Writes requests with swagger-client, url-template, qs, and what Node has for forms, of the values that our client could
// send: `write.mjs DOCUMENT <LINES`. It prints such lines again, with the requests of others.
import { serialize as serializeCookie } from "cookie";
import qs from "qs";
import SwaggerClient from "swagger-client";
import { serializeRequest } from "swagger-client/es/http/serializers/request/index.js";
import { parseTemplate } from "url-template";

import { asTexts, cells, document, isEmpty, isList, isObject, lines, template, textsOf } from "./cells.mjs";

const FORM = "application/x-www-form-urlencoded";
const { spec } = await SwaggerClient.resolve({ spec: document });

/** As fetch sends it: the URL as `new URL` has it, the body as it comes out of a `Request`. */
async function sent(method, url, headers, body) {
  const { pathname, search } = new URL(url, "http://test");
  // What `Headers` refuses, cookies and what is not Latin-1, is not asked of it.
  const request = new Request("http://test", { method, body, headers: method === "POST" ? headers : {} });
  const own = method === "POST" ? [...request.headers] : Object.entries(headers);
  return {
    method,
    target: pathname + search,
    headers: own.map(([name, value]) => [name.toLowerCase(), value]),
    body: Buffer.from(await request.arrayBuffer()).toString("base64"),
  };
}

/** RFC 6570. */
function byTemplate(cell, value) {
  const found = template(cell);
  if (!found || isEmpty(value)) return;
  // RFC 6570 section 2.3: `allowReserved` is `{+p}`, which has no name.
  if (cell.parameter.allowReserved) return;
  // It writes no `=` after a name that is empty. RFC 6570 section 3.2.1 has one.
  if (cell.parameter.explode && isObject(cell.kind) && Object.hasOwn(value, "")) return;
  if (hasDot(cell, value)) return;
  const url = parseTemplate(found).expand({ p: asTexts(value) });
  if (cell.parameter.in !== "cookie") return sent("GET", url, {});
  return sent("GET", cell.path, { cookie: url.slice(cell.path.length + 1).replaceAll("&", "; ") });
}

/** A dot is not encoded (RFC 6570 section 3.2.5), so that in an item of `label` it cannot be told from what separates. */
const hasDot = ({ parameter, kind }, value) =>
  parameter?.style === "label" && parameter.explode && (isList(kind) || isObject(kind)) && textsOf(value).some((text) => text.includes("."));

function byQs(cell, value) {
  if (cell.parameter?.style !== "deepObject") return;
  return sent("GET", `${cell.path}?${qs.stringify({ p: value }, { encodeValuesOnly: false })}`, {});
}

function byCookie(cell, value) {
  if (cell.parameter?.in !== "cookie" || typeof value === "object" && !cell.parameter.content) return;
  const text = cell.parameter.content ? JSON.stringify(value) : String(value);
  return sent("GET", cell.path, { cookie: serializeCookie("p", text) });
}

/** What browsers write. */
function byForms(cell, value) {
  const { path, media } = cell;
  if (cell.parameter?.content && cell.parameter.in === "query") {
    return sent("GET", `${path}?${new URLSearchParams({ p: JSON.stringify(value) })}`, {});
  }
  if (media === FORM && !cell.encoding) {
    const form = new URLSearchParams();
    for (const [name, item] of Object.entries(value)) for (const text of [item].flat()) form.append(name, text);
    return sent("POST", path, {}, form);
  }
  if (media !== "multipart/form-data") return;
  // It makes every line break CRLF (WHATWG HTML section 4.10.21.8).
  const texts = [value.text, ...(value.list ?? [])];
  if (texts.some((text) => /[\r\n]/.test(text))) return;
  const form = new FormData();
  for (const [name, item] of Object.entries(value)) {
    for (const part of [item].flat()) {
      if (name === "file" || name === "files") {
        form.append(name, new Blob([Buffer.from(part.octets, "base64")], { type: part.type }), part.name);
      } else if (name === "record") {
        // With a media type of its own a part of JSON needs a name, as browsers have it.
        form.append(name, new Blob([JSON.stringify(part)], { type: "application/json" }), "blob");
      } else {
        form.append(name, String(part));
      }
    }
  }
  return sent("POST", path, {}, form);
}

/** The bodies that are as they are. */
function byHand(cell, value) {
  const { path, media, kind } = cell;
  const post = (body) => sent("POST", path, { "content-type": media }, body);
  if (media === "application/json") return post(JSON.stringify(value, null, 2));
  if (media === "text/plain") return post(value);
  if (kind === "Octets") return post(Buffer.from(value, "base64"));
  if (media === "application/x-ndjson") return post(value.map((line) => JSON.stringify(line)).join("\r\n"));
}

/** What swagger-client 3.37 writes otherwise than the specification says. */
function swaggerClientErrs(cell, value) {
  const { parameter, kind } = cell;
  const texts = textsOf(value);
  if (parameter === undefined) {
    // It reads a list of one text as JSON where it is that.
    return ["joined", "spaces", "pipes"].some((name) => isJson(String(value[name])));
  }
  // It leaves them out, although they are required.
  if (isEmpty(value) || (value === "" && parameter.in === "query")) return true;
  const { style, explode } = parameter;
  // What JSON has as it is, and no header can have.
  if (parameter.in === "header" && texts.some((text) => text.includes("\x7f"))) return true;
  if (parameter.in === "cookie") {
    // It encodes what separates too, and names and all as the one value of `p`; and it leaves `%` as it is.
    return isList(kind) || (isObject(kind) && !parameter.content) || texts.some((text) => text.includes("%"));
  }
  if (parameter.in === "path" && isObject(kind) && !parameter.content) {
    // It does not encode names (RFC 6570 section 3.2.1 does).
    if (Object.keys(value).some((name) => /[^\w.~-]/.test(name) && name !== "is it")) return true;
  }
  // It separates by dots, as the table of OpenAPI 3.1.0 has it; 3.1.1 has commas, which are RFC 6570's `{.p}`.
  if (style === "label" && !explode && (isList(kind) || isObject(kind))) return true;
  if (hasDot(cell, value)) return true;
  // Of objects it knows commas alone, and nothing that nests.
  if ((style === "spaceDelimited" || style === "pipeDelimited") && isObject(kind)) return true;
  if (style === "deepObject" && kind === "Nest") return true;
  // OpenAPI 3.1.1 section 4.8.12.2: of what `allowReserved` leaves, "&", "+" and "#" have to be encoded all the same; and so
  // has what separates.
  return Boolean(parameter.allowReserved) && (/[&+#]/.test(texts.join("")) || (isObject(kind) || isList(kind)) && !explode && /,/.test(texts.join("")));
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function bySwaggerClient(cell, value, operationId) {
  const { parameter, media } = cell;
  if (media !== undefined && !(media === FORM && cell.encoding)) return;
  if (swaggerClientErrs(cell, value)) return;
  const options = { spec, operationId, parameters: parameter ? { p: value } : {} };
  if (!parameter) Object.assign(options, { requestBody: value, requestContentType: media });
  const request = serializeRequest(SwaggerClient.buildRequest(options));
  return sent(request.method, request.url, request.headers, request.body);
}

for await (const line of lines()) {
  if (line.refused !== undefined) continue;
  const cell = cells[line.operation];
  for (const write of [byTemplate, byQs, byCookie, byForms, byHand, bySwaggerClient]) {
    const request = await write(cell, line.value, line.operation);
    if (request !== undefined) {
      console.log(JSON.stringify({ operation: `${line.operation} ${write.name}`, value: line.value, request }));
    }
  }
}
