import type { RuleContext } from "../../rules/contract";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";

/** Where a value is worked with as it is: a coroutine would be of no use there. */
const PLAIN: ReadonlySet<Kind> = new Set([
  "expression_statement",
  "return_statement",
  "binary_operator",
  "comparison_operator",
  "boolean_operator",
  "not_operator",
  "unary_operator",
  "assert_statement",
  "raise_statement",
  "interpolation",
  "subscript",
  "if_statement",
  "elif_clause",
  "while_statement",
  "match_statement",
]);

/**
 * Whether what a call gives is used as a plain value, at once or by the name that it is given: then the callee is none
 * that gives a coroutine, which would have to be awaited.
 */
export function isPlainResult(call: Node, context: RuleContext): boolean {
  let node = call;
  while (node.parent?.kind === "parenthesized_expression") node = node.parent;
  const parent = node.parent;
  if (parent === undefined || node.closest("decorator") !== undefined) return false;
  if (parent.kind === "conditional_expression") return parent.named[1] === node || isPlainResult(parent, context);
  if (parent.kind === "assignment") return node.field === "right" && isGivenPlainName(parent, context);
  // What is read before the call would be out of date behind it.
  if (parent.kind === "augmented_assignment") return parent.child("left")?.kind === "identifier";
  return PLAIN.has(parent.kind);
}

/** Whether no name that a value is given is awaited, entered or handed to what takes coroutines. */
function isGivenPlainName(assignment: Node, context: RuleContext): boolean {
  if (assignment.parent?.kind !== "expression_statement") return false;
  const left = assignment.child("left");
  if (left?.kind !== "identifier") return left !== undefined;
  const definition = assignment.closest("function_definition");
  for (const use of definition?.descendants("identifier") ?? []) {
    if (use.text !== left.text || use.field === "attribute" || use.start < assignment.end) continue;
    if (isUsedAsAwaitable(use, context)) return false;
  }
  return true;
}

/** Whether what is done with a name may be done with something to be awaited, entered or gone through by async code. */
function isUsedAsAwaitable(use: Node, context: RuleContext): boolean {
  const { parent } = use;
  switch (parent?.kind) {
    case "await":
    case "list_splat":
    case "with_item":
    case "as_pattern":
      return true;
    case "argument_list":
      return takesCoroutines(parent.parent, context);
    default:
      return use.field === "right" && parent?.hasToken("async") === true;
  }
}

function takesCoroutines(call: Node | undefined, { infer }: RuleContext): boolean {
  const row = call?.kind === "call" ? infer.row(call) : undefined;
  return (
    row?.tasks !== undefined ||
    row?.bounds === "first argument" ||
    row?.givesFirstArgument === true ||
    row?.nestsLoop === true
  );
}
