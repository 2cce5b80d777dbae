import type { RuleContext } from "../../contract";
import type { Row } from "../../../model/library/row";
import { runsAt } from "../../../model/runs";
import type { Node } from "../../../syntax/tree";
import { pathsIn } from "../blocking/blocking-paths";
import { opensFile } from "../disk/file-reach";
import { opensConnection } from "../blocking/network-reach";

const LOOPS: ReadonlySet<string> = new Set(["for_statement", "while_statement"]);
const COMPREHENSIONS: ReadonlySet<string> = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

/** What a loop counts as. */
const REPEATED = 100;

/**
 * How many times a thread would be asked, one after the other, if each of the blocking calls in some statements asked
 * for itself: a loop counts as many, of branches only one runs. One pass from the end, where every part comes before
 * what it is a part of.
 */
export function weightOf(statements: readonly Node[], calls: readonly Node[], context: RuleContext): number {
  const blocking = new Set(calls);
  let total = 0;
  for (const statement of statements) {
    const weights = new Weights();
    for (const node of [...statement.subtree()].reverse()) {
      if (blocking.has(node))
        weights.add(node, holdsMore(node, statements.length > 1, context) ? 2 : 1, waitsForOthers(node, context));
      if (node === statement) total += weights.of(node);
      else weights.handOn(node);
    }
  }
  return total;
}

/** What the parts of a statement ask for. */
class Weights {
  readonly #always = new Map<Node, number>();
  /** Of an `if` or `elif`: the most that one of its branches asks for. */
  readonly #branches = new Map<Node, number>();
  /**
   * What has something in it that waits for others, long enough for a thread of its own each time, and for a
   * cancellation in between.
   */
  readonly #long = new Set<Node>();

  of(node: Node): number {
    return (this.#always.get(node) ?? 0) + (this.#branches.get(node) ?? 0);
  }

  add(node: Node, weight: number, isLong = false): void {
    if (isLong) this.#long.add(node);
    this.#always.set(node, (this.#always.get(node) ?? 0) + weight);
  }

  /** Adds a part, whose own parts are all known, to what it is a part of. */
  handOn(node: Node): void {
    const weight = this.of(node);
    const around = node.parent;
    if (weight === 0 || around === undefined) return;
    const isLong = this.#long.has(node);
    if (isLong) this.#long.add(around);
    if (around.kind === "if_statement" && node.kind === "elif_clause") {
      // Its condition is looked at, whichever branch runs then.
      this.add(around, this.#always.get(node) ?? 0);
      this.#branch(around, this.#branches.get(node) ?? 0);
    } else if (isBranch(node, around)) this.#branch(around, weight);
    else this.add(around, isRepeated(node, around) && !isLong ? REPEATED : weight);
  }

  #branch(around: Node, weight: number): void {
    this.#branches.set(around, Math.max(weight, this.#branches.get(around) ?? 0));
  }
}

function isBranch(node: Node, around: Node): boolean {
  if (around.kind === "elif_clause") return node.field === "consequence";
  return around.kind === "if_statement" && (node.field === "consequence" || node.kind === "else_clause");
}

/** Whether a part of something runs again and again while that runs once. */
function isRepeated(node: Node, around: Node): boolean {
  if (LOOPS.has(around.kind)) return node.field !== "right";
  return (
    COMPREHENSIONS.has(around.kind) &&
    !(node.kind === "for_in_clause" && around.named.find((part) => part.kind === "for_in_clause") === node)
  );
}

function waitsForOthers(call: Node, context: RuleContext): boolean {
  const row = context.infer.row(call);
  if (row !== undefined) return row.blocks === "http" || row.blocks === "network";
  return runsAt(call, context.infer).some((run) => OTHERS.has(pathsIn(context).from(run)?.blocks));
}

const OTHERS: ReadonlySet<string | undefined> = new Set(["http", "network", "subprocess", "sleep", "wait", "database"]);

function staysOpen(row: Row): boolean {
  return opensFile(row) || opensConnection(row);
}

/** Whether what is done with what a call opens blocks as well: a `with` over it, or uses that stand behind it. */
function holdsMore(call: Node, othersFollow: boolean, context: RuleContext): boolean {
  const row = context.infer.row(call);
  if (row === undefined) return false;
  const opened = call.parent?.kind === "as_pattern" || call.parent?.kind === "with_item";
  return opened || (othersFollow && staysOpen(row) && call.parent?.kind === "assignment");
}
