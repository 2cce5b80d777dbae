import type { Finish } from "./finish";
import { isGenerator } from "../model/definitions";
import type { Infer } from "../model/infer";
import { libraryRow } from "../model/library/index";
import { isThreadBound } from "../model/library/thread-bound";
import { writesLog } from "../model/thread-fit";
import type { Node } from "../syntax/tree";

/**
 * A fix that hands a call to a thread, which is unsafe where something that the call works on is not fit for that, and
 * refused where a `with` around it would close that too soon, or enters what the call gives: that may be where it works.
 */
export function asThreadAllows<T extends Pick<Finish, "applicability" | "annotation" | "differs">>(
  finish: T,
  call: Node,
  infer: Infer,
): T & Pick<Finish, "obstacle"> {
  // To open a file is all that waits where others are given it.
  const blocks = isEntered(call) ? infer.row(call)?.blocks : undefined;
  if (blocks !== undefined && blocks !== "file") return { ...finish, obstacle: ENTERS_ALONE };
  const opened = [...partsOf(call)].find(
    (node) => node.kind === "identifier" && openedAround(node, call) !== undefined,
  );
  if (opened !== undefined) {
    const obstacle = `A task that is cancelled closes ${opened.text} while the thread uses it: make a function of the whole with statement, and run that in a thread`;
    return { ...finish, obstacle };
  }
  const reason = whyUnfit(call, infer);
  if (reason === undefined) return finish;
  const annotation =
    finish.annotation === undefined ? reason.annotation : `${finish.annotation}; ${lowered(reason.annotation)}`;
  return { ...finish, applicability: "unsafe", annotation, differs: finish.differs ?? reason.differs };
}

/** Whether a `with` enters what a call gives: what its block does with it, and leaving it, waits as well. */
export function isEntered({ parent }: Node): boolean {
  return parent?.kind === "with_item" || (parent?.kind === "as_pattern" && parent.parent?.kind === "with_item");
}

export const ENTERS_ALONE =
  "What the block does with it, and its end, would still wait on the event loop: make a function of the whole with statement, and run that in a thread";

const LOOKS_AT_HANDLED: ReadonlySet<string> = new Set([
  "traceback.format_exc",
  "traceback.print_exc",
  "sys.exc_info",
  "sys.exception",
]);

/** Whether a call asks for the exception that is being handled, which only the thread of the handler knows. */
export function looksAtHandled(call: Node, infer: Pick<Infer, "callee">): boolean {
  if (LOOKS_AT_HANDLED.has(infer.callee(call) ?? "")) return true;
  const info = call.child("arguments")?.named.find((argument) => argument.child("name")?.text === "exc_info");
  if (info !== undefined) return info.child("value")?.kind === "true" || info.child("value")?.kind === "integer";
  const method = call.child("function");
  return method?.child("attribute")?.text === "exception" && writesLog(method.child("object")?.text ?? "", "exception");
}

/** What Ctrl+C does where a thread asks the user, whom Python can't interrupt there. */
export const INTERRUPT_WAITS = "no longer interrupts it: the program ends when the thread has its input";

interface Unfit {
  readonly annotation: string;
  /** In few words, for the menu. */
  readonly differs: string;
}

/** What a call in a thread would do that it doesn't where it blocks; undefined where nothing is known. */
function whyUnfit(call: Node, infer: Infer): Unfit | undefined {
  const row = infer.row(call);
  // Who catches KeyboardInterrupt stands far from here as a rule, where the program begins.
  if (row?.blocks === "input")
    return { annotation: `Ctrl+C ${INTERRUPT_WAITS}`, differs: "an interrupt waits for input" };
  if (row?.blocks === "wait" && takesItem(row.name)) {
    return {
      annotation: "A thread whose task is cancelled still takes the next item, which is lost",
      differs: "a cancelled task loses an item",
    };
  }
  for (const node of partsOf(call)) {
    if (node.kind === "generator_expression" || isGeneratorCall(node, infer)) {
      return {
        annotation: "What the generator looks at is then looked at from the thread",
        differs: "the generator runs there too",
      };
    }
    const name = node.kind === "identifier" || node.kind === "attribute" ? infer.instanceOf(node) : undefined;
    if (name !== undefined && isThreadBound(name)) {
      return {
        annotation: `${node.text} belongs to the event loop, not to a thread`,
        differs: "it works on the loop's own objects",
      };
    }
  }
  return undefined;
}

function isGeneratorCall(node: Node, infer: Infer): boolean {
  const callee = node.kind === "call" ? node.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  return value?.kind === "function" && isGenerator(value.definition.node);
}

/** `Queue.get()`: what it gives is in the queue no more. */
function takesItem(name: string): boolean {
  return (
    name.endsWith(".get") && libraryRow(name.slice(0, name.lastIndexOf(".")))?.twins?.includes("asyncio.Queue") === true
  );
}

/** The object that a call is made on, and its arguments. */
function* partsOf(call: Node): Iterable<Node> {
  const object = call.child("function")?.child("object");
  if (object !== undefined) yield* object.subtree();
  const args = call.child("arguments");
  if (args?.kind === "generator_expression") yield args;
  for (const argument of args?.kind === "argument_list" ? args.named : [])
    yield argument.kind === "keyword_argument" ? argument.child("value")! : argument;
}

/** The `with` statement around a call that has bound a name, and will close what it holds. */
export function openedAround(name: Node, call: Node): Node | undefined {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition" || around.kind === "lambda") return undefined;
    if (around.kind !== "with_statement" || !(around.child("body")?.contains(call) ?? false)) continue;
    const clause = around.named.find((child) => child.kind === "with_clause");
    for (const item of clause?.named ?? []) if (item.child("value")?.child("alias")?.text === name.text) return around;
  }
  return undefined;
}

function lowered(sentence: string): string {
  return sentence[0]!.toLowerCase() + sentence.slice(1);
}
