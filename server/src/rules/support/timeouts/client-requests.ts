import type { RuleContext } from "../../contract";
import { libraryRow } from "../../../model/library/index";
import type { Row } from "../../../model/library/row";
import { isKeyword, namesVariable } from "../../../syntax/identifiers";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { firstParameter } from "../../../model/parameters";
import type { FunctionDefinition } from "../../../model/values";
import { isBounded } from "./time-limits";

/** What is done with a client: its requests, and whether others may make more. */
interface Requests {
  readonly calls: readonly Node[];
  readonly escapes: boolean;
  /** Whether functions of other files get it, and nobody else. */
  readonly givenAway: boolean;
}

const ALTERNATIVES: ReadonlySet<Kind> = new Set([
  "boolean_operator",
  "conditional_expression",
  "parenthesized_expression",
]);

const NOTHING: Requests = { calls: [], escapes: false, givenAway: false };

/**
 * Whether every request on a client that is made here says how long it may take, in helpers of the file too, or stands
 * in a block that does; a connection that stays open has no end that a limit could be for.
 *
 * @param isAnsweredFor what else a request may have that makes its limit plain
 */
export function everyRequestStates(
  made: Node,
  client: Row,
  parameter: string,
  context: RuleContext,
  isAnsweredFor: (call: Node) => boolean,
): boolean {
  const target = targetOf(made);
  if (target === undefined) return false;
  const { calls, escapes, givenAway } = requestsOn(target, client, context);
  // Whoever sends by it alone may well say how long that may take.
  if (calls.length === 0 && givenAway) return true;
  // An attribute that others see, of a file that sends nothing by it: the requests, and their limits, stand in other
  // files.
  if (target.field === "attribute" && calls.length === 0 && (escapes || !target.text.startsWith("_"))) return true;
  const isPlain = (call: Node): boolean =>
    states(call, parameter) || staysOpen(call, client) || isBounded(call, context, true) || isAnsweredFor(call);
  return !escapes && calls.length > 0 && calls.every(isPlain);
}

/** Whether something holds of every request that can be made on a client: the file makes them all. */
export function isSoOfRequests(
  made: Node,
  client: Row,
  context: RuleContext,
  isSo: (request: Node) => boolean,
): boolean {
  const target = targetOf(made);
  if (target === undefined) return false;
  const { calls, escapes } = requestsOn(target, client, context);
  return !escapes && calls.length > 0 && calls.every(isSo);
}

/** The requests that the file makes on a client, in helpers too. */
export function requestsOfClient(made: Node, client: Row, context: RuleContext): readonly Node[] {
  const target = targetOf(made);
  return target === undefined ? [] : requestsOn(target, client, context).calls;
}

/** What is unpacked into a request may hold its limit: whoever calls says it there. */
function states(call: Node, parameter: string): boolean {
  return (call.child("arguments")?.named ?? []).some(
    (argument) => argument.kind === "dictionary_splat" || argument.child("name")?.text === parameter,
  );
}

function staysOpen(call: Node, client: Row): boolean {
  return libraryRow(`${client.name}.${call.child("function")?.child("attribute")?.text ?? ""}`)?.staysOpen === true;
}

/** The name, or the attribute, that is given what a call makes, where nothing else was given too: `given or Client()`. */
function targetOf(made: Node): Node | undefined {
  let value = made;
  while (value.parent !== undefined && ALTERNATIVES.has(value.parent.kind)) value = value.parent;
  const { parent } = value;
  const left =
    parent?.kind === "as_pattern"
      ? parent.child("alias")?.named[0]
      : parent?.kind === "assignment" && value.field === "right"
        ? parent.child("left")
        : undefined;
  return left?.kind === "attribute" ? left.child("attribute") : left?.kind === "identifier" ? left : undefined;
}

/** @param seen helpers, and attributes, that have been looked at: each is once */
function requestsOn(target: Node, client: Row, context: RuleContext, seen = new Set<Node>()): Requests {
  const isAttribute = target.field === "attribute";
  const scope = context.module.scopes(target.tree).of(target);
  const found: Requests[] = [];
  for (const id of isAttribute ? context.infer.identifiers(target.text) : context.infer.usesOf(target)) {
    if (id === target || (id.field === "attribute") !== isAttribute || isKeyword(id)) continue;
    // A name of the same text elsewhere is another variable.
    if (!isAttribute && scope.kind !== "module" && (id.tree !== target.tree || !scope.node.contains(id))) continue;
    const use = isAttribute ? id.parent! : id;
    found.push(requestsAt(use, client, context, seen));
  }
  return together(found);
}

