import type { Finding, Rule, RuleContext } from "./contract";
import { FixBuilder, freshName, indentUnit } from "../fixes/builder";
import type { Offer, Refusal } from "../fixes/fix";
import { asyncFunctionAround } from "../model/execution";
import { contextStatement } from "../model/library/contexts";
import { libraryRow, type Row } from "../model/library/index";
import { isClosedByAwaiting, leftOpenBy, mayClose, ownsWhatItOpens } from "../model/left-open";
import { namesOf, ownCalls, PROJECT, word } from "../model/mentions";
import type { Kind } from "../syntax/kinds.generated";
import { namesVariable } from "../syntax/identifiers";
import type { Node } from "../syntax/tree";
import { statementOf } from "../syntax/statements";
import { closes } from "./support/values/closing";
import { isMadeOften } from "./support/when/how-often";
import { lifeOf } from "./support/values/lives-on";

/** A resource that a function opens, and how. */
interface Opened {
  /** The expression that opens it, `await` included. */
  readonly value: Node;
  readonly type: string;
  /**
   * What `async with` takes to open it: without the `await` where it does that itself. Undefined where that isn't sure.
   */
  readonly entered: string | undefined;
}

const TITLE = "Close it with async with";

/** Whether calling it gives something that must be closed. */
function opensResource(row: Row): boolean {
  return [row.name, row.returns, ...(row.unpacks ?? [])].some(
    (name) => name !== undefined && libraryRow(name)?.closedBy !== undefined,
  );
}

export const unclosedAsyncResource: Rule = {
  name: "unclosed-async-resource",
  kinds: ["call"],
  needs: [
    [word("async")],
    [...namesOf(opensResource), ownCalls("function"), PROJECT],
    [{ kind: "in file", any: namesOf(opensResource) }, PROJECT],
  ],
  check(call, context) {
    if (asyncFunctionAround(call) === undefined) return undefined;
    const row = context.infer.row(call);
    if (row === undefined) return heldByObject(call, context);
    // A method of another object may give what that object looks after.
    if (isOfObject(call, row, context)) return undefined;
    const value = call.parent?.kind === "await" ? call.parent : call;
    const assignment = assignmentOf(value);
    const target = assignment?.child("left");
    if (assignment !== undefined && target?.kind === "pattern_list")
      return keptInParts(value, target, assignment, row, context);
    const opened = openedBy(call, value, row, context);
    if (opened === undefined) return undefined;
    if (value.parent?.kind === "attribute" && value.field === "object")
      return usedOnTheSpot(opened, value.parent, context);
    return assignment !== undefined && target?.kind === "identifier"
      ? keptInVariable(opened, target, assignment, context)
      : undefined;
  },
};

/** The statement that does nothing but give a value to variables. */
function assignmentOf(value: Node): Node | undefined {
  const { parent } = value;
  return parent?.kind === "assignment" && value.field === "right" && parent.parent?.kind === "expression_statement"
    ? parent
    : undefined;
}

/** `reader, writer = await asyncio.open_connection(...)` */
function keptInParts(value: Node, names: Node, assignment: Node, row: Row, context: RuleContext): Finding | undefined {
  const part = partToClose(row);
  const name = part === undefined ? undefined : names.named[part.index];
  if (part === undefined || name?.kind !== "identifier") return undefined;
  return keptInVariable({ value, type: part.type, entered: value.text }, name, assignment, context);
}

function openedBy(call: Node, value: Node, row: Row, context: RuleContext): Opened | undefined {
  const type = context.infer.instanceOf(value);
  if (type === undefined || !isClosedByAwaiting(type) || !ownsWhatItOpens(call, type)) return undefined;
  // Opened in a call that hands it on, it may be one that can't be entered once it is open.
  const entered =
    row.givesFirstArgument === true ? undefined : row.use === "await or async with" ? call.text : value.text;
  return { value, type, entered };
}

/** Of several objects that are given together the one that must be closed: a stream's writer. */
function partToClose({ unpacks = [] }: Row): { readonly type: string; readonly index: number } | undefined {
  const index = unpacks.findIndex((type) => libraryRow(type)?.closedBy !== undefined);
  return index < 0 ? undefined : { type: unpacks[index]!, index };
}

