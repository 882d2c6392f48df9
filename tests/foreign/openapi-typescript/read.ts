// Reads our server with openapi-fetch, by the types that openapi-typescript made. It has 120 builds.

import createClient from "openapi-fetch";
import type { components, paths } from "./builds.js";

declare const process: { env: { SERVER: string; TOKEN: string } };

type Build = components["schemas"]["Build"];

function same(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} is\n${a}\nand not\n${b}`);
}

function client(token: string) {
  return createClient<paths>({
    baseUrl: process.env.SERVER,
    headers: { Authorization: `Bearer ${token}` },
  });
}

type Query = NonNullable<paths["/builds"]["get"]["parameters"]["query"]>;

async function list(query: Query) {
  const { data, response } = await client(process.env.TOKEN).GET("/builds", { params: { query } });
  if (data === undefined) throw new Error(`${response.status} for ${JSON.stringify(query)}`);
  return data;
}

const page = await list({});
same("a page", [page.builds?.length, page.total, page.limit, page.offset], [20, 120, 20, 0]);

const every: Build[] = [];
for (let offset = 0; offset < 120; offset += 50) {
  every.push(...((await list({ limit: 50, offset })).builds ?? []));
}
same("the count of builds", new Set(every.map((build) => build.id)).size, 120);

const first = every[0];
if (first === undefined) throw new Error("there is no build");
for (const name of ["status", "region", "contextHash"] as const) {
  const found = await list({ [name]: first[name], limit: 100 });
  const expected = every.filter((build) => build[name] === first[name]);
  same(`the total by ${name}`, found.total, expected.length);
  same(`the builds by ${name}`, found.builds, expected);
}

// @ts-expect-error The types know which statuses there are.
const wrong: Query = { status: "paused" };
const unlisted = await client(process.env.TOKEN).GET("/builds", { params: { query: wrong } });
same("the status for an unlisted value", unlisted.response.status, 400);
same("the data for an unlisted value", unlisted.data, undefined);

const refused = await client("wrong").GET("/builds");
same("the status for a wrong token", refused.response.status, 401);
same("the data for a wrong token", refused.data, undefined);
