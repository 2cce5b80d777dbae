import type { RuleContext } from "../../contract";
import type { Scope } from "../../../model/scopes";
import type { Node } from "../../../syntax/tree";
import { bindingsOf } from "./origin";

/** Words by which code asks which Python runs it, or what a module of it has. */
const CHECKS = ["version_info", "hexversion", "hasattr", "TYPE_CHECKING"] as const;

/** How constants, functions and decorators of other files are called that know the version. */
const READS_LIKE_A_CHECK = /(?:\b|_)py(?:thon)?_?3|py(?:thon)?_?version|has_?(?:task_?group|timeout|runner|barrier)/i;

/** Errors by which code finds out that something is not there. */
const NOT_THERE = /AttributeError|ImportError|ModuleNotFoundError/;

/** What ends the run of a test or a program, by its last name. */
const LEAVES = /^(?:skip|skipTest|exit|_exit|quit|xfail)$/;

/**
 * Whether code only runs, or only means what it says, where the version of Python, or what a module has, was asked for.
 *
 * @param what the dotted name that the code needs
 */
export function isBehindVersionCheck(node: Node, what: string, context: RuleContext): boolean {
  if (isInCarefulCode(node) || isChosen(node, context)) return true;
  const followed = new Set<string>();
  for (const word of CHECKS) {
    for (const id of context.infer.identifiers(word))
      if (asks(id, what, context) && guards(id, node, context, followed)) return true;
  }
  return false;
}

function isInCarefulCode(node: Node): boolean {
  for (const around of node.ancestors()) {
    switch (around.kind) {
      case "if_statement":
      case "elif_clause":
        if (READS_LIKE_A_CHECK.test(around.child("condition")?.text ?? "")) return true;
        break;
      case "conditional_expression":
        if (READS_LIKE_A_CHECK.test(around.named[1]?.text ?? "")) return true;
        break;
      case "try_statement":
        if (
          around.named.some(
            (child) => child.kind === "except_clause" && NOT_THERE.test(child.child("value")?.text ?? ""),
          )
        )
          return true;
        break;
      case "decorated_definition":
        if (around.named.some((child) => child.kind === "decorator" && READS_LIKE_A_CHECK.test(child.text)))
          return true;
        break;
      // What an annotation names needn't be there.
      case "type":
        return true;
      default:
    }
  }
  return false;
}

/** Whether the module that something is taken from goes by a name that stands for another one on older versions. */
function isChosen(node: Node, context: RuleContext): boolean {
  if (node.kind !== "attribute") return false;
  let root = node;
  while (root.kind === "attribute") root = root.child("object")!;
  if (root.kind !== "identifier") return false;
  const bindings = bindingsOf(root, context);
  return bindings.length > 1 && bindings.some((binding) => isBehindVersionCheck(binding.node, "", context));
}

function asks(id: Node, what: string, { infer }: RuleContext): boolean {
  if (id.text !== "hasattr") return true;
  const [object] = id.field === "function" ? (id.parent?.child("arguments")?.named ?? []) : [];
  const name = object === undefined ? undefined : infer.name(object);
  return name !== undefined && (what === "" || what.startsWith(`${name}.`));
}

/**
 * Whether a node runs only as a check allows it, in whatever way the check is asked.
 *
 * @param followed names that hold what a check gave (`PY311 = ...`, `needs_311 = skipif(not PY311)`); each is followed
 * once
 */
function guards(check: Node, node: Node, context: RuleContext, followed: Set<string>): boolean {
  let child = check;
  for (const around of check.ancestors()) {
    switch (around.kind) {
      case "if_statement":
      case "elif_clause":
        if (child.field !== "condition") return false;
        return (
          statementOfClause(around).contains(node) ||
          (leaves(around.child("consequence")) && comesBehind(statementOfClause(around), node))
        );
      case "while_statement":
        return child.field === "condition" && around.contains(node);
      case "conditional_expression":
      case "boolean_operator":
        if (around.contains(node)) return true;
        break;
      case "assert_statement":
        return comesBehind(around, node);
      case "decorator":
        return around.parent !== undefined && isWithin(node, around.parent, context);
      case "assignment":
        return child.field === "right" && guardsByName(around.child("left"), node, context, followed);
      case "return_statement":
        return guardsByName(around.closest("function_definition")?.child("name"), node, context, followed);
      case "function_definition":
      case "class_definition":
      case "lambda":
        return false;
      default:
    }
    child = around;
  }
  return false;
}

/**
 * Whether what a check is kept in guards a node: pytest's own mark for a whole module or class, or where the name is
 * asked.
 */
function guardsByName(name: Node | undefined, node: Node, context: RuleContext, followed: Set<string>): boolean {
  if (name?.kind !== "identifier") return false;
  if (name.text === "pytestmark") return isMarked(name, node, context);
  if (followed.has(name.text)) return false;
  followed.add(name.text);
  for (const use of context.infer.identifiers(name.text)) {
    if (use !== name && guards(use, node, context, followed)) return true;
  }
  return false;
}

function isMarked(mark: Node, node: Node, context: RuleContext): boolean {
  const marked = context.module.scopes(mark.tree).of(mark);
  if (marked.kind === "module") return true;
  const owner = context.module.classOf(marked);
  return owner !== undefined && classesAround(node, context).includes(owner.node);
}

/** Whether a node stands in a decorated function or class, whose methods have trees of their own. */
function isWithin(node: Node, decorated: Node, context: RuleContext): boolean {
  return decorated.contains(node) || classesAround(node, context).some((class_) => class_.parent === decorated);
}

function classesAround(node: Node, { module, infer }: RuleContext): readonly Node[] {
  const found: Node[] = [];
  for (let scope: Scope | undefined = module.scopes(node.tree).of(node); scope !== undefined; scope = scope.parent) {
    const definition = module.classOf(scope);
    if (definition === undefined) continue;
    // Notes that the answer depends on the class's head.
    infer.bases(definition);
    found.push(definition.node);
  }
  return found;
}

function statementOfClause(clause: Node): Node {
  return clause.kind === "elif_clause" ? clause.parent! : clause;
}

/**
 * Whether a node is reached only past a statement: it stands further down in the same block, or anywhere in a module
 * that has it at its top.
 */
function comesBehind(statement: Node, node: Node): boolean {
  if (statement.tree !== node.tree) return statement.parent?.kind === "module";
  return statement.parent?.contains(node) === true && node.start >= statement.end;
}

function leaves(block: Node | undefined): boolean {
  const last = block?.named.at(-1);
  switch (last?.kind) {
    case "return_statement":
    case "raise_statement":
    case "continue_statement":
      return true;
    case "expression_statement": {
      const callee = last.named[0]?.kind === "call" ? last.named[0].child("function") : undefined;
      return LEAVES.test((callee?.child("attribute") ?? callee)?.text ?? "");
    }
    default:
      return false;
  }
}
