import type { Infer } from "../../../model/infer";
import type { Node } from "../../../syntax/tree";
import { isCalledLikeStarter } from "./starter-words";

/** What is done with a coroutine that it is no good for. */
export interface Misuse {
  /** How a message goes on behind what is misused: "has no items". */
  readonly says: string;
  /** Python raises there; else it goes on with what nobody meant. */
  readonly raises: boolean;
  /** Python goes on, and one of the ways behind is never taken: what is asked there has the same answer always. */
  readonly decides?: boolean;
}

/** What a coroutine object has itself. */
const OWN_ATTRIBUTES = /^(?:send|throw|close|cr_\w+|__\w+__)$/;

const ALWAYS_TRUE: Misuse = { says: "is always true", raises: false, decides: true };
const NO_ITERABLE = raising("can't be iterated");
const AS_TEXT: Misuse = { says: "is shown as a coroutine object", raises: false };

/** Functions that read their first arguments there and then, with what comes of a coroutine. */
const READERS: ReadonlyMap<string, Misuse> = new Map([
  ["len", raising("has no length")],
  ...split("list tuple set frozenset sorted sum any all enumerate iter zip dict").map(
    (name) => [name, NO_ITERABLE] as const,
  ),
  ...split("next reversed int float bytes abs round").map(
    (name) => [name, raising(`is nothing for ${name}()`)] as const,
  ),
  ["json.dumps", raising("is nothing for json.dumps()")],
  ["json.loads", raising("is nothing for json.loads()")],
  ["bool", ALWAYS_TRUE],
  ["print", AS_TEXT],
  ["str", AS_TEXT],
]);

/** The words that they are called by: others need no look. */
const READER_WORDS: ReadonlySet<string> = new Set(
  [...READERS.keys()].map((name) => name.slice(name.lastIndexOf(".") + 1)),
);

/** Those of them that read each of their arguments. */
const READS_ALL: ReadonlySet<string> = new Set(["zip", "print"]);

function raising(says: string): Misuse {
  return { says, raises: true };
}

function split(names: string): readonly string[] {
  return names.split(" ");
}

function memberOf(attribute: Node): Misuse | undefined {
  const name = attribute.child("attribute")?.text ?? "";
  return OWN_ATTRIBUTES.test(name) ? undefined : raising(`has no ${name}`);
}

/** What is done with the value of an expression that a coroutine is no good for. */
export function misuseOf(expression: Node, infer: Infer): Misuse | undefined {
  let node = expression;
  while (node.parent?.kind === "parenthesized_expression") node = node.parent;
  const parent = node.parent;
  switch (parent?.kind) {
    case "attribute":
      return node.field === "object" ? memberOf(parent) : undefined;
    case "subscript":
      return node.field === "value" ? raising("has no items") : undefined;
    case "binary_operator":
      return parent.child("operator")?.kind === "|"
        ? undefined
        : raising(`has no operator ${parent.child("operator")?.text}`);
    case "call":
      return node.field === "function" ? raising("can't be called") : undefined;
    case "augmented_assignment":
      return raising(`has no operator ${parent.child("operator")?.text}`);
    case "list_splat":
      return NO_ITERABLE;
    case "assignment":
      return node.field === "right" &&
        ["pattern_list", "tuple_pattern", "list_pattern"].includes(parent.child("left")?.kind ?? "")
        ? raising("can't be unpacked")
        : undefined;
    case "argument_list":
      return readBy(node, parent, infer);
    case "interpolation":
      return AS_TEXT;
    default:
      return loopOver(node, parent) ?? conditionOf(node, parent);
  }
}

function loopOver(node: Node, parent: Node | undefined): Misuse | undefined {
  if ((parent?.kind !== "for_statement" && parent?.kind !== "for_in_clause") || node.field !== "right")
    return undefined;
  return parent.hasToken("async") ? raising("can't be gone through by async for before it is awaited") : NO_ITERABLE;
}

function conditionOf(node: Node, parent: Node | undefined): Misuse | undefined {
  switch (parent?.kind) {
    case "comparison_operator":
      return {
        says: "is compared before it is awaited, which says nothing of the result",
        raises: false,
        decides: true,
      };
    case "not_operator":
      return ALWAYS_TRUE;
    case "boolean_operator":
      return node.field === "left" ? ALWAYS_TRUE : undefined;
    case "if_statement":
    case "elif_clause":
    case "while_statement":
      return node.field === "condition" ? ALWAYS_TRUE : undefined;
    case "conditional_expression":
      return parent.named[1] === node ? ALWAYS_TRUE : undefined;
    case "assert_statement":
      return parent.named[0] === node ? ALWAYS_TRUE : undefined;
    default:
      return undefined;
  }
}

/** It is handed to a function that reads it there and then. */
function readBy(argument: Node, list: Node, infer: Infer): Misuse | undefined {
  const call = list.parent;
  if (call?.kind !== "call") return undefined;
  const isFirst = list.named[0] === argument;
  const callee = call.child("function");
  if (
    isFirst &&
    callee?.kind === "attribute" &&
    callee.child("attribute")?.text === "join" &&
    callee.child("object")?.kind === "string"
  )
    return NO_ITERABLE;
  // Under another name it is not worth the look.
  if (!READER_WORDS.has((callee?.child("attribute") ?? callee)?.text ?? "")) return undefined;
  const name = infer.callee(call);
  return name !== undefined && (isFirst || READS_ALL.has(name)) ? READERS.get(name) : undefined;
}

/** Whether a call is an argument of a method that a statement calls, awaited or not: `await message.reply(text())`. */
export function isPassedInStatement(call: Node): boolean {
  const outer = call.parent?.kind === "argument_list" ? call.parent.parent : undefined;
  if (outer?.child("function")?.kind !== "attribute") return false;
  const whole = outer.parent?.kind === "await" ? outer.parent : outer;
  return whole.parent?.kind === "expression_statement";
}

/** What is wrong with it where other calls of the same method in the file are given text in its place. */
export function misuseAsText(call: Node, infer: Infer): Misuse | undefined {
  const outer = call.parent?.parent;
  const callee = outer?.child("function");
  const position = call.parent?.named.indexOf(call);
  const method = callee?.child("attribute")?.text;
  if (outer === undefined || callee?.kind !== "attribute" || method === undefined || position === undefined)
    return undefined;
  // What starts a task is given coroutines, and all its calls in a file are many.
  if (isCalledLikeStarter(method)) return undefined;
  for (const other of callsLike(callee, infer)) {
    const given = other === outer ? undefined : other.child("arguments")?.named[position];
    if (given?.kind === "string" || given?.kind === "concatenated_string")
      return { says: `is passed where other calls of ${callee.text}() are given text`, raises: false };
  }
  return undefined;
}

/** The calls in the file of what reads the same. */
function* callsLike(callee: Node, infer: Infer): Iterable<Node> {
  for (const { field, parent } of infer.identifiers(callee.child("attribute")?.text ?? "")) {
    if (
      field === "attribute" &&
      parent?.field === "function" &&
      parent.text === callee.text &&
      parent.parent !== undefined
    )
      yield parent.parent;
  }
}
