import type { Rule, RuleContext } from "./contract";
import { decoratorsOf } from "../model/definitions";
import type { Row } from "../model/library/row";
import { namesOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";

/** Decorators that leave a generator what it is; others may make a context manager or a fixture of it. */
const PLAIN_DECORATORS: ReadonlySet<string> = new Set([
  "staticmethod",
  "classmethod",
  "property",
  "typing.override",
  "typing.final",
  "abc.abstractmethod",
]);

export const yieldInTaskScope: Rule = {
  name: "yield-in-task-scope",
  kinds: ["yield"],
  needs: [[word("yield")], namesOf(opensScope)],
  check(node, context) {
    // The keyword is a node of that name too.
    if (!node.isNamed) return undefined;
    let child = node;
    let scope: Node | undefined;
    for (const around of node.ancestors()) {
      if (around.kind === "lambda" || around.kind === "class_definition") return undefined;
      if (around.kind === "with_statement" && child.field === "body") scope ??= scopeOf(around, context);
      if (around.kind === "function_definition")
        return scope === undefined || isContextManager(around, context) ? undefined : finding(node, scope, around);
      child = around;
    }
    return undefined;
  },
};

function finding(node: Node, scope: Node, definition: Node): ReturnType<Rule["check"]> {
  return {
    at: node,
    message: "this yield hands out an open task scope: its cancellation strikes in foreign code, or too late",
    related: [
      { at: scope, message: "the scope is open here" },
      { at: definition.child("name") ?? definition, message: "whoever iterates may stop at any yield" },
    ],
  };
}

function opensScope({ tasks }: Row): boolean {
  return tasks === "group" || tasks === "scope" || tasks === "scope within";
}

/** The call that opens a task group, a timeout or a cancel scope. */
function scopeOf(statement: Node, { infer }: RuleContext): Node | undefined {
  for (const item of statement.children.find((child) => child.kind === "with_clause")?.named ?? []) {
    const value = item.child("value");
    const opened = value?.kind === "as_pattern" ? value.named[0] : value;
    const row = opened?.kind === "call" ? infer.row(opened) : undefined;
    if (row !== undefined && opensScope(row)) return opened;
  }
  return undefined;
}

/** A generator that something else drives: it enters and leaves in one task, and in order. */
function isContextManager(definition: Node, { infer }: RuleContext): boolean {
  if (!decoratorsOf(definition).every((decorator) => PLAIN_DECORATORS.has(infer.name(decorator) ?? ""))) return true;
  const name = definition.child("name")?.text;
  if (name === undefined) return true;
  // Handed over by name, it may be made a context manager there: asynccontextmanager(f), Depends(f).
  return [...infer.identifiers(name)].some(
    (id) => id.parent?.kind === "argument_list" || (id.field === "right" && id.parent?.kind === "assignment"),
  );
}
