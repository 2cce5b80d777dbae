/**
 * A workspace that is told of one change after another says what a fresh one says of the files as they then are, and
 * what is asked first changes no answer.
 */
import { describe, expect, it } from "vitest";
import { Workspace } from "../../server/src/workspace/workspace";
import { open } from "../support/engine";
import { hostOf, pathOf, stallsIn, workspaceOf } from "./in-memory";

const MODULES = ["a", "b", "c", "d"] as const;
const NAMES = ["one", "two", "three"] as const;
const STEPS = 12;

/** The same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % sides;
  };
}

class Author {
  readonly #roll: (sides: number) => number;

  constructor(seed: number) {
    this.#roll = dice(seed);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.#roll(choices.length)]!;
  }

  chance(oneIn: number): boolean {
    return this.#roll(oneIn) === 0;
  }

  shuffled<T>(items: readonly T[]): readonly T[] {
    return items
      .map((item) => ({ item, order: this.#roll(1000) }))
      .toSorted((x, y) => x.order - y.order)
      .map(({ item }) => item);
  }

  /**
   * A module that defines some of the names, takes most of the others from other modules, which may import it, and
   * calls what it has.
   */
  module(): string {
    const own = [...NAMES, "Client"].filter(() => this.chance(2));
    const brought = [...NAMES, "Client"].filter((name) => !own.includes(name) || this.chance(8));
    const imports = [...MODULES.map((module) => `import ${module}`), ...brought.map((name) => this.#import(name))];
    const definitions = own.map((name) =>
      name === "Client" ? this.#class() : `def ${name}():\n    ${this.#call()}\n`,
    );
    const main = [
      "async def main(client: Client):",
      ...Array.from({ length: 4 }, () => `    ${this.#call()}`),
      "    client.load()",
      "",
    ];
    return ["import time", ...imports, ...this.shuffled(definitions), ...main].join("\n");
  }

  #import(name: string): string {
    const from = this.pick(MODULES);
    return this.pick([
      `from ${from} import ${name}`,
      `from ${from} import ${this.pick(NAMES)} as ${name}`,
      `from ${from} import *`,
      `from .${from} import ${name}`,
    ]);
  }

  #call(): string {
    const name = this.pick(NAMES);
    const from = this.pick(MODULES);
    return this.pick([
      "time.sleep(1)",
      "pass",
      `${name}()`,
      `${name}()`,
      `${from}.${name}()`,
      "Client().load()",
      `${from}.Client().load()`,
      `${from}.held.load()`,
    ]);
  }

  #class(): string {
    const base = this.pick(["", "", ...MODULES.map((module) => `(${module}.Client)`)]);
    const init = this.chance(3) ? `    def __init__(self):\n        ${this.#call()}\n` : "";
    const load = this.chance(2) ? `    def load(self):\n        ${this.pick(["self.send()", this.#call()])}\n` : "";
    const send = this.chance(2) ? `    def send(self):\n        ${this.#call()}\n` : "";
    return `class Client${base}:\n    kind = 1\n${init}${load}${send}\nheld = ${this.pick(["Client()", "Client()", "one()"])}\n`;
  }
}

/** The findings of all files, asked for in an order. */
function found(
  files: ReadonlyMap<string, string>,
  workspace = workspaceOf(files),
  order: readonly string[] = [...files.keys()],
): string {
  const answers = order.map((name) => [name, stallsIn(name, files, workspace)] as const);
  return JSON.stringify(Object.fromEntries(answers.toSorted(([a], [b]) => (a < b ? -1 : 1))), undefined, 1);
}

function written(author: Author): Map<string, string> {
  return new Map(MODULES.map((module) => [`${module}.py`, author.module()]));
}

const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1);

describe("a project that changes", () => {
  it.each(SEEDS)("says what a fresh one does after each edit, deletion and renaming (%i)", (seed) => {
    const author = new Author(seed);
    const files = written(author);
    const workspace = workspaceOf(files);
    for (let step = 0; step < STEPS; step++) {
      const name = `${author.pick(MODULES)}.py`;
      const kept = files.get(name);
      const other = `${author.pick(MODULES)}.py`;
      const goes = kept !== undefined && author.chance(5);
      if (goes) {
        files.delete(name);
        workspace.filesChanged([pathOf(name)]);
      } else if (kept !== undefined && other !== name && author.chance(4)) {
        files.delete(name);
        files.set(other, kept);
        workspace.filesChanged([pathOf(name), pathOf(other)]);
      } else {
        const isNew = kept === undefined;
        files.set(name, author.module());
        if (isNew || author.chance(2)) workspace.filesChanged([pathOf(name)]);
        else workspace.take(pathOf(name), files.get(name));
      }
      expect(found(files, workspace)).toBe(found(files));
    }
  });

  it.each(SEEDS)("answers alike whatever is asked first (%i)", (seed) => {
    const author = new Author(1000 + seed);
    const files = written(author);
    const expected = found(files);
    for (let time = 0; time < 4; time++)
      expect(found(files, workspaceOf(files), author.shuffled([...files.keys()]))).toBe(expected);
  });

  it("finds something in what is written by chance, in one file and across files", () => {
    const all = SEEDS.map((seed) => found(written(new Author(1000 + seed)))).join("\n");
    expect(all.match(/stalls the event loop/g)?.length).toBeGreaterThan(20);
    expect(all.match(/ <- .* <- /g)?.length).toBeGreaterThan(3);
  });

  it("looks up again only what rests on a file that has another text", () => {
    const last = 20;
    const chain = Array.from({ length: last }, (_, at): [string, string] => [
      `app/m${at}.py`,
      `from app.m${at + 1} import run as below\n\n\ndef run():\n    below()\n`,
    ]);
    const files = new Map([
      ["main.py", "from app.m0 import run\n\n\nasync def main():\n    run()\n"],
      ...chain,
      [`app/m${last}.py`, "import time\n\n\ndef run():\n    time.sleep(1)\n"],
    ]);
    const host = hostOf(files);
    let asked = 0;
    const workspace = new Workspace({ ...host, isFile: (file) => (asked++, host.isFile(file)) }, open);
    expect(stallsIn("main.py", files, workspace)).toHaveLength(1);
    const first = asked;
    for (const [text, stalls] of [
      ["def run():\n    pass\n", 0],
      ["import time\n\n\nasync def run():\n    time.sleep(1)\n", 0],
      ["import time\n\n\ndef other():\n    time.sleep(1)\n\n\nrun = other\n", 1],
    ] as const) {
      asked = 0;
      workspace.take(pathOf(`app/m${last}.py`), text);
      expect(stallsIn("main.py", files, workspace)).toHaveLength(stalls);
      expect(asked).toBeLessThan(first / 3);
    }
  });
});
