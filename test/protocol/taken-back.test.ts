/**
 * What is answered when nobody waits for it any more, or the document is another: an error, never a part and never
 * nothing.
 */
import { afterEach, describe, expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { builtFor } from "./support/build";
import { Client, PULLING } from "./support/client";

const built = builtFor("server");
const URI = "file:///work/app.py";
const SLEEPY = "import time\n\n\nasync def main():\n    time.sleep(1)\n";
const REQUEST_CANCELLED = -32800;
const CONTENT_MODIFIED = -32801;
const SERVER_CANCELLED = -32802;

let client: Client;
let settle: (settings: unknown) => void;
/** A client that tells its settings when `settle` says so: till then all that concerns a document waits. */
async function startWaiting(): Promise<void> {
  const settings = new Promise<unknown>((resolve) => (settle = resolve));
  client = await Client.start({ server: built("server.js"), capabilities: PULLING, configuration: () => settings });
  await client.open(URI, SLEEPY);
}
afterEach(async () => expect(await client.stop()).toBe(0));

const params = {
  textDocument: { uri: URI },
  range: { start: { line: 4, character: 6 }, end: { line: 4, character: 6 } },
  context: { diagnostics: [] },
};
/** Answers what comes of a request that is on its way. */
function outcome(method: string, source?: CancellationTokenSource): Promise<unknown> {
  const answer: Promise<unknown> =
    source === undefined
      ? client.connection.sendRequest(method, params)
      : client.connection.sendRequest(method, params, source.token);
  return answer.then(
    (result) => ({ result }),
    (error: unknown) => error,
  );
}

describe.each(["textDocument/diagnostic", "textDocument/codeAction"])("%s", (method) => {
  it("is answered with an error when it is cancelled while it waits", async () => {
    await startWaiting();
    const source = new CancellationTokenSource();
    const answer = outcome(method, source);
    await client.until("the question for settings", () => client.asked.requests === 1);
    source.cancel();
    settle({});
    expect(await answer).toMatchObject({ code: REQUEST_CANCELLED });
    expect(await client.items(URI)).toHaveLength(1);
  });

  it("is answered with an error when it is cancelled before it is looked at", async () => {
    await startWaiting();
    settle({});
    const source = new CancellationTokenSource();
    const answer = outcome(method, source);
    source.cancel();
    expect(await answer).toMatchObject({ code: REQUEST_CANCELLED });
  });
});

it("has a client pull again about a document that was opened anew meanwhile", async () => {
  await startWaiting();
  const answer = outcome("textDocument/diagnostic");
  await client.until("the question for settings", () => client.asked.requests === 1);
  await client.close(URI);
  await client.open(URI, "");
  settle({});
  expect(await answer).toMatchObject({ code: SERVER_CANCELLED, data: { retriggerRequest: true } });
  expect(await client.items(URI)).toEqual([]);
});

it("offers no actions for a document that has changed, or was opened anew, meanwhile", async () => {
  await startWaiting();
  const changed = outcome("textDocument/codeAction");
  await client.change(URI, { text: SLEEPY });
  const reopened = outcome("textDocument/codeAction");
  await client.close(URI);
  await client.open(URI, SLEEPY, "python", 2);
  settle({});
  expect(await changed).toMatchObject({ code: CONTENT_MODIFIED });
  expect(await reopened).toMatchObject({ code: CONTENT_MODIFIED });
});
