import type { Finding, Rule, RuleContext } from "../analysis/rule";
import { FixBuilder, freshName, indentUnit } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { asyncFunctionAround } from "../model/execution";
import { contextStatement } from "../model/library/contexts";
import { libraryRow, type Row } from "../model/library/index";
import { namesOf, word } from "../model/mentions";
import type { Node } from "../syntax/tree";
import { statementOf } from "../syntax/statements";

/** A resource that a function opens, and how. */
interface Opened {
  /** The expression that opens it, `await` included. */
  readonly value: Node;
  readonly type: string;
}

/** Methods that end a resource, by whatever name older and newer versions have for it. */
const CLOSES: ReadonlySet<string> = new Set(["close", "aclose", "disconnect", "terminate", "shutdown"]);

const TITLE = "Close it with async with";

/** Whether calling it gives something that must be closed. */
function opensResource(row: Row): boolean {
  return row.closedBy !== undefined || (row.returns !== undefined && libraryRow(row.returns)?.closedBy !== undefined);
}

export const unclosedAsyncResource: Rule = {
  name: "unclosed-async-resource",
  kinds: ["call"],
  needs: [[word("async")], namesOf(opensResource)],
  check(call, context) {
    if (asyncFunctionAround(call) === undefined) return undefined;
    const opened = openedBy(call, context);
    if (opened === undefined) return undefined;
    const parent = opened.value.parent;
    if (parent?.kind === "attribute" && opened.value.field === "object") return usedOnTheSpot(opened, parent, context);
    if (parent?.kind !== "assignment" || opened.value.field !== "right" || parent.parent?.kind !== "expression_statement") return undefined;
    const name = parent.child("left");
    return name?.kind === "identifier" ? keptInVariable(opened, name, parent, context) : undefined;
  },
};

function openedBy(call: Node, context: RuleContext): Opened | undefined {
  const row = context.infer.row(call);
  // A method of another object may give what that object looks after.
  if (row === undefined || (row.is !== "class" && isMethod(row.name))) return undefined;
  const value = call.parent?.kind === "await" ? call.parent : call;
  const type = context.infer.instanceOf(value);
  const closedBy = type === undefined ? undefined : libraryRow(type)?.closedBy;
  if (type === undefined || closedBy === undefined || libraryRow(`${type}.${closedBy}`)?.use !== "await") return undefined;
  return { value, type };
}

function isClosing(member: string): boolean {
  return CLOSES.has(member) || member.startsWith("__");
}

function isMethod(name: string): boolean {
  return libraryRow(name.slice(0, name.lastIndexOf(".")))?.is === "class";
}

/** `AsyncClient().get(...)`: nobody has the client any more, so nobody can close it. */
function usedOnTheSpot(opened: Opened, attribute: Node, context: RuleContext): Finding | undefined {
  if (isClosing(attribute.child("attribute")?.text ?? "")) return undefined;
  return report(opened, opened.value, () => wrapStatement(opened, context));
}

function keptInVariable(opened: Opened, name: Node, assignment: Node, context: RuleContext): Finding | undefined {
  const scope = context.module.scopes(name.tree).of(name);
  if (scope.kind !== "function" || scope.bindings.get(name.text)?.length !== 1 || scope.globals.has(name.text) || scope.nonlocals.has(name.text))
    return undefined;
  const uses: Node[] = [];
  for (const id of scope.node.descendants("identifier")) {
    if (id.text !== name.text || id === name || id.field === "attribute") continue;
    if (id.field === "name" && id.parent?.kind === "keyword_argument") continue;
    const use = id.parent;
    // Only what reads a member keeps it here: all else hands it on, closes it, or manages it.
    if (use?.kind !== "attribute" || id.field !== "object" || isClosing(use.child("attribute")?.text ?? "")) return undefined;
    if (context.module.scopes(id.tree).of(id) !== scope) return undefined;
    if (use.field === "left") continue;
    uses.push(id);
  }
  return report(opened, opened.value, () => wrapRest(opened, name, assignment, uses, context));
}

function report(opened: Opened, at: Node, fixes: () => readonly Offer[]): Finding {
  return { at, message: `${opened.type} is never closed: its connections stay open until it is garbage-collected`, fixes };
}

const SIMPLE_STATEMENTS: ReadonlySet<string> = new Set(["expression_statement", "return_statement"]);

/** Opens the resource around the one statement that uses it. */
function wrapStatement({ value, type }: Opened, context: RuleContext): readonly Offer[] {
  const statement = statementOf(value);
  const [opening] = [...value.ancestors()].filter((around) => LATER.has(around.kind) && statement.contains(around));
  if (contextStatement(type) !== "async with" || !SIMPLE_STATEMENTS.has(statement.kind) || opening !== undefined) return [];
  const name = freshName(context, type.endsWith("Session") ? "session" : "client", value);
  const builder = new FixBuilder(context).wrap(statement, statement, `async with ${value.text} as ${name}:`).replace(value, name);
  return [builder.build({ title: TITLE, applicability: "safe" })];
}

/** What is evaluated more than once, or later than the statement around it. */
const LATER: ReadonlySet<string> = new Set(["lambda", "generator_expression", "list_comprehension", "set_comprehension", "dictionary_comprehension"]);

/** Makes the rest of the block, as far as it uses the resource, the body of an `async with`. */
function wrapRest(opened: Opened, name: Node, assignment: Node, uses: readonly Node[], context: RuleContext): readonly Offer[] {
  if (contextStatement(opened.type) !== "async with") return [];
  const statement = statementOf(assignment);
  const siblings = statement.parent?.named ?? [];
  const index = siblings.indexOf(statement);
  const last = siblings.findLastIndex((sibling) => uses.some((use) => sibling.contains(use)));
  if (uses.some((use) => !siblings.slice(index + 1).some((sibling) => sibling.contains(use)))) return [];
  if (last <= index) return [];
  const body = siblings.slice(index + 1, last + 1);
  const builder = new FixBuilder(context);
  builder.edit(statement, statement.start, statement.end, `async with ${opened.value.text} as ${name.text}:`);
  builder.indent(body[0]!, body.at(-1)!, indentUnit(statement));
  return [builder.build({ title: TITLE, applicability: "safe" })];
}
