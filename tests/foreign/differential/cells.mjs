// The operations of the document, and what the scripts beside this one share.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export const document = JSON.parse(readFileSync(process.argv[2], "utf8"));

/** Of each operation: its method, its path, its parameter, its kind, its body. */
export const cells = {};
for (const [path, item] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    const content = Object.entries(operation.requestBody?.content ?? {})[0];
    cells[operation.operationId] = {
      method: method.toUpperCase(),
      path,
      kind: operation["x-kind"],
      parameter: operation.parameters?.[0],
      media: content?.[0],
      encoding: content?.[1].encoding,
    };
  }
}

/** The RFC 6570 template of a parameter, as OpenAPI 3.1 section 4.8.12.3 names it; none if it has none. */
export function template({ path, parameter, kind }) {
  if (!parameter || parameter.content) return undefined;
  const star = parameter.explode && (isList(kind) || isObject(kind)) ? "*" : "";
  const operator = { simple: "", label: ".", matrix: ";", form: "?" }[parameter.style];
  if (operator === undefined || parameter.in === "header") return undefined;
  return parameter.in === "path" ? path.replace("{p}", `{${operator}p${star}}`) : `${path}{${operator}p${star}}`;
}

/** Every line, and what came of all of them. */
export async function* lines() {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) yield JSON.parse(line);
}

export const isList = (kind) => kind === "Texts" || kind === "Wholes";
export const isObject = (kind) => kind === "Record" || kind === "Map" || kind === "Nest";

/** A value as texts, as it is in a URL. */
export function asTexts(value) {
  if (Array.isArray(value)) return value.map(asTexts);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
  }
  return value === null ? null : String(value);
}

/** The members in the order of the schema, as our client writes them. */
export function inOrder(kind, value) {
  const names = Object.keys(document.components.schemas[kind].properties ?? {});
  if (names.length === 0 || value === null || typeof value !== "object") return value;
  return Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]));
}

export const isEmpty = (value) => value !== null && typeof value === "object" && Object.keys(value).length === 0;

/** All texts in a value, names too. */
export function textsOf(value) {
  if (value === null || typeof value !== "object") return [String(value)];
  return Object.entries(value).flatMap(([key, item]) => (Array.isArray(value) ? [] : [key]).concat(textsOf(item)));
}

/** Whether texts, or JSON, are those of a value, whatever the order of members. */
export function isRead(value, read) {
  if (value === null || typeof value !== "object") {
    return typeof value === "number" ? read !== "" && Number(read) === value : String(value) === String(read);
  }
  if (read === null || typeof read !== "object" || Array.isArray(value) !== Array.isArray(read)) return false;
  const keys = Object.keys(value);
  return keys.length === Object.keys(read).length && keys.every((key) => Object.hasOwn(read, key) && isRead(value[key], read[key]));
}

/** Prints for each operation the shortest, and ends as they say. */
export function tell(count, different) {
  for (const [operation, told] of Object.entries(different)) {
    const shortest = told.reduce((one, other) => (other.length < one.length ? other : one));
    console.log(`${operation}: ${told.length} differences, such as\n  ${shortest}`);
  }
  console.log(`${count} requests, ${Object.keys(different).length} operations with a difference`);
  process.exitCode = count === 0 || Object.keys(different).length > 0 ? 1 : 0;
}
