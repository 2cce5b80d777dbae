import type { Rule, RuleContext } from "./contract";
import { FixBuilder, type FixContext, indentUnit } from "../fixes/builder";
import type { Fix } from "../fixes/fix";
import { indentationOf, lineSpan } from "../fixes/text";
import { libraryRow } from "../model/library/index";
import { decoratorsOf, ownNodes } from "../model/definitions";
import { word } from "../model/mentions";
import { YIELDS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { isLifespan } from "./support/when/lifespan";
import { isOnPurpose } from "./support/when/on-purpose";
import { isSuite, statementOf } from "../syntax/statements";

const MANAGERS: ReadonlySet<string> = new Set(["contextlib.contextmanager", "contextlib.asynccontextmanager"]);

/** What runs at its end, whatever ends it, what was put onto it, and how that is put there. */
const STACKS: ReadonlySet<string> = new Set(["contextlib.ExitStack", "contextlib.AsyncExitStack"]);
const PUTS = /^(?:callback|push_async_callback)$/;

/** Methods and functions that give back what was taken before the yield. */
const CLEANUP =
  /^(?:a?close|close_all|release|rollback|disconnect|stop|shutdown|terminate|kill|cancel|cleanup|clean_up|clean|dispose|unlink|rmtree|rmdir|remove|delete|drop|reset|restore|unregister|unsubscribe|remove_\w+|tear_?down|exit|quit|wait_closed|join|unlock|detach|discard|chdir|setattr|delattr)$/;

/** Words that say the same of something that follows: `stop_listening`, `_release_slot`. */
const ENDS: ReadonlySet<string> = new Set(
  "aclose cancel cleanup close detach disconnect dispose release restore shutdown stop teardown terminate unlock unregister unsubscribe".split(
    " ",
  ),
);

/** Whether something is given back by what is called so. */
function cleansUp(name: string): boolean {
  const words = name.split("_").filter((part) => part !== "");
  return CLEANUP.test(name.endsWith("__") ? name : words.join("_")) || ENDS.has(words[0] ?? "");
}

export const unprotectedContextManagerYield: Rule = {
  name: "unprotected-context-manager-yield",
  kinds: ["function_definition"],
  needs: [[word("yield")], [word("contextmanager", "asynccontextmanager")]],
  check(definition, context) {
    const decorators = decoratorsOf(definition);
    if (decorators.length === 0 || !decorators.some((decorator) => MANAGERS.has(context.infer.name(decorator) ?? "")))
      return undefined;
    const yields = [...ownNodes(definition, YIELDS)];
    const [only] = yields;
    if (only === undefined || yields.length > 1 || isProtected(only, definition) || isOnPurpose(only, definition))
      return undefined;
    const statement = statementOf(only);
    const after = following(statement, definition);
    const cleanup = after.find(
      (one) =>
        isCleanup(one, statement, definition) &&
        !closesOwnFile(one, definition, context) &&
        !isDoneByStack(one, only, context),
    );
    if (cleanup === undefined || isLifespan(definition, context)) return undefined;
    return {
      at: only,
      message: "an error or cancellation in the with block is raised here, and what follows never runs",
      related: [{ at: cleanup, message: "is skipped then" }],
      fixes: () => [protect(statement, after, definition, context)].filter((fix) => fix !== undefined),
    };
  },
};

/** Whether errors of the with block are seen: a try statement holds the yield. */
function isProtected(node: Node, definition: Node): boolean {
  let child = node;
  for (const around of node.ancestors()) {
    if (around === definition) return false;
    if (around.kind === "try_statement" && child.field === "body") return true;
    if (around.kind === "for_statement" || around.kind === "while_statement") return true;
    child = around;
  }
  return false;
}

/** Whether a stack around does on an error what a cleanup does, as it was put onto it: `stack.callback(worker.stop)`. */
function isDoneByStack(cleanup: Node, only: Node, { infer }: RuleContext): boolean {
  const inner = cleanup.kind === "expression_statement" ? cleanup.named[0] : undefined;
  const done = (inner?.kind === "await" ? inner.named[0] : inner)?.child("function")?.text;
  if (done === undefined) return false;
  for (const around of only.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "with_statement") continue;
    const stacks = stacksOf(around, infer);
    for (const call of stacks.length === 0 ? [] : around.descendants("call")) {
      const put = call.child("arguments")?.named[0];
      if (call.end < only.start && put?.text === done && putsOnto(call, stacks)) return true;
    }
  }
  return false;
}

/** The names that a with statement gives stacks. */
function stacksOf(statement: Node, infer: RuleContext["infer"]): readonly string[] {
  const items = statement.children.find((child) => child.kind === "with_clause")?.named ?? [];
  return items.flatMap((item) => {
    const value = item.child("value");
    const made = value?.kind === "as_pattern" ? value.named[0] : undefined;
    const name = value?.child("alias")?.text;
    return made?.kind === "call" && name !== undefined && STACKS.has(infer.callee(made) ?? "") ? [name] : [];
  });
}