/** Whether it is called on an object of a class, and not on the class itself. */
function isOfObject(call: Node, row: Row, { infer }: RuleContext): boolean {
  if (row.kind === "class" || libraryRow(row.name.slice(0, row.name.lastIndexOf(".")))?.kind !== "class") return false;
  const object = call.child("function")?.child("object");
  return object === undefined || infer.value(object)?.kind !== "name";
}

/** `AsyncClient().get(...)`: nobody has the client any more, so nobody can close it. */
function usedOnTheSpot(opened: Opened, attribute: Node, context: RuleContext): Finding | undefined {
  if (mayClose(attribute.child("attribute")?.text ?? "")) return undefined;
  return report(opened, opened.value, () => wrapStatement(opened, context));
}

function keptInVariable(opened: Opened, name: Node, assignment: Node, context: RuleContext): Finding | undefined {
  const uses = localUses(name, context);
  if (uses === undefined || uses.some((use) => mayClose(use.parent?.child("attribute")?.text ?? ""))) return undefined;
  const read = uses.filter((use) => use.parent?.field !== "left");
  return report(opened, opened.value, () => wrapRest(opened, name, assignment, read, context));
}

/** Where a variable of a function alone is used; undefined where it is used for more than to read or set a member. */
function localUses(name: Node, context: RuleContext): readonly Node[] | undefined {
  const scope = context.module.scopes(name.tree).of(name);
  if (
    scope.kind !== "function" ||
    scope.bindings.get(name.text)?.length !== 1 ||
    scope.globals.has(name.text) ||
    scope.nonlocals.has(name.text)
  )
    return undefined;
  const uses: Node[] = [];
  for (const id of scope.node.descendants("identifier")) {
    if (id.text !== name.text || id === name || !namesVariable(id)) continue;
    const use = id.parent;
    // Only what reads a member keeps it here: all else hands it on, closes it, or manages it.
    if (use?.kind !== "attribute" || id.field !== "object") return undefined;
    if (context.module.scopes(id.tree).of(id) !== scope) return undefined;
    uses.push(id);
  }
  return uses;
}

/**
 * An object that opens something as it is made, and that has nothing to close it by; made again and again, it leaves
 * one more each time.
 */
function heldByObject(call: Node, context: RuleContext): Finding | undefined {
  const around = asyncFunctionAround(call);
  const callee = call.child("function");
  const left = callee === undefined ? undefined : leftBy(callee, context);
  if (
    around === undefined ||
    callee === undefined ||
    left === undefined ||
    !staysHere(call, context) ||
    !isMadeOften(call, around, context)
  )
    return undefined;
  const { name } = left;
  return {
    at: call,
    severity: "information",
    message: `each ${name}() leaves its ${left.type} open: nothing closes it before it is garbage-collected`,
    ...left.where,
    fixes: () => [
      {
        kind: "refusal",
        title: TITLE,
        reason: `${name} has nothing that closes what it opens: give it a method for that, or have it take the client`,
      },
    ],
  };
}

type Left = { readonly name: string; readonly type: string; readonly where: Pick<Finding, "related" | "elsewhere"> };

/** What objects of a class leave open, be it a class of another file. */
function leftBy(callee: Node, { infer }: RuleContext): Left | undefined {
  const value = infer.value(callee);
  const name = (callee.child("attribute") ?? callee).text;
  if (value?.kind === "class") {
    const left = leftOpenBy(value.definition, infer);
    return left === undefined
      ? undefined
      : { name, type: left.type, where: { related: [{ at: left.at, message: OPENED }] } };
  }
  const reference = value?.kind === "outside" ? value.reference : value?.kind === "name" ? value.name : undefined;
  const left = reference === undefined ? undefined : infer.leftOpenElsewhere(reference);
  return left === undefined
    ? undefined
    : { name, type: left.type, where: { elsewhere: [{ uri: left.uri, range: left.range, message: OPENED }] } };
}

const OPENED = "is opened here";

