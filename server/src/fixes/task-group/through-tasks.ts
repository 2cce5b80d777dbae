import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import { indentationOf } from "../text";
import type { Names } from "./names";

/** A replacement within the text that a node stands in. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** More uses than that read better with a name. */
const MOST_USES = 2;

/**
 * How the results of tasks are gone through where they were gone through at once: over the tasks themselves, with
 * `task.result()` where the result was read. Undefined where `results` is used in another way, or the name has more to
 * do.
 *
 * @param results the expression that gave all results
 * @param task what one of the tasks is called
 * @param names those of the function
 */
export function throughTasks(
  results: Node,
  tasks: string,
  task: string,
  names: Names,
): readonly Replacement[] | undefined {
  const clause = results.parent;
  const left = clause?.child("left");
  if (clause === undefined || left === undefined || results.field !== "right" || clause.hasToken("async"))
    return undefined;
  const within =
    clause.kind === "for_in_clause" ? readInElement(clause, left, task) : readInBody(clause, left, task, names);
  return within === undefined ? undefined : [replaced(left, task), replaced(results, tasks), ...within];
}

/** Where a comprehension reads a result, it asks its task. */
function readInElement(clause: Node, left: Node, task: string): readonly Replacement[] | undefined {
  const uses =
    left.kind === "identifier" && clause.parent !== undefined ? readsIn(clause.parent, left, task) : undefined;
  return uses === undefined || uses.length > MOST_USES
    ? undefined
    : uses.map((use) => replaced(use, `${task}.result()`));
}

/** The one use of a result in a loop asks its task, or else a line above all. */
function readInBody(loop: Node, left: Node, task: string, names: Names): readonly Replacement[] | undefined {
  const body = loop.kind === "for_statement" ? loop.child("body") : undefined;
  const first = body?.named[0];
  const head = loop.child("right");
  if (
    first === undefined ||
    head === undefined ||
    !isPattern(left) ||
    !/[\r\n]/.test(loop.tree.text.slice(head.end, first.start))
  )
    return undefined;
  const uses = left.kind === "identifier" ? names.usesOf(left.text).filter((use) => use !== left) : [];
  const [use] = uses;
  if (use !== undefined && uses.length === 1 && body!.contains(use) && isRead(use))
    return [replaced(use, `${task}.result()`)];
  const line = `${left.text} = ${task}.result()${names.module.document.lineBreak}${indentationOf(first.tree.text, first.start)}`;
  return [{ start: first.start, end: first.start, text: line }];
}

function replaced({ start, end }: Node, text: string): Replacement {
  return { start, end, text };
}

function isPattern(left: Node): boolean {
  return (
    left.kind === "identifier" ||
    (["pattern_list", "tuple_pattern"].includes(left.kind) && left.named.every((part) => part.kind === "identifier"))
  );
}

function isRead(id: Node): boolean {
  return (
    id.field !== "left" &&
    ![
      "augmented_assignment",
      "named_expression",
      "delete_statement",
      "as_pattern_target",
      "pattern_list",
      "tuple_pattern",
    ].includes(id.parent?.kind ?? "")
  );
}

/**
 * Where a comprehension reads what one of its clauses binds; undefined where it binds that again, or uses the other
 * name.
 */
function readsIn(comprehension: Node, bound: Node, other: string): readonly Node[] | undefined {
  const reads: Node[] = [];
  for (const id of comprehension.descendants("identifier")) {
    if (id.row === bound.row || !namesVariable(id)) continue;
    if (id.text === other) return undefined;
    if (id.text !== bound.text) continue;
    const isBoundAgain = id.closest("lambda_parameters") !== undefined || id.parent?.kind === "named_expression";
    for (let node = id; node !== comprehension; node = node.parent!)
      if (node.parent?.kind === "for_in_clause" && node.field === "left") return undefined;
    if (isBoundAgain) return undefined;
    reads.push(id);
  }
  return reads;
}

/** A node's text with replacements within it. */
export function withReplacements(node: Node, replacements: readonly Replacement[]): string {
  const { text } = node.tree;
  let result = "";
  let at = node.start;
  for (const one of [...replacements].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, one.start) + one.text;
    at = one.end;
  }
  return result + text.slice(at, node.end);
}
