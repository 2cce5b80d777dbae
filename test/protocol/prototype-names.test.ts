/**
 * Names that every JavaScript object knows are names like others to us: of no rule, no setting, no member of a library,
 * no option.
 */
import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { builtFor } from "./support/build";
import { Client } from "./support/client";

const built = builtFor("server", "cli", "cli.engine");
const URI = "file:///work/app.py";
const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];

let client: Client;
afterEach(async () => expect(await client.stop()).toBe(0));

describe.each(NAMES)("%s", (name) => {
  it("stands for nothing", async () => {
    const settings = JSON.parse(
      `{ "severity": { "${name}": "off", "blocking-http-call": "error" }, "${name}": 1 }`,
    ) as unknown;
    client = await Client.start({ server: built("server.js"), configuration: () => settings });
    const text = `import requests


async def load(url):  # async-skill: ignore[${name}]
    try:
        response = requests.get(url, timeout=5)
        return response.${name}
    except requests.exceptions.${name}:
        return None
`;
    await client.open(URI, text);
    const findings = await client.pushed(URI);
    expect(findings).toContainEqual(expect.objectContaining({ code: "blocking-http-call", severity: 1 }));
    const { start } = client.rangeOf(URI, `${name}]`);
    // What is found there is told: the comment is of no use.
    expect(
      await client.connection.sendRequest("textDocument/hover", { textDocument: { uri: URI }, position: start }),
    ).toMatchObject({
      contents: { value: expect.stringMatching(/^\*\*unused-suppression\*\*: /) },
    });
    const titles = (await client.actions(URI, "requests.get")).map(({ title }) => title);
    expect(titles).toContain("Ignore 'blocking-http-call' on this line");
    const toml = "file:///work/pyproject.toml";
    await client.open(
      toml,
      `[tool.async-skill]\n${name} = 1\nselect = ["${name}"]\n[tool.async-skill.severity]\n${name} = "off"\n`,
      "toml",
    );
    const told = (await client.pushed(toml))
      .map(({ message }) => JSON.stringify(message))
      .filter((message) => message.includes(name));
    expect(told).toHaveLength(3);
    // What failed stands in the log.
    expect(client.log.filter((line) => /could not|failed|TypeError/.test(line))).toEqual([]);
    const { status, stderr } = spawnSync(process.execPath, [built("cli.js"), "check", `--${name}`], {
      encoding: "utf8",
    });
    expect(stderr).toContain(`there is no option --${name}`);
    expect(status).toBe(2);
  });
});
