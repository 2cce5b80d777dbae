/**
 * Moving requests to an async client rewrites all calls of a function: it is worked out once for all their findings.
 */
import { describe, expect, it } from "vitest";
import { analyze } from "../support/engine";

const REQUESTS = Array.from({ length: 4 }, (_, i) => `    r${i} = requests.get("u${i}", timeout=1)`).join("\n");
const TEXT = `import requests\n\n\nasync def f():\n${REQUESTS}\n`;

function firstOffers(text: string, httpClient: "httpx" | "aiohttp"): readonly unknown[] {
  return analyze(text, { httpClient })
    .repairs(0, text.length, (rule) => rule === "blocking-http-call")
    .map(({ offers }) => offers[0]);
}

describe("requests of one function", () => {
  it.each(["httpx", "aiohttp"] as const)("have one move to %s in common", (client) => {
    const offers = firstOffers(TEXT, client);
    expect(offers).toHaveLength(4);
    expect(offers[0]).toMatchObject({ kind: "fix", title: `Move to ${client}` });
    expect(new Set(offers).size).toBe(1);
  });

  it("have none with those of another function", () => {
    const offers = firstOffers(`${TEXT}\n\nasync def g():\n    requests.get("u", timeout=1)\n`, "httpx");
    expect(offers).toHaveLength(5);
    expect(new Set(offers).size).toBe(2);
  });
});
