// Reads the requests of our client, from standard input, with uri-templates, qs and cookie, and holds them against what
// url-template expands: `read.mjs DOCUMENT COMPARED <LINES`. What the client refused must be what cannot be written. Of
// each operation most have to be read by somebody: COMPARED has the numbers of the lines that `read.py` has read.
import { readFileSync } from "node:fs";

import { parse as parseCookie } from "cookie";
import qs from "qs";
import readTemplate from "uri-templates";
import { parseTemplate } from "url-template";

import { asTexts, cells, inOrder, isEmpty, isList, isObject, isRead, lines, tell, template } from "./cells.mjs";

/** What a template reads, where `{p}` alone cannot tell one item from a text, and a list from an object. */
function normal(kind, read) {
  if (isList(kind)) return Array.isArray(read) ? read : [read];
  if (!isObject(kind)) return Array.isArray(read) && read.length === 1 ? read[0] : read;
  // One member that is named like the parameter is to it the parameter.
  if (typeof read === "string") return { p: read };
  if (Array.isArray(read)) {
    const members = [];
    for (let at = 0; at < read.length; at += 2) members.push([read[at], read[at + 1]]);
    return Object.fromEntries(members);
  }
  return read;
}

/** The target as the template writes it: a cookie is written like a query. */
function target({ path, parameter }, request) {
  if (parameter.in !== "cookie") return request.target;
  const cookies = request.headers.filter(([name]) => name === "cookie").map(([, value]) => value);
  return `${path}?${cookies.join("; ").replaceAll("; ", "&")}`;
}

/** What others read in a request; `undefined` if nobody here reads the operation. */
function read(cell, value, request) {
  const { kind, parameter, media } = cell;
  const query = new URL(request.target, "http://test").search.slice(1);
  const found = template(cell);
  if (parameter?.allowReserved && (parameter.explode || kind === "Text")) {
    // A comma is then a part of the text, and a template cannot tell.
    return normal(kind, new URLSearchParams(query).getAll("p"));
  }
  const isNamed = parameter?.explode && (parameter.style === "matrix" || parameter.style === "form");
  if (isNamed && (isList(kind) || isObject(kind)) && Object.values(value).includes("")) {
    // uri-templates forgets what comes after the first item that is empty, `p=&p=a`. All of them are pairs.
    const pairs = new URLSearchParams(target(cell, request).slice(cell.path.replace("{p}", "").length + 1).replaceAll(";", "&"));
    return isList(kind) ? pairs.getAll("p") : Object.fromEntries(pairs);
  }
  if (found) return normal(kind, readTemplate(found).fromUri(target(cell, request))?.p);
  if (parameter?.style === "deepObject") return qs.parse(query, { ...OPTIONS, arrayLimit: kind === "Map" ? 0 : 100 }).p;
  if (parameter?.content && parameter.in === "path") return JSON.parse(decodeURIComponent(request.target.split("/")[2]));
  if (parameter?.content && parameter.in === "query") return JSON.parse(new URLSearchParams(query).get("p"));
  if (parameter?.content && parameter.in === "cookie") return JSON.parse(parseCookie(cookie(request)).p);
  if (parameter?.style === "spaceDelimited" || parameter?.style === "pipeDelimited") {
    const text = new URLSearchParams(query).get("p");
    const items = text === "" ? [] : text.split(parameter.style === "spaceDelimited" ? " " : "|");
    return normal(kind, items);
  }
  if (media === "application/x-www-form-urlencoded" && cell.encoding) return styled(Buffer.from(request.body, "base64").toString());
  return undefined;
}

const OPTIONS = { plainObjects: true, depth: 10, parameterLimit: Infinity };
const cookie = (request) => request.headers.find(([name]) => name === "cookie")?.[1] ?? "";

/** A form with an encoding for each property, as `document.py` has them. */
function styled(body) {
  const form = qs.parse(body, OPTIONS);
  const value = {};
  for (const [name, split] of [["joined", ","], ["spaces", " "], ["pipes", "|"]]) {
    const raw = body.split("&").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
    // A comma separates as it is; what the other styles separate by is encoded, as it is no character of a URL.
    if (raw === undefined) continue;
    value[name] = split === "," ? raw.split(",").map(decodeURIComponent) : decodeURIComponent(raw).split(split);
  }
  if (form.spread !== undefined) value.spread = [form.spread].flat();
  if (form.deep !== undefined) value.deep = form.deep;
  return value;
}