function together(found: readonly Requests[]): Requests {
  const escaping = found.filter(({ escapes }) => escapes);
  return {
    calls: found.flatMap(({ calls }) => calls),
    escapes: escaping.length > 0,
    givenAway: escaping.length > 0 && escaping.every(({ givenAway }) => givenAway),
  };
}

function requestsAt(use: Node, client: Row, context: RuleContext, seen: Set<Node>): Requests {
  const { parent } = use;
  if (parent?.kind === "attribute" && use.field === "object") return requestByMember(parent, client);
  if (parent?.kind === "argument_list" && parent.parent?.kind === "call")
    return requestsInHelper(parent.parent, use, client, context, seen);
  const kept = attributeGiven(use);
  if (kept !== undefined) return requestsByAttribute(kept, client, context, seen);
  const escapes = !isQuestion(use) && !isStatement(use);
  return { ...NOTHING, escapes, givenAway: use.field === "value" && isGivenAway(parent?.parent?.parent, context) };
}

function requestsByAttribute(kept: Node, client: Row, context: RuleContext, seen: Set<Node>): Requests {
  if (seen.has(kept)) return NOTHING;
  seen.add(kept);
  return requestsOn(kept, client, context, seen);
}

/** Whether it is only asked whether there is a client. */
function isQuestion({ parent, field }: Node): boolean {
  return parent?.kind === "comparison_operator" || parent?.kind === "not_operator" || field === "condition";
}

/** Whether a name is only given a client here, or said what it may be. */
function isStatement(use: Node): boolean {
  const { parent, field } = use;
  return field === "left" || isParameter(use) || parent?.kind === "type" || parent?.kind === "as_pattern_target";
}

/** `self._session = session`: whatever else sends by that stands in the file. */
function attributeGiven(use: Node): Node | undefined {
  const left = use.field === "right" && use.parent?.kind === "assignment" ? use.parent.child("left") : undefined;
  const attribute = left?.child("object")?.text === "self" ? left.child("attribute") : undefined;
  return attribute?.text.startsWith("_") === true ? attribute : undefined;
}

/** `def fetch(session: ClientSession | None = None):`, which says what may be handed in, and does nothing with it. */
function isParameter(use: Node): boolean {
  const { parent } = use;
  return (
    parent?.kind === "parameters" ||
    (parent?.parent?.kind === "parameters" && (use.field === "name" || parent.kind === "typed_parameter"))
  );
}

/** `client.get(url)`; a request that isn't made here, `client.get`, may be made anywhere. */
function requestByMember(member: Node, client: Row): Requests {
  const row = libraryRow(`${client.name}.${member.child("attribute")?.text ?? ""}`);
  if (row?.timeout === undefined && row?.staysOpen !== true) return NOTHING;
  return member.field === "function" && member.parent?.kind === "call"
    ? { ...NOTHING, calls: [member.parent] }
    : { ...NOTHING, escapes: true };
}

/** The requests of a function of the file that is given the client by position. */
function requestsInHelper(call: Node, given: Node, client: Row, context: RuleContext, seen: Set<Node>): Requests {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : context.infer.value(callee);
  const name = value?.kind === "function" ? parameterGiven(call, given, value.definition) : undefined;
  if (name === undefined) return { ...NOTHING, escapes: true, givenAway: isGivenAway(call, context) };
  if (seen.has(name)) return NOTHING;
  seen.add(name);
  const found: Requests[] = [];
  for (const id of name.closest("function_definition")?.child("body")?.descendants("identifier") ?? []) {
    if (id.text === name.text && namesVariable(id)) found.push(requestsAt(id, client, context, seen));
  }
  return together(found);
}

/** Whether a call is one of what other files define, classes of theirs too. */
function isGivenAway(call: Node | undefined, { infer }: RuleContext): boolean {
  const callee = call?.kind === "call" ? call.child("function") : undefined;
  const value = callee === undefined ? undefined : infer.value(callee);
  return value?.kind === "name" || value?.kind === "outside";
}

/** The name of the parameter that a call gives an argument to by its position. */
function parameterGiven(call: Node, given: Node, { node, owner }: FunctionDefinition): Node | undefined {
  const position = call.child("arguments")?.named.indexOf(given) ?? -1;
  if (position < 0) return undefined;
  const self = owner !== undefined && firstParameter(node) !== undefined ? 1 : 0;
  const parameter = node.child("parameters")?.named.filter((one) => one.kind !== "comment")[position + self];
  const name =
    parameter?.kind === "identifier"
      ? parameter
      : parameter?.kind === "typed_parameter"
        ? parameter.named[0]
        : parameter?.child("name");
  return name?.kind === "identifier" ? name : undefined;
}
