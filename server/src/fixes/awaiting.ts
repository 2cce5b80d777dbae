import { executionOf } from "../model/execution";
import type { Node } from "../syntax/tree";
import { type FixContext, FixBuilder, importedAs } from "./builder";
import type { Fix } from "./fix";

export type AsyncLibrary = "asyncio" | "anyio" | "trio";

/** The async library that the code at a place is written for: the one it imports, asyncio where it imports none. */
export function asyncLibraryAt(context: FixContext, at: Node): AsyncLibrary {
  if (importedAs(context, "asyncio", at) !== undefined) return "asyncio";
  if (importedAs(context, "trio", at) !== undefined) return "trio";
  return importedAs(context, "anyio", at) !== undefined ? "anyio" : "asyncio";
}

/** Whether `await` may be written where the node stands. */
export function canAwait(node: Node): boolean {
  if (executionOf(node).when !== "async") return false;
  for (const around of node.ancestors()) {
    if (around.kind === "function_definition") return true;
    if (around.kind === "class_definition") return false;
  }
  return false;
}

/** `await expression` as it must be written in the place of `node`, in parentheses where something follows it. */
export function awaited(node: Node, expression: string): string {
  return needsParentheses(node) ? `(await ${expression})` : `await ${expression}`;
}

function needsParentheses(node: Node): boolean {
  const parent = node.parent;
  if (parent === undefined) return false;
  if (parent.kind === "await") return true;
  if (parent.kind === "attribute") return node.field === "object";
  if (parent.kind === "subscript") return node.field === "value";
  if (parent.kind === "call") return node.field === "function";
  return parent.kind === "binary_operator" && parent.child("operator")?.kind === "**" && node.field === "left";
}

/**
 * Runs a call in a thread: `f(a, b=c)` becomes `await asyncio.to_thread(f, a, b=c)`, or what anyio and trio have for it.
 * Undefined where no `await` may stand, or the arguments can't be handed on.
 */
export function runInThread(call: Node, context: FixContext, finish?: { readonly title?: string; readonly applicability?: Fix["applicability"]; readonly annotation?: string }): Fix | undefined {
  const callee = call.child("function");
  const args = call.child("arguments");
  if (callee === undefined || args === undefined || !canAwait(call)) return undefined;
  if ([...args.descendants("await", "yield")].length > 0 && args.kind !== "argument_list") return undefined;
  const builder = new FixBuilder(context);
  const library = asyncLibraryAt(context, call);
  const opening = library === "asyncio" ? builder.need("asyncio.to_thread", call) : builder.need(`${library}.to_thread.run_sync`, call);
  if (opening === undefined) return undefined;
  const inner = args.kind === "argument_list" ? call.tree.text.slice(args.start + 1, args.end - 1) : call.tree.text.slice(args.start, args.end);
  const hasKeywords = args.named.some((argument) => argument.kind === "keyword_argument" || argument.kind === "dictionary_splat");
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  if (library === "asyncio" || !hasKeywords) {
    const separator = inner.trim() === "" ? inner : /^\s*[\r\n]/.test(inner) ? `,${inner}` : `, ${inner}`;
    builder.edit(call, call.start, callee.start, `${before}${opening}(`);
    builder.edit(call, callee.end, call.end, `${separator})${after}`);
  } else {
    const partial = builder.need("functools.partial", call);
    if (partial === undefined) return undefined;
    builder.edit(call, call.start, callee.start, `${before}${opening}(${partial}(`);
    builder.edit(call, callee.end, call.end, `${inner.trim() === "" ? "" : `, ${inner}`}))${after}`);
  }
  return builder.build({ title: finish?.title ?? "Run in a thread", applicability: finish?.applicability ?? "safe", ...(finish?.annotation === undefined ? {} : { annotation: finish.annotation }) });
}
