import { type EditName, EDITS } from "./edits";

/** What a row should reach. */
export interface Aim {
  /** The most that ours may be, as a share of the peer's. */
  readonly ratio?: number;
  /** The most that ours may be, in the row's unit. */
  readonly most?: number;
  /** What `most` counts: milliseconds where nothing is said. */
  readonly unit?: "MB" | "lost";
}

const TYPED: ReadonlyMap<number, number> = new Map([
  [1_000, 0.6],
  [5_000, 0.2],
  [20_000, 0.06],
  [100_000, 0.03],
]);

const TYPED_EDITS: readonly EditName[] = ["character in a name", "character of a new name", "newline"];
const OTHER_EDITS = EDITS.filter((name) => !TYPED_EDITS.includes(name));

const BROKEN = ["bracket opened", "quote opened", "triple quote opened"];

/** By the id of the row. */
export const AIMS: ReadonlyMap<string, Aim> = new Map<string, Aim>([
  ...[...TYPED].flatMap(([lines, ratio]) =>
    TYPED_EDITS.map((edit): [string, Aim] => [`editing/${lines}/${edit}`, { ratio }]),
  ),
  ...[...TYPED.keys()].flatMap((lines) =>
    OTHER_EDITS.map((edit): [string, Aim] => [`editing/${lines}/${edit}`, { ratio: lines < 5000 ? 1 : 0.3 }]),
  ),
  ...[...TYPED].map(([lines, ratio]): [string, Aim] => [`pushed/${lines}/newline`, { ratio }]),
  ...[...TYPED.keys()].flatMap((lines) =>
    BROKEN.map((edit): [string, Aim] => [`broken/${lines}/${edit}`, { most: 0, unit: "lost" }]),
  ),
  // Our slowest edits against its usual ones.
  ["editing/20000/p99 against p50", { ratio: 1 }],
  ["in-process/100000/p99", { most: 4 }],
  ...[...TYPED.keys()].flatMap((lines) =>
    ["code action", "code action after edit"].map((what): [string, Aim] => [
      `${what}/${lines}`,
      { ratio: 1.5, most: 0.5 },
    ]),
  ),
  ["memory/100000/after edits", { most: 120e6, unit: "MB" }],
  ["start/1000", { most: 150 }],
  ["start/extension", { most: 50 }],
  ["scanning/async/cold", { ratio: 2.5 }],
  ["scanning/stdlib/cold", { ratio: 1 }],
  ["scanning/installed/cold", { ratio: 0.6 }],
  ["scanning/async/warm", { ratio: 2 }],
  ["scanning/stdlib/warm", { ratio: 2 }],
  ["scanning/installed/warm", { ratio: 2 }],
  ["project/edit", { most: 100 }],
  ["project/typing", { ratio: 1.05 }],
  ["project/million/memory", { most: 300e6, unit: "MB" }],
  ...["async", "stdlib", "installed", "million"].map((tree): [string, Aim] => [`project/${tree}`, { ratio: 1.5 }]),
  ...["async", "stdlib", "installed", "million"].map((tree): [string, Aim] => [`project/${tree}/warm`, { ratio: 0.1 }]),
  ["project/indexing again", { ratio: 0.1 }],
  ["slow/pyright", { ratio: 0.01 }],
  ["slow/pylint", { ratio: 0.01 }],
]);
