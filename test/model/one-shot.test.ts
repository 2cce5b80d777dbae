/**
 * Whether anybody is kept waiting is found out by asking once of each call, however often functions call one another.
 */
import { describe, expect, it } from "vitest";
import { Infer } from "../../server/src/model/infer";
import { Module } from "../../server/src/model/module";
import { keepsNobodyWaiting } from "../../server/src/model/one-shot";
import { open } from "../support/engine";

const SIZE = 40;

class CountingInfer extends Infer {
  asked = 0;

  override row(call: Parameters<Infer["row"]>[0]): ReturnType<Infer["row"]> {
    this.asked++;
    return super.row(call);
  }
}

/** The answer for the first `time.sleep()` of a text, and how often the library was asked about a call. */
function ask(text: string): { readonly alone: boolean; readonly asked: number } {
  const module = new Module(open(text));
  const infer = new CountingInfer(module);
  const sleep = module.document.segments
    .flatMap(({ tree }) => [...tree.root.descendants("call")])
    .find((call) => call.text === "time.sleep(1)")!;
  return { alone: keepsNobodyWaiting(sleep, infer), asked: infer.asked };
}

const head = "import asyncio\nimport time\n\n\n";
const run = (name: string): string => `\n\nasyncio.run(${name}())\n`;

const SHAPES: Readonly<Record<string, { readonly alone: boolean; readonly text: (n: number) => string }>> = {
  "a function that calls itself over and over": {
    alone: false,
    text: (n) => `${head}async def f():\n${"    f()\n".repeat(n)}    time.sleep(1)\n${run("f")}`,
  },
  "calls of a helper that makes many calls": {
    alone: true,
    text: (n) =>
      `${head}def g():\n${"    print()\n".repeat(n)}\n\nasync def f():\n${"    g()\n".repeat(n)}    time.sleep(1)\n${run("f")}`,
  },
  "helpers that call one another": {
    alone: true,
    text: (n) =>
      `${head}def a():\n${"    print()\n".repeat(n)}\n\ndef b():\n${"    a()\n".repeat(n)}\n\ndef c():\n${"    b()\n".repeat(n)}\n\nasync def f():\n${"    c()\n".repeat(n)}    time.sleep(1)\n${run("f")}`,
  },
  "a function that its caller awaits over and over": {
    alone: true,
    text: (n) =>
      `${head}async def f():\n    time.sleep(1)\n\n\nasync def main():\n${"    await f()\n".repeat(n)}${run("main")}`,
  },
  "callers that await one another": {
    alone: true,
    text: (n) =>
      `${head}async def f():\n    time.sleep(1)\n\n\nasync def g():\n${"    await f()\n".repeat(n)}\n\nasync def main():\n${"    await g()\n".repeat(n)}${run("main")}`,
  },
};

describe("whether nobody is kept waiting", () => {
  it.each(Object.entries(SHAPES))("asks in proportion to %s", (_title, { alone, text }) => {
    const [once, twice] = [ask(text(SIZE)), ask(text(2 * SIZE))];
    expect([once.alone, twice.alone]).toEqual([alone, alone]);
    expect(twice.asked).toBeLessThan(2.5 * once.asked);
  });
});
