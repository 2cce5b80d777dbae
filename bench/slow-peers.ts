/** One scan of the async projects by tools that take minutes for it. */
import * as path from "node:path";
import { findInstalled, installPyright, type Peer } from "./peers";
import { type Program, runProgram } from "./process";
import { ourCheck } from "./scanning";
import type { Setting } from "./setting";
import { median } from "./statistics";
import { megabytes, number, type Row, type Table } from "./table";
import { makeTree } from "./trees";

const OUR_RUNS = 3;

export async function measureSlowPeers({ scratch, dist, log }: Setting): Promise<Table> {
  const tree = makeTree("async", path.join(scratch, "trees"));
  const ours = Array.from({ length: OUR_RUNS }, () => runProgram(ourCheck(dist), tree.folder, scratch));
  const wall = median(ours.map(({ milliseconds }) => milliseconds));
  const rows = peers().map(([name, peer, args]): Row => {
    log(`scanning by ${name}`);
    if ("missing" in peer)
      return { id: `slow/${name}`, cells: [name, `missing: ${peer.missing}`, "-", number(wall)], figures: peer };
    const program: Program = { command: peer.command, args, mayComplain: true };
    const cost = runProgram(program, tree.folder, scratch);
    return {
      id: `slow/${name}`,
      cells: [`${name} ${peer.version}`, number(cost.milliseconds), megabytes(cost.peakBytes), number(wall)],
      ours: wall,
      peer: cost.milliseconds,
      figures: { ...cost, version: peer.version },
    };
  });
  return {
    title: "Beside linters and type checkers in Python and TypeScript",
    text: `One cold scan of the ${tree.description}, ${tree.files} files, ${megabytes(tree.bytes)} MB.`,
    head: ["tool", "wall ms", "peak MB", "ours, wall ms"],
    rows,
  };
}

function peers(): readonly (readonly [name: string, peer: Peer, args: readonly string[]])[] {
  const pyright = installPyright();
  return [
    [
      "pyright",
      "missing" in pyright ? pyright : { ...pyright, command: process.execPath },
      "missing" in pyright ? [] : [pyright.command, "."],
    ],
    // The one check of pylint's that is nearest to ours.
    ["pylint", findInstalled("pylint"), ["--recursive=y", "--disable=all", "--enable=missing-timeout", "."]],
    ["flake8", findInstalled("flake8"), ["--select", "ASYNC", "."]],
  ];
}
