import type { Way } from "./ways";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { firstArgument } from "./arguments";
import type { Infer } from "./infer";
import { CONSUMERS } from "./library/builtins";

/** A place that may run code which stands elsewhere. */
export interface Run {
  /** What a finding underlines. */
  readonly at: Node;
  readonly way: Way;
  /** What is called, entered or gone through; of what is read, the attribute. */
  readonly what: Node;
}

/** The kinds of nodes at which something may be run. */
export const RUNNING_KINDS = [
  "call",
  "with_item",
  "for_statement",
  "for_in_clause",
  "attribute",
  "list_splat",
  "yield",
] as const satisfies readonly Kind[];

/** What may be run at a node of these kinds, in order. */
export function runsAt(node: Node, infer: Infer): readonly Run[] {
  switch (node.kind) {
    case "call":
      return callRuns(node, infer);
    case "with_item":
      return isAsync(node.closest("with_statement")) ? [] : runOf(entered(node), "with");
    case "for_statement":
    case "for_in_clause":
      return isAsync(node) ? [] : runOf(node.child("right"), "iterate");
    case "list_splat":
      return node.parent?.kind === "argument_list" ? runOf(node.named[0], "iterate") : [];
    case "yield":
      return node.hasToken("from") ? runOf(node.named[0], "iterate") : [];
    case "attribute":
      return isRead(node) ? [{ at: node, way: "read", what: node }] : [];
    default:
      return [];
  }
}

function callRuns(call: Node, infer: Infer): readonly Run[] {
  const callee = call.child("function");
  if (callee === undefined) return [];
  const given = callee.kind === "identifier" && TAKES_ITEMS.has(callee.text) ? firstArgument(call) : undefined;
  if (given !== undefined && TAKES_ITEMS.has(infer.name(callee) ?? ""))
    return [{ at: call, way: "iterate", what: given }];
  return [{ at: call, way: "call", what: callee }];
}

const TAKES_ITEMS: ReadonlySet<string> = new Set([...CONSUMERS, "next"]);

function runOf(what: Node | undefined, way: Way): readonly Run[] {
  return what === undefined ? [] : [{ at: what, way, what }];
}

function entered(item: Node): Node | undefined {
  const value = item.child("value");
  return value?.kind === "as_pattern" ? value.named[0] : value;
}

function isAsync(statement: Node | undefined): boolean {
  return statement?.hasToken("async") === true;
}

/** Whether an attribute is looked at: not assigned, deleted or called. */
function isRead({ field, parent }: Node): boolean {
  if (field === "function" && parent?.kind === "call") return false;
  return !(field === "left" && parent?.kind === "assignment") && parent?.kind !== "delete_statement";
}

/**
 * What is run, as the code has it: `load` where it is called; `Client()`, `self.rows` where it is entered, gone through
 * or read.
 */
export function nameOfRun({ what }: Run): string {
  return what.kind === "call" ? `${what.child("function")!.text}()` : what.text;
}

/** What a step on the way does, as it reads behind "it" or "which". */
export function runInWords({ way, callee }: { readonly way: Way; readonly callee: string }): string {
  switch (way) {
    case "call":
      return `calls ${callee}()`;
    case "with":
      return `enters ${callee}`;
    case "iterate":
      return `goes through ${callee}`;
    case "read":
      return `reads ${callee}`;
    default:
      return way satisfies never;
  }
}
