import { parseArgs } from "node:util";
import { TREES } from "./trees";

export interface Options {
  /** The parts that are measured, in this order. */
  readonly parts: readonly string[];
  readonly sizes: readonly number[];
  /** Names of the trees that are scanned. */
  readonly trees: readonly string[];
  readonly quick: boolean;
  /** Bundles that were built before; they are built where nothing is said. */
  readonly dist: string | undefined;
  /** Where the numbers are written. */
  readonly json: string | undefined;
  /** Whether docs/PERFORMANCE.md is brought up to date. */
  readonly docs: boolean;
  readonly help: boolean;
}

const SIZES = "1000,5000,20000,100000";

/**
 * Reads the command line. The part `slow-peers` is only measured with `--all`, or where it is named.
 *
 * @throws Error where it can't be understood
 */
export function parseOptions(args: readonly string[], known: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      all: { type: "boolean", default: false },
      sizes: { type: "string", default: SIZES },
      trees: { type: "string", default: TREES.join(",") },
      quick: { type: "boolean", default: false },
      dist: { type: "string" },
      json: { type: "string" },
      docs: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const parts = values.only?.split(",") ?? known.filter((part) => values.all || part !== "slow-peers");
  for (const part of parts)
    if (!known.includes(part)) throw new Error(`there is no part ${part}; there are ${known.join(", ")}`);
  const sizes = values.sizes.split(",").map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size >= 1000))
    throw new Error(`--sizes: numbers of lines from 1000 on, not ${values.sizes}`);
  const trees = values.trees.split(",");
  for (const tree of trees)
    if (!TREES.some((one) => one === tree)) throw new Error(`there is no tree ${tree}; there are ${TREES.join(", ")}`);
  const whole = values.only === undefined && values.sizes === SIZES && trees.length === TREES.length && !values.quick;
  if (values.docs && !whole) throw new Error("--docs is for a whole run, without --only, --sizes, --trees and --quick");
  const { quick, dist, json, docs, help } = values;
  return { parts, sizes, trees, quick, dist, json, docs, help };
}

export function usage(known: readonly string[]): string {
  return `Measures the built server and command line beside their peers, and prints ratios.

Usage: npm run bench -- [OPTIONS]

Options:
  --only PART[,PART...]   of ${known.join(", ")}
  --all                   with slow-peers, which fetches pyright and takes minutes
  --sizes N[,N...]        lines of the files that are edited: ${SIZES}
  --trees NAME[,NAME...]  of ${TREES.join(", ")}
  --quick                 a fifth of the measurements
  --dist FOLDER           measure bundles that are built already
  --json FILE             write all numbers
  --docs                  write the tables into docs/PERFORMANCE.md
`;
}
