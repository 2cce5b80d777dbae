/// <reference types="mocha" />
// The one module that every editor runs: VS Code on a desktop, code-server, and the web extension host.
// Mocha's browser bundle, the only one that runs in all of them, puts its class on the global object.
import "mocha/mocha.js";
import * as vscode from "vscode";
import { activationTimes } from "./activation";
import { resultPrefix, type TestResult } from "./result";

/** Words in the titles of the tests to run. */
declare const ONLY: string;

/** What VS Code calls; it rejects when a test has failed. */
export async function run(): Promise<void> {
  // What waits for something says itself for how long: see eventually().
  const mocha = new Mocha({ ui: "bdd", timeout: 0, color: false });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  // Suites register themselves when they are evaluated, which has to wait for mocha's globals.
  await import("./suites/index");

  console.log(`${vscode.env.appName} ${vscode.version}`);
  mocha.fgrep(ONLY);
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on("pass", (test) => report({ state: "passed", title: test.fullTitle(), ms: test.duration ?? 0 }))
      .on("pending", (test) => report({ state: "skipped", title: test.fullTitle() }))
      .on("fail", (test, error: Error) =>
        report({ state: "failed", title: test.fullTitle(), error: error.stack ?? error.message }),
      );
  });
  report({
    state: "note",
    title: await activationTimes().catch(
      (error: unknown) => `VS Code doesn't tell what activation took: ${String(error)}`,
    ),
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** The console is the only way out that all three editors have. */
function report(result: TestResult): void {
  console.log(resultPrefix + JSON.stringify(result));
}
