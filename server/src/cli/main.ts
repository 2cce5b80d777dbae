import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { check } from "./check/command";
import { serveAsThread } from "./check/threads";
import { EXIT, type ExitCode, UsageError } from "./exit";
import { helpFor } from "./help";
import { type Command, parseCommand } from "./options";
import { explainLine } from "./explain-line";
import { explainRule } from "./explain-rule";
import { printable } from "./output/printable";
import { processTerminal, type Terminal } from "./terminal";

void start();

async function start(): Promise<void> {
  if (!(await serveAsThread())) await main(process.argv.slice(2), processTerminal());
}

async function main(argv: readonly string[], terminal: Terminal): Promise<void> {
  try {
    process.exitCode = await run(parseCommand(argv), terminal);
  } catch (error) {
    process.exitCode = EXIT.trouble;
    if (error instanceof UsageError)
      terminal.err(`error: ${printable(error.message)}\nasync-skill --help shows what there is.\n`);
    else terminal.err(`internal error, please report it: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

async function run(command: Command, terminal: Terminal): Promise<ExitCode> {
  switch (command.kind) {
    case "check":
      return check(command.options, terminal);
    case "explain":
      return command.what.kind === "rule"
        ? explainRule(command.what.rule, terminal)
        : explainLine(command.what, terminal);
    case "rules":
      return (await import("./engine")).listRules(terminal);
    case "help":
      terminal.out(helpFor(command.topic));
      return EXIT.clean;
    case "version":
      terminal.out(`async-skill ${version()}\n`);
      return EXIT.clean;
    case "server": {
      // The bundle of the server, which is told by arguments how it is spoken to.
      process.argv.push("--stdio");
      createRequire(import.meta.url)("./server.js");
      return EXIT.clean;
    }
  }
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}
