import type { Node } from "../../syntax/tree";
import { type FixContext } from "../builder";
import { lineSpan } from "../text";
import { statementOf } from "../../syntax/statements";

/** The list that `results.append(await f(x))` appends to. */
export interface AppendedList {
  readonly name: string;
  /** The statement `results = []` right above the loop, where the list can be made after it instead. */
  readonly start: Node | undefined;
}

/** Where what a round awaits goes to: undefined for nowhere, or why it can't be appended after all rounds. */
export function appendedList(awaiting: Node, loop: Node, context: FixContext): AppendedList | undefined | string {
  if (awaiting.parent?.kind === "expression_statement") return undefined;
  const list = appendedTo(awaiting);
  if (list === undefined) return "what an iteration awaits is used within the loop";
  const name = list.text;
  const scope = context.module.scopes(list.tree).of(list);
  const bindings = scope.bindings.get(name) ?? [];
  const isList =
    bindings.length > 0 &&
    bindings.every(({ source }) => source.kind === "expression" && makesList(source.value, context));
  if (scope.kind !== "function" || !isList) return `${name} is not known to be a list that this function makes`;
  for (const id of scope.node.descendants("identifier")) {
    if (id.text !== name || id === list || id.field === "attribute") continue;
    if (loop.contains(id)) return `an iteration reads ${name}, which the others append to`;
    const inner = id.closest("function_definition", "lambda", "except_clause", "finally_clause");
    if (inner !== undefined && inner !== scope.node && scope.node.contains(inner) && !inner.contains(loop))
      return `${name} is read elsewhere while the loop runs, or where it fails`;
  }
  return { name, start: emptyListAbove(loop, name) };
}

/** The variable of `items.append(await ...)` as a statement. */
function appendedTo(awaiting: Node): Node | undefined {
  const call =
    awaiting.parent?.kind === "argument_list" && awaiting.parent.named.length === 1
      ? awaiting.parent.parent
      : undefined;
  const method = call?.child("function");
  const list = method?.child("object");
  if (call?.parent?.kind !== "expression_statement" || method?.child("attribute")?.text !== "append") return undefined;
  return list?.kind === "identifier" ? list : undefined;
}

function makesList(value: Node, { infer }: FixContext): boolean {
  return (
    value.kind === "list" ||
    value.kind === "list_comprehension" ||
    (value.kind === "call" && infer.callee(value) === "list")
  );
}

/** `results = []`, on a line of its own, with nothing but blank lines between it and the loop. */
function emptyListAbove(loop: Node, name: string): Node | undefined {
  const above = loop.previous;
  const assignment = above?.kind === "expression_statement" ? above.named[0] : undefined;
  const value = assignment?.child("right");
  if (
    above === undefined ||
    assignment?.kind !== "assignment" ||
    assignment.child("left")?.text !== name ||
    statementOf(assignment) !== above
  )
    return undefined;
  const isEmpty = value?.kind === "list" ? value.named.length === 0 : value?.kind === "call" && value.text === "list()";
  const { text } = loop.tree;
  const span = lineSpan(text, above.start, above.end);
  const isAlone = text.slice(span.start, above.start).trim() === "" && text.slice(above.end, loop.start).trim() === "";
  return isEmpty && isAlone ? above : undefined;
}