/** Why a value cannot be written; `undefined` if it can. */
function unwritable(cell, value) {
  const { kind, parameter } = cell;
  const items = Array.isArray(value) ? value : value !== null && typeof value === "object" ? Object.entries(value).flat().map(String) : [];
  if (value === null) return "null";
  if (parameter === undefined) {
    if (cell.encoding === undefined) return undefined;
    // Each on its own; nothing in the others is refused.
    const lists = [[value.joined, undefined], [value.spaces, " "], [value.pipes, "|"]];
    const bad = ([list, split]) => list && ((list.length === 1 && list[0] === "") || (split && list.some((item) => item.includes(split))));
    return lists.some(bad) ? "a list in a form" : undefined;
  }
  if (parameter.in === "header") {
    const control = /[\0-\x08\x0a-\x1f\x7f]/;
    if (parameter.content) return undefined;
    const texts = items.length > 0 || typeof value === "object" ? items : [String(value)];
    if (texts.some((text) => control.test(text) || /^[ \t]|[ \t]$/.test(text))) return "a header";
    if (items.some((item) => String(item).includes(","))) return "a comma in a header";
    if (parameter.explode && isObject(kind) && Object.keys(value).some((key) => key.includes("="))) return "a name in a header";
  }
  if (parameter.content) return undefined;
  // One empty text and no text at all are written the same without `explode`.
  const isJoined = !parameter.explode || parameter.in === "path" || parameter.in === "header";
  if (isList(kind) && value.length === 1 && value[0] === "" && isJoined) return "a lone empty item";
  if (isList(kind) && value.length === 0 && !isJoined) return "nothing";
  const delimiter = { spaceDelimited: " ", pipeDelimited: "|" }[parameter.style];
  if (delimiter && items.some((item) => String(item).includes(delimiter))) return "a delimiter";
  if (parameter.style === "deepObject") {
    const keys = Object.keys(value);
    if (keys.some((key) => key === "" || /[[\]]/.test(key))) return "a name in brackets";
    if (kind === "Nest" && (value.list?.length === 0)) return "an empty list in brackets";
  }
  if (parameter.in === "path" && !(parameter.explode && kind === "Map" && !isEmpty(value))) {
    // A URL has no segment that is empty, `.` or `..` (RFC 3986 section 5.2.4, WHATWG URL section 4.4).
    const segment = parseTemplate(template(cell)).expand({ p: asTexts(value) }).split("/")[2];
    if (["", ".", ".."].includes(segment)) return "a segment";
  }
  return undefined;
}

/** Whether it is what RFC 6570 expands, but for a dot in an item of `label`, which is encoded so that it does not separate. */
function expanded(cell, value, request) {
  const found = template(cell);
  if (!found || cell.parameter.allowReserved) return undefined;
  if (isEmpty(value) || cell.kind === "Number") return undefined;
  // It leaves out `=` after a name that is empty, as for a value that is empty after `;`.
  // JavaScript puts names that are numbers first.
  if (cell.kind === "Map" && Object.keys(value).some((key) => key === "" || /^\d+$/.test(key))) return undefined;
  // RFC 6570 section 3.2.1 has of a name in `{;p*}` what it has of one in `{;p}`: no `=` where the value is empty.
  if (cell.parameter.style === "matrix" && cell.parameter.explode && Object.values(value).some((item) => item === "")) return undefined;
  const wanted = parseTemplate(found).expand({ p: asTexts(inOrder(cell.kind, value)) });
  const got = target(cell, request).replaceAll("%2E", ".");
  return wanted === got ? undefined : wanted;
}

/** Why what is read here says nothing; `undefined` if it does. */
function exception(cell, value) {
  // RFC 6570 section 2.3: an empty list is undefined, so that its name is left out. A required one cannot be left out, and
  // our client writes the name without items; OpenAPI has no example of that.
  if (isEmpty(value)) return "empty";
  // A pair of an empty name and an empty value is nothing to a reader of forms.
  if (cell.parameter?.style === "matrix" && cell.parameter.explode && value[""] === "") return "an empty pair";
  return undefined;
}

let number = -1;
let count = 0;
const compared = new Set(readFileSync(process.argv[3], "utf8").split("\n").map(Number));
const sent = {};
let refused = 0;
const different = {};
const add = (line, what) => {
  (different[line.operation] ??= []).push(`value ${JSON.stringify(line.value)}\n  as ${JSON.stringify(line.request)}\n  ${what}`);
};
for await (const line of lines()) {
  number += 1;
  const cell = cells[line.operation];
  const why = unwritable(cell, line.value);
  if (line.refused !== undefined) {
    refused += 1;
    if (why === undefined) add(line, `is refused: ${line.refused}`);
    continue;
  }
  if (why !== undefined) add(line, `is sent, and cannot be written: ${why}`);
  (sent[line.operation] ??= []).push(number);
  let got;
  try {
    got = read(cell, line.value, line.request);
  } catch (error) {
    got = String(error);
  }
  if (got === undefined && !template(cell)) continue;
  count += 1;
  if (exception(cell, line.value) === undefined) {
    compared.add(number);
    if (!isRead(line.value, got)) add(line, `read ${JSON.stringify(got)}`);
  }
  const { pathname } = new URL(line.request.target, "http://test");
  if (pathname !== line.request.target.split("?")[0]) add(line, `goes to ${pathname}`);
  const other = expanded(cell, line.value, line.request);
  if (other !== undefined) add(line, `and not ${other}`);
}
for (const operation of Object.keys(cells)) {
  const numbers = sent[operation] ?? [];
  const read = numbers.filter((number) => compared.has(number)).length;
  if (read * 2 <= numbers.length) (different[operation] ??= []).push(`of ${numbers.length} requests only ${read} are read`);
}
console.log(`${refused} values refused`);
tell(count, different);
