import { executionOf } from "../../server/src/model/execution";
import { Infer } from "../../server/src/model/infer";
import { Module } from "../../server/src/model/module";
import type { Value } from "../../server/src/model/values";
import type { Node } from "../../server/src/syntax/tree";
import { open } from "./engine";

/**
 * Reads a snippet whose lines end in `#= MEANING`. What is meant is the expression that the line's statement consists
 * of, the right side of an assignment, or what a `return` returns; of a call, what it calls; of `await x`, x. In a
 * lambda, a comprehension or a line with more in it than that, the last call of `sleep` or `get` is meant.
 */
export function expectedMeanings(snippet: string): readonly string[] {
  return snippet.split("\n").map((line) => /#= (.*)$/.exec(line)?.[1]?.trim() ?? "");
}

/** What each marked line really means, blank for the others. */
export function meanings(snippet: string): readonly string[] {
  return markedNodes(snippet).map((marked) =>
    marked === undefined ? "" : describeValue(new Infer(marked.module).value(calleeOf(marked.node))),
  );
}

/** When each marked line is run, blank for the others. */
export function executions(snippet: string): readonly string[] {
  return markedNodes(snippet, "#@").map((marked) => {
    if (marked === undefined) return "";
    const execution = executionOf(marked.node);
    return "function" in execution
      ? `${execution.kind} ${execution.function.child("name")?.text ?? ""}`
      : execution.kind;
  });
}

export function expectedExecutions(snippet: string): readonly string[] {
  return snippet.split("\n").map((line) => /#@ (.*)$/.exec(line)?.[1]?.trim() ?? "");
}

function markedNodes(
  snippet: string,
  mark = "#=",
): readonly ({ readonly node: Node; readonly module: Module } | undefined)[] {
  const document = open(snippet);
  const module = new Module(document);
  let offset = 0;
  return snippet.split("\n").map((line) => {
    const start = offset + line.search(/\S|$/);
    offset += line.length + 1;
    const at = line.indexOf(mark);
    if (at < 0) return undefined;
    const end = offset - line.length - 1 + line.slice(0, at).trimEnd().length;
    const segment = document.segmentAt(start)!;
    const base = document.offsetOf(segment);
    return { node: meant(segment.tree.root, start - base, end - base, line), module };
  });
}

const EXPRESSIONS: ReadonlySet<string> = new Set(["expression_statement", "return_statement", "assignment"]);

function meant(root: Node, start: number, end: number, line: string): Node {
  for (const node of root.subtree()) {
    if (!EXPRESSIONS.has(node.kind) || node.start !== start || node.end !== end) continue;
    const node_ = node.kind === "expression_statement" && node.named[0]?.kind === "assignment" ? node.named[0] : node;
    const expression = node_.kind === "assignment" ? node_.child("right") : node_.named[0];
    if (
      expression !== undefined &&
      !/comprehension|generator|lambda|list|set$|dictionary/.test(expression.kind) &&
      !expression.text.startsWith("any(")
    )
      return expression;
  }
  let found: Node | undefined;
  for (const node of root.subtree())
    if (
      node.kind === "call" &&
      start <= node.start &&
      node.end <= end &&
      /(?:sleep|get)$/.test(node.child("function")?.text ?? "")
    )
      found = node;
  if (found === undefined) throw new Error(`nothing is marked in: ${line}`);
  return found;
}

function calleeOf(node: Node): Node {
  const inner = node.kind === "await" ? node.named[0]! : node;
  return inner.kind === "call" ? inner.child("function")! : inner;
}

export function describeValue(value: Value | undefined): string {
  switch (value?.kind) {
    case undefined:
      return "none";
    case "name":
      return value.name;
    case "instance":
      return `${value.name}()`;
    case "function":
      return `def ${value.definition.name}`;
    case "class":
      return `class ${value.definition.name}`;
    case "object":
      return `object ${value.definition.name}`;
    case "awaitable":
      return `awaitable ${describeValue(value.result)}`;
    case "either":
      return `either ${value.of.map(describeValue).join(" or ")}`;
    case "outside":
      return `outside ${value.reference}`;
    case "manager":
      return value.async ? "async manager" : "manager";
    case "generator":
      return `generator ${value.definition.name}`;
    case "lambda":
      return "lambda";
    case "literal":
      return `literal ${value.node.text}`;
    default:
      return value satisfies never;
  }
}
