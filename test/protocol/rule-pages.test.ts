/** A finding's code leads to a page that exists: the one that ships with the server, or where the client says. */
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { Hover } from "vscode-languageserver/node";
import { readPages } from "../../scripts/generated";
import { RULES } from "../../server/src/rules/index";
import { builtFor } from "./support/build";
import { Client } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY =
  "import time\n\n\nasync def main():\n    time.sleep(1)\n    time.sleep(2)  # async-skill: ignore[blocking-sleep]\n";

let client: Client;
async function led(rulePages?: unknown): Promise<{ readonly code: string | undefined; readonly hover: string }> {
  client = await Client.start({ server: built("server.js"), initializationOptions: { rulePages } });
  await client.open(URI, SLEEPY);
  const [finding] = await client.pushed(URI);
  const { start } = client.rangeOf(URI, "blocking-sleep");
  const { contents } = await client.connection.sendRequest<Hover>("textDocument/hover", {
    textDocument: { uri: URI },
    position: start,
  });
  return { code: finding!.codeDescription?.href, hover: (contents as { readonly value: string }).value };
}
afterEach(async () => expect(await client.stop()).toBe(0));

describe("a finding's code leads", () => {
  it("to the page that ships with the server", async () => {
    const { code, hover } = await led();
    expect(code).toMatch(/^file:.*\/rules\/blocking-sleep\.md$/);
    expect(fs.readFileSync(fileURLToPath(code!), "utf8")).toMatch(/^# blocking-sleep\n/);
    expect(hover).toContain(`[blocking-sleep](${code})`);
  });

  it("to the client's address", async () => {
    const { code, hover } = await led("https://example.org/{rule}.html");
    expect(code).toBe("https://example.org/blocking-sleep.html");
    expect(hover).toContain(`[blocking-sleep](${code})`);
  });

  it("where a client leads in several ways", async () => {
    const { code, hover } = await led({ address: "editor://rule/{rule}", link: "command:show?{rule}" });
    expect(code).toBe("editor://rule/blocking-sleep");
    expect(hover).toContain("[blocking-sleep](command:show?blocking-sleep)");
  });

  it.each([[7], [{ address: 7 }], [[]]])(
    "to the shipped page where the client says nothing of use: %j",
    async (rulePages) => {
      expect((await led(rulePages)).code).toMatch(/^file:/);
    },
  );
});

it("every rule's page is shipped, without the marks of tests", async () => {
  await led();
  expect(fs.readdirSync(built("rules")).sort()).toEqual(RULES.map(({ name }) => `${name}.md`).sort());
  for (const { rule, violations } of readPages()) {
    const text = fs.readFileSync(path.join(built("rules"), `${rule}.md`), "utf8");
    expect(text).not.toMatch(/^```\w+ |^#? *\^+\+\d|^---$/m);
    expect(text).toContain(`### ${violations[0]!.title}\n`);
  }
});
