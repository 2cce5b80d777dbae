import type { RuleContext } from "../../contract";
import { asyncLibraryAt } from "../../../fixes/async-library";
import { FixBuilder } from "../../../fixes/builder";
import type { Offer } from "../../../fixes/fix";
import { asyncFunctionAround } from "../../../model/execution";
import { isOneOf } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";
import { stopsNoOther } from "./own-thread";

/** A loop of async code that gives way to no other task, and ends by no means but an error. */
export interface EndlessLoop {
  /** Its condition or iterable. */
  readonly head: Node;
  /** The only statement of a loop that waits for something to change, and does nothing meanwhile. */
  readonly idle: Node | undefined;
}

const WAYS_OUT = [
  "await",
  "yield",
  "break_statement",
  "return_statement",
  "raise_statement",
  "for_statement",
  "with_statement",
  "list_comprehension",
  "call",
] as const;

/** The loop as one without an end; undefined where it can end or gives way. */
export function endlessLoop(loop: Node, context: RuleContext): EndlessLoop | undefined {
  const body = loop.child("body");
  const head = loop.child(loop.kind === "while_statement" ? "condition" : "right");
  if (body === undefined || head === undefined || loop.hasToken("async")) return undefined;
  const statements = body.named;
  const idle = statements.length === 1 && isIdle(statements[0]!) ? statements[0] : undefined;
  const waits = loop.kind === "while_statement" && idle !== undefined && isPlain(head);
  if (!waits && !isUnbounded(loop, head, context)) return undefined;
  const around = asyncFunctionAround(loop);
  if (
    around === undefined ||
    asyncFunctionAround(body) !== around ||
    (!waits && (isGuarded(loop, around) || hasWayOut(body, around, context)))
  )
    return undefined;
  if (stopsNoOther(around, undefined, context)) return undefined;
  return { head, idle };
}

function isIdle(statement: Node): boolean {
  return (
    isOneOf(statement, "pass_statement", "continue_statement") ||
    (statement.kind === "expression_statement" && statement.named[0]?.kind === "ellipsis")
  );
}

/** A condition of names and attributes alone: nothing in it can change by itself. */
function isPlain(condition: Node): boolean {
  for (const node of condition.subtree())
    if (isOneOf(node, "call", "await", "named_expression", "subscript")) return false;
  return true;
}

function isUnbounded(loop: Node, head: Node, context: RuleContext): boolean {
  if (loop.kind === "while_statement") return head.kind === "true" || head.text === "1";
  return head.kind === "call" && context.infer.row(head)?.endless === true;
}

/**
 * Whether an error that ends the loop is expected: `try: while True: ... except IndexError`, or in `with
 * suppress(...)`.
 */
function isGuarded(loop: Node, around: Node): boolean {
  for (const outer of loop.ancestors()) {
    if (outer === around) return false;
    if (
      outer.kind === "with_statement" ||
      (outer.kind === "try_statement" && outer.child("body")?.contains(loop) === true)
    )
      return true;
  }
  return false;
}

/** Whether something in the body can end the loop, or lets other tasks run. */
function hasWayOut(body: Node, around: Node, context: RuleContext): boolean {
  for (const node of body.descendants(...WAYS_OUT)) {
    if (asyncFunctionAround(node) !== around) continue;
    switch (node.kind) {
      case "for_statement":
      case "with_statement":
      case "list_comprehension":
        if (node.hasToken("async") || [...node.descendants("for_in_clause")].some((clause) => clause.hasToken("async")))
          return true;
        break;
      case "call":
        // An exit, or the end of an iterator that is asked for more.
        if (["next", "exit", "quit", "sys.exit", "os._exit"].includes(context.infer.callee(node) ?? "")) return true;
        break;
      default:
        return true;
    }
  }
  return false;
}

/** Lets other tasks run at each round. */
export function giveWay(loop: Node, { idle }: EndlessLoop, context: RuleContext): readonly Offer[] {
  const builder = new FixBuilder(context);
  const library = asyncLibraryAt(context, loop);
  const sleep = builder.need(`${library}.sleep`, loop);
  const first = loop.child("body")?.named[0];
  if (sleep === undefined || first === undefined) return [];
  if (idle !== undefined) builder.replace(idle, `await ${sleep}(0)`);
  else {
    // At the top of the body, where no continue passes it by.
    if (!/[\r\n]/.test(first.tree.text.slice(loop.start, first.start))) return [];
    builder.linesAbove(first, [`await ${sleep}(0)`]);
  }
  return [
    builder.build({
      title: `Give way with await ${library}.sleep(0)`,
      applicability: "unsafe",
      differs: "other tasks run in between",
      annotation: "Other tasks run at each round, and may change what the loop looks at",
    }),
  ];
}
