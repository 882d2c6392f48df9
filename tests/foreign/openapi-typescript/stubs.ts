// Calls the servers of the documents in tests/supported with openapi-fetch, by the types that openapi-typescript made.

import createClient from "openapi-fetch";
import type { paths as Bodies } from "./bodies.js";
import type { paths as Formats } from "./formats.js";
import type { paths as Parameters } from "./parameters.js";
import type { paths as Schemas, components } from "./schemas.js";
import type { paths as Security } from "./security.js";

declare const process: { env: { STUBS: string } };

function same(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} is\n${a}\nand not\n${b}`);
}

const at = (name: string) => ({ baseUrl: `${process.env.STUBS}/${name}` });
const bodies = createClient<Bodies>(at("bodies"));
const formats = createClient<Formats>(at("formats"));
const parameters = createClient<Parameters>(at("parameters"));
const schemas = createClient<Schemas>(at("schemas"));
const security = createClient<Security>({ ...at("security"), headers: { Authorization: "Bearer secret" } });

// What is sent comes back. The types have `$defs` of a schema as if it were a property, so that it is left out here.
const thing = { name: "“ü”\n\u{1f600}" };
same("a thing", (await bodies.POST("/json", { body: thing })).data, thing);
const text = await bodies.POST("/text", { body: "ü", bodySerializer: (body) => body, headers: { "content-type": "text/plain" }, parseAs: "text" });
same("the status of a text", text.response.status, 200);
const events = await bodies.GET("/events", { parseAs: "text" });
same("what events begin with", String(events.data).slice(0, 6), "data: ");

type Thing = components["schemas"]["Thing"];
const sent: Omit<Thing, "id" | "$defs"> = {
  kind: "large",
  note: null,
  share: 0.5,
  pair: ["a", 1],
  labels: { a: "b" },
  shape: { kind: "round", radius: 1.5 },
  card: { number: "1", code: "2" },
  id2: 7,
};
const got = await schemas.POST("/things", { body: sent as unknown as Thing });
same("the status of a thing", got.response.status, 200);
const { id, ...rest } = got.data as unknown as Thing;
same("the length of an id", id.length, 36);
same("the thing", Object.entries(rest).sort(), Object.entries(sent).sort());
const wrong = await schemas.POST("/things", { body: { ...sent, share: 1, pair: ["a", "b"] } as unknown as Thing });
same("the status of a wrong thing", wrong.response.status, 400);
const places = wrong.error && "violations" in wrong.error ? wrong.error.violations?.map((violation) => violation.pointer) : [];
same("what is wrong with it", places, ["/share", "/pair/1"]);

const every = (await formats.GET("/all")).data;
same("a date", every?.date?.slice(0, 8), "2024-02-");

const query = { color: ["a&b", "", "ü"] };
same("a list", (await parameters.GET("/query/form/exploded/array", { params: { query } })).response.status, 204);
const deep = { color: { R: 1, G: 2, B: 3 } };
same("an object", (await parameters.GET("/query/deepObject/exploded/object", { params: { query: deep } })).response.status, 204);
// It writes every list in a path in the style `simple`.
const path = { color: ["a", "b"] };
same("a list in a path", (await parameters.GET("/path/simple/joined/array/{color}", { params: { path } })).response.status, 204);
same("a page", (await parameters.GET("/others", { params: { query: { page: 1, reserved: "a/b?c" } } })).response.status, 204);
same("no page", (await parameters.GET("/others", { params: { query: { page: 0 } } })).response.status, 400);

same("a token", (await security.GET("/bearer")).response.status, 204);
same("no key", (await security.GET("/either")).response.status, 401);
