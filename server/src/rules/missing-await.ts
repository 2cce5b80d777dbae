import type { Rule, RuleContext } from "../analysis/rule";
import { awaited, canAwait } from "../fixes/awaiting";
import { FixBuilder, type FixContext } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import { callsOf, ownCalls } from "../model/mentions";
import type { Node } from "../syntax/tree";

/** What a coroutine object has itself. */
const OWN_ATTRIBUTES = /^(?:send|throw|close|cr_\w+|__\w+__)$/;

export const missingAwait: Rule = {
  name: "missing-await",
  kinds: ["call"],
  needs: [[ownCalls("coroutine", "used"), ...callsOf((row) => row.use === "await", "used")]],
  check(call, context) {
    const use = useOf(call);
    if (use === undefined || !isCoroutine(call, context) || isTested(call)) return undefined;
    const name = shortName(call);
    return {
      at: call,
      message: use === "dropped" ? `${name} is never awaited: it makes a coroutine that does not run` : `${name} gives a coroutine, not its result: ${use}`,
      fixes: () => [addAwait(call, context)].filter((fix) => fix !== undefined),
    };
  },
};

function shortName(call: Node): string {
  const callee = call.child("function")?.text ?? "";
  return callee.length > 40 || /\s/.test(callee) ? "this call" : `${callee}()`;
}

/** What is done with a call's value that no coroutine is good for. */
function useOf(call: Node): string | undefined {
  let node = call;
  while (node.parent?.kind === "parenthesized_expression") node = node.parent;
  const parent = node.parent;
  switch (parent?.kind) {
    case "expression_statement":
      return parent.named.length === 1 ? "dropped" : undefined;
    case "attribute":
      return node.field === "object" && !OWN_ATTRIBUTES.test(parent.child("attribute")?.text ?? "")
        ? `it has no ${parent.child("attribute")?.text}`
        : undefined;
    case "subscript":
      return node.field === "value" ? "it has no items" : undefined;
    case "comparison_operator":
      return "comparing it says nothing of the result";
    case "binary_operator":
      return parent.child("operator")?.kind === "|" ? undefined : `it has no operator ${parent.child("operator")?.text}`;
    case "not_operator":
    case "boolean_operator":
      return parent.kind === "not_operator" || node.field === "left" ? "it is always true" : undefined;
    case "if_statement":
    case "elif_clause":
    case "while_statement":
      return node.field === "condition" ? "it is always true" : undefined;
    case "conditional_expression":
      return parent.named[1] === node ? "it is always true" : undefined;
    case "assert_statement":
      return parent.named[0] === node ? "it is always true" : undefined;
    case "for_statement":
    case "for_in_clause":
      return node.field === "right" && !parent.hasToken("async") ? "it can't be iterated" : undefined;
    case "interpolation":
      return "the text shows the coroutine";
    default:
      return undefined;
  }
}

/** A test that the call raises or warns: `with pytest.raises(TypeError)`, `with self.assertWarns(...)`. */
function isTested(call: Node): boolean {
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "with_statement") continue;
    const clause = around.children.find((child) => child.kind === "with_clause");
    for (const opened of clause?.descendants("call") ?? []) if (isTest(opened)) return true;
  }
  return false;
}

function isTest(call: Node): boolean {
  const callee = call.child("function");
  const name = (callee?.child("attribute") ?? callee)?.text ?? "";
  return /raises|warns|warnings/i.test(name);
}

/** An `async def` of the file, or what the table knows to be awaited and nothing else. */
function isCoroutine(call: Node, { infer }: RuleContext): boolean {
  const row = infer.row(call);
  if (row !== undefined) return row.use === "await";
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  return value?.kind === "function" && value.definition.async && infer.value(call)?.kind === "awaitable";
}

function addAwait(call: Node, context: FixContext): Fix | undefined {
  if (!canAwait(call)) return undefined;
  const [before, after] = awaited(call, "\0").split("\0") as [string, string];
  const builder = new FixBuilder(context).insertBefore(call, before);
  if (after !== "") builder.insertAfter(call, after);
  return builder.build({ title: "Await it", applicability: "unsafe", annotation: "The coroutine runs, where it did nothing before" });
}
