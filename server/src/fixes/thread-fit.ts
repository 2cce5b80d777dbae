import { isGenerator } from "../model/definitions";
import type { Infer } from "../model/infer";
import { libraryRow } from "../model/library/index";
import { isThreadBound } from "../model/library/thread-bound";
import type { Node } from "../syntax/tree";
import type { Finish } from "./builder";

/** A fix that hands a call to a thread, which is unsafe where something that the call works on is not fit for that. */
export function asThreadAllows<T extends Pick<Finish, "applicability" | "annotation">>(finish: T, call: Node, infer: Infer): T {
  const reason = whyUnfit(call, infer);
  if (reason === undefined) return finish;
  return { ...finish, applicability: "unsafe", annotation: finish.annotation === undefined ? reason : `${finish.annotation}; ${lowered(reason)}` };
}

/** What a call in a thread would do that it doesn't where it blocks; undefined where nothing is known. */
function whyUnfit(call: Node, infer: Infer): string | undefined {
  const row = infer.row(call);
  if (row?.blocks === "input" && [...infer.identifiers("KeyboardInterrupt")].length > 0)
    return "Ctrl+C no longer interrupts it: the program ends when the thread has its input";
  if (row?.blocks === "wait" && takesItem(row.name)) return "A thread whose task is cancelled still takes the next item, which is lost";
  for (const node of partsOf(call)) {
    if (node.kind === "generator_expression" || isGeneratorCall(node, infer)) return "What the generator looks at is then looked at from the thread";
    const name = node.kind === "identifier" || node.kind === "attribute" ? infer.instanceOf(node) : undefined;
    if (name !== undefined && isThreadBound(name)) return `${node.text} belongs to the event loop, not to a thread`;
    const opener = node.kind === "identifier" ? openedAround(node, call) : undefined;
    if (opener !== undefined) return `A task that is cancelled closes ${node.text} while the thread uses it`;
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
  return name.endsWith(".get") && libraryRow(name.slice(0, name.lastIndexOf(".")))?.twins?.includes("asyncio.Queue") === true;
}

/** The object that a call is made on, and its arguments. */
function* partsOf(call: Node): Iterable<Node> {
  const object = call.child("function")?.child("object");
  if (object !== undefined) yield* object.subtree();
  const args = call.child("arguments");
  if (args?.kind === "generator_expression") yield args;
  for (const argument of args?.kind === "argument_list" ? args.named : []) yield argument.kind === "keyword_argument" ? argument.child("value")! : argument;
}

/** The `with` statement around a call that has bound a name, and will close what it holds. */
function openedAround(name: Node, call: Node): Node | undefined {
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
