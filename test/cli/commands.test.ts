import { spawn, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { CLI, cli, project, SLEEPY } from "./cli";
import { VERSION } from "../support/bundles";

describe("usage", () => {
  it.each([
    [["chek"], "there is no command chek: did you mean check?"],
    [["check", "--outputformat", "json"], "there is no option --outputformat: did you mean --output-format?"],
    [["check", "--output-format", "xml"], "there is no output format xml: it is one of concise, full, json"],
    [["check", "--select", "bloking-sleep"], "there is no rule bloking-sleep: did you mean blocking-sleep?"],
    [["check", "--ignore", "zzz"], "there is no rule zzz"],
    [["check", "--select"], "--select needs a value"],
    [["check", "--select", "--fix"], "--select needs a value"],
    [["check", "--select", ","], "--select names no rule"],
    [["check", "--fix=yes"], "--fix takes no value"],
    [["check", "-", "a.py"], "standard input (-) can't be checked together with paths"],
    [["check", "--stdin-filename", "a.py", "b.py"], "--stdin-filename is for standard input"],
    [["check", ""], "a path is empty"],
    [["explain"], "takes the name of one rule, or FILE:LINE"],
    [["explain", "sleep"], "there is no rule sleep: did you mean blocking-sleep?"],
    [["server", "x"], "takes no arguments"],
    [["--nope"], "there is no option --nope"],
  ])("%j is refused with 2", (args, message) => {
    const run = cli(args);
    expect(run.err).toContain(`error: ${message.startsWith("takes") ? "" : message}`);
    expect(run.err).toContain(message);
    expect(run.out).toBe("");
    expect(run.status).toBe(2);
  });

  it("--version and --help", () => {
    expect(cli(["--version"])).toEqual({ status: 0, out: `async-skill ${VERSION}\n`, err: "" });
    expect(cli(["--help"]).out).toContain("Usage: async-skill COMMAND");
    expect(cli([]).out).toBe(cli(["--help"]).out);
    expect(cli(["check", "-h"]).out).toBe(cli(["help", "check"]).out);
  });

  it("help of check names every option", () => {
    const { out } = cli(["help", "check"]);
    for (const option of [
      "select",
      "ignore",
      "fix",
      "unsafe-fixes",
      "diff",
      "output-format",
      "stdin-filename",
      "exit-zero",
    ])
      expect(out).toContain(`--${option}`);
  });

  it("takes paths that begin with a dash behind --", () => {
    const cwd = project({ "-a.py": SLEEPY });
    expect(cli(["check", "--output-format", "concise", "--", "-a.py"], { cwd }).out).toMatch(/^-a\.py:6:5: /);
  });
});

describe("rules", () => {
  it("are listed and explained", () => {
    expect(cli(["rules"]).out).toMatch(/^blocking-sleep +warning +safe fix$/m);
    expect(cli(["explain", "blocking-sleep"]).out).toMatch(
      /^# blocking-sleep\n[\s\S]*## Why it matters\n[\s\S]*Also known as: ASYNC251, blocking-sleep-in-async-function, S7488/,
    );
  });
});

it("a reader that leaves early is no mistake", () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}.py`, SLEEPY.repeat(20)]));
  const cwd = project(files);
  const command = `"${process.execPath}" "${CLI}" check --output-format json --exit-zero | head -c 10`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { cwd, encoding: "utf8" });
  expect(stdout).toHaveLength(10);
  expect(stderr).not.toMatch(/EPIPE|Error/);
});

it.each([["server"], ["server", "--stdio"]])("%s %s speaks LSP on standard input and output", async (...args) => {
  const server = spawn(process.execPath, [CLI, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const answered = new Promise<string>((resolve) => {
    let text = "";
    server.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.includes('"capabilities"')) resolve(text);
    });
  });
  const ended = new Promise<number | null>((resolve) => server.on("exit", resolve));
  send({ id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } });
  expect(await answered).toContain('"async-skill"');
  send({ id: 2, method: "shutdown" });
  send({ method: "exit" });
  expect(await ended).toBe(0);
});