function putsOnto(call: Node, stacks: readonly string[]): boolean {
  const callee = call.child("function");
  return PUTS.test(callee?.child("attribute")?.text ?? "") && stacks.includes(callee?.child("object")?.text ?? "");
}

/** What runs once the with block is left: the statements behind the yield, also in the blocks around. */
function following(statement: Node, definition: Node): readonly Node[] {
  const found: Node[] = [];
  for (let child = statement; child !== definition && child.parent !== undefined; child = child.parent) {
    if (!isSuite(child.parent)) continue;
    found.push(...child.parent.named.filter((sibling) => sibling.start > child.end));
  }
  return found;
}

function isCleanup(after: Node, statement: Node, definition: Node): boolean {
  if (after.kind === "if_statement") {
    const block = after.child("consequence");
    return (
      block !== undefined &&
      block.named.length > 0 &&
      block.named.every((inner) => isCleanup(inner, statement, definition))
    );
  }
  if (after.kind === "delete_statement") return true;
  const inner = after.kind === "expression_statement" ? after.named[0] : undefined;
  const expression = inner?.kind === "await" ? inner.named[0] : inner;
  if (expression?.kind === "call") {
    const callee = expression.child("function");
    const name = callee?.kind === "attribute" ? callee.child("attribute")?.text : callee?.text;
    return cleansUp(name ?? "") && !(callee !== undefined && isEntered(callee, after));
  }
  return expression?.kind === "assignment" && restores(expression, statement, definition);
}

/** `file.close()` of a file that the generator opened and keeps for itself: it closes where the generator goes. */
function closesOwnFile(statement: Node, definition: Node, { infer, module }: RuleContext): boolean {
  const call = statement.kind === "expression_statement" ? statement.named[0] : undefined;
  const callee = call?.kind === "call" ? call.child("function") : undefined;
  const file = callee?.child("object");
  if (file?.kind !== "identifier" || callee?.child("attribute")?.text !== "close") return false;
  const type = infer.instanceOf(file);
  const isFile = type !== undefined && libraryRow(`${type}.readlines`)?.blocks === "file";
  return isFile && module.scopes(file.tree).of(file).node === definition;
}

/** A method of what a with around it manages: leaving that by an error gives it back as well. */
function isEntered(callee: Node, statement: Node): boolean {
  let root = callee;
  while (root.kind === "attribute") root = root.child("object")!;
  for (const around of statement.ancestors()) {
    if (around.kind === "function_definition") return false;
    if (around.kind !== "with_statement") continue;
    for (const target of around.children
      .find((child) => child.kind === "with_clause")
      ?.descendants("as_pattern_target") ?? [])
      if (target.text === root.text) return true;
  }
  return false;
}

/** `thing.value = old`, where it was set before the yield too. */
function restores(assignment: Node, statement: Node, definition: Node): boolean {
  const target = assignment.child("left");
  if (target?.kind !== "attribute" && target?.kind !== "subscript") return false;
  for (const other of definition.descendants("assignment")) {
    if (other.end <= statement.start && other.child("left")?.text === target.text) return true;
  }
  return false;
}

/** Puts the yield into a try statement, and what follows it in its block into the finally. */
function protect(statement: Node, after: readonly Node[], definition: Node, context: FixContext): Fix | undefined {
  const block = statement.parent;
  const own = after.filter((one) => one.parent === block);
  if (own.length !== after.length || !own.every((one) => isCleanup(one, statement, definition))) return undefined;
  const last = own.at(-1);
  const { text } = statement.tree;
  if (
    last === undefined ||
    [statement, ...own].some((one) => text.slice(lineSpan(text, one.start, one.start).start, one.start).trim() !== "")
  )
    return undefined;
  const builder = new FixBuilder(context);
  const unit = indentUnit(statement);
  const indent = indentationOf(text, statement.start);
  const eol = context.module.document.lineBreak;
  builder.wrap(statement, statement, "try:");
  const behind = lineSpan(text, statement.end, statement.end).end;
  // A blank line between them goes; comments stay with what they stand above.
  const blank = /^(?:[ \t]*(?:\r\n|\n|\r(?!\n)))*/.exec(text.slice(behind))![0].length;
  builder.edit(statement, behind, behind + blank, `${indent}finally:${eol}`);
  const siblings = (block?.children ?? []).filter(
    (child) => child.start > statement.end && child.end <= last.end && (child.isNamed || child.kind === "comment"),
  );
  for (const sibling of siblings) {
    if (text.slice(lineSpan(text, sibling.start, sibling.start).start, sibling.start).trim() === "")
      builder.indent(sibling, sibling, unit);
  }
  return builder.build({ title: "Clean up in finally", applicability: "safe" });
}