/** Whether the function that makes an object has it for itself, and only calls its methods. */
function staysHere({ parent, field }: Node, context: RuleContext): boolean {
  if (parent?.kind === "attribute" && field === "object") return isCalled(parent);
  const target =
    parent?.kind === "assignment" && field === "right" && parent.parent?.kind === "expression_statement"
      ? parent.child("left")
      : undefined;
  const uses = target?.kind === "identifier" ? localUses(target, context) : undefined;
  return uses?.every((use) => isCalled(use.parent!)) ?? false;
}

function isCalled(attribute: Node): boolean {
  return attribute.field === "function" && !closes(attribute.child("attribute")?.text ?? "");
}

function report(opened: Opened, at: Node, fixes: () => readonly Offer[]): Finding {
  return {
    at,
    message: `${opened.type} is never closed: its connections stay open until it is garbage-collected`,
    fixes,
  };
}

const SIMPLE_STATEMENTS: ReadonlySet<Kind> = new Set(["expression_statement", "return_statement"]);
const ESCAPES: Refusal = {
  kind: "refusal",
  title: TITLE,
  reason: "What came from it is handed on, and would be closed before it is used: hand on the client, or what was read",
};

/** Opens the resource around the one statement that uses it. */
function wrapStatement({ value, type, entered }: Opened, context: RuleContext): readonly Offer[] {
  const statement = statementOf(value);
  const [opening] = [...value.ancestors()].filter((around) => LATER.has(around.kind) && statement.contains(around));
  if (contextStatement(type) !== "async with" || entered === undefined) return [];
  const siblings = statement.parent?.named ?? [];
  const { last, escapes } = lifeOf(siblings, siblings.indexOf(statement), [], context.infer);
  if (escapes) return [ESCAPES];
  if (!SIMPLE_STATEMENTS.has(statement.kind) || opening !== undefined) return [];
  const name = freshName(context, type.endsWith("Session") ? "session" : "client", value);
  const builder = new FixBuilder(context)
    .wrap(statement, siblings[last] ?? statement, `async with ${entered} as ${name}:`)
    .replace(value, name);
  return [builder.build({ title: TITLE, applicability: "safe" })];
}

/** What is evaluated more than once, or later than the statement around it. */
const LATER: ReadonlySet<Kind> = new Set([
  "lambda",
  "generator_expression",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
]);

/** What has no `async with` of its own, or does more at its end than to close. */
function refusal(type: string): Refusal {
  const reason = ENDS_OTHERWISE.get(type) ?? `${type} can't be entered here: close it in a finally`;
  return { kind: "refusal", title: TITLE, reason };
}

const ENDS_OTHERWISE: ReadonlyMap<string, string> = new Map([
  ["psycopg.AsyncConnection", "leaving it would commit what was done, or roll it back: say which, and close it"],
]);

/** Makes the rest of the block, as far as it uses the resource, the body of an `async with`. */
function wrapRest(
  opened: Opened,
  name: Node,
  assignment: Node,
  uses: readonly Node[],
  context: RuleContext,
): readonly Offer[] {
  // Whether it can be entered is not enough, where leaving it does more than to close.
  const isClosedAlone = contextStatement(opened.type) === "async with" && !ENDS_OTHERWISE.has(opened.type);
  if (!isClosedAlone || opened.entered === undefined) return [refusal(opened.type)];
  const statement = statementOf(assignment);
  const siblings = statement.parent?.named ?? [];
  const index = siblings.indexOf(statement);
  const last = siblings.findLastIndex((sibling) => uses.some((use) => sibling.contains(use)));
  if (uses.some((use) => !siblings.slice(index + 1).some((sibling) => sibling.contains(use)))) return [];
  if (last <= index) return [];
  const lived = lifeOf(siblings, index, [name.text], context.infer);
  if (lived.escapes) return [ESCAPES];
  const body = siblings.slice(index + 1, Math.max(last, lived.last) + 1);
  const builder = new FixBuilder(context);
  builder.needsOwnLines(statement).needsOwnLines(body[0]!, body.at(-1));
  builder.edit(statement, statement.start, statement.end, `async with ${opened.entered} as ${name.text}:`);
  builder.indentBehind(statement, body[0]!, body.at(-1)!, indentUnit(statement));
  return [builder.build({ title: TITLE, applicability: "safe" })];
}
