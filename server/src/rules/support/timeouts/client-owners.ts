import type { RuleContext } from "../../contract";
import { isSuite } from "../../../syntax/statements";
import { namesVariable } from "../../../syntax/identifiers";
import { stringValue } from "../../../syntax/literals";
import type { Node } from "../../../syntax/tree";

const CLIENT = /(?:^|_)client$/;

/**
 * `AsyncOpenAI(http_client=client)`, `Blink(session=session)`: what a library is given to send its own requests with,
 * it limits itself.
 */
export function isGivenToOthers(made: Node, context: RuleContext): boolean {
  const value = wholeOf(made);
  if (isClientArgument(value, context)) return true;
  const name = nameOf(value);
  if (name === undefined) return isGivenToObject(value, context);
  const uses = usesOf(name, context);
  if (uses.some((use) => isClientArgument(use, context))) return true;
  const isClosed = ({ field, parent }: Node): boolean =>
    field === "object" && /^a?close$/.test(parent?.child("attribute")?.text ?? "");
  return (
    uses.some((use) => isGivenToObject(use, context)) &&
    uses.every((use) => isGivenToObject(use, context) || isClosed(use))
  );
}

/**
 * Whether a function makes a client for whoever calls it, in whatever file: their requests may have limits of their
 * own.
 */
export function isHandedOut(made: Node, context: RuleContext): boolean {
  const function_ = made.closest("function_definition", "lambda", "class_definition");
  const maker = function_?.child("name");
  if (function_?.kind !== "function_definition" || maker === undefined) return false;
  // The file's own callers are seen, and what they do with it.
  for (const id of context.infer.identifiers(maker.text))
    if (id.start !== maker.start || id.tree !== maker.tree) return false;
  const value = wholeOf(made);
  if (isGivenBack(value)) return true;
  const name = nameOf(value);
  if (name === undefined) return false;
  const uses = usesOf(name, context);
  return uses.some(isGivenBack) && uses.every((use) => use.field !== "object" || use.parent?.kind !== "attribute");
}

function isGivenBack({ parent }: Node): boolean {
  return parent?.kind === "return_statement" || parent?.kind === "yield";
}

function wholeOf(made: Node): Node {
  let value = made;
  while (value.parent?.kind === "conditional_expression" || value.parent?.kind === "parenthesized_expression")
    value = value.parent;
  return value;
}

/** The name that is given a value, or that a `with` binds. */
function nameOf(value: Node): Node | undefined {
  if (value.parent?.kind === "as_pattern") {
    const alias = value.parent.child("alias")?.named[0];
    return alias?.kind === "identifier" ? alias : undefined;
  }
  const name = value.parent?.kind === "assignment" && value.field === "right" ? value.parent.child("left") : undefined;
  return name?.kind === "identifier" ? name : undefined;
}

function usesOf(name: Node, { module, infer }: RuleContext): readonly Node[] {
  const scope = module.scopes(name.tree).of(name);
  return [...infer.usesOf(name)].filter((id) => {
    if (!namesVariable(id)) return false;
    const isTarget =
      (id.field === "left" && id.parent?.kind === "assignment") || id.parent?.kind === "as_pattern_target";
    return !isTarget && (scope.kind === "module" || (id.tree === name.tree && scope.node.contains(id)));
  });
}

/**
 * Whether something is given to a class of another file or library, as its name says, to make an object that holds it.
 */
function isGivenToObject(value: Node, { infer }: RuleContext): boolean {
  const callee = calleeGiven(value);
  const called = (callee?.child("attribute") ?? callee)?.text ?? "";
  return callee !== undefined && /^[A-Z]\w*[a-z]/.test(called) && infer.value(callee)?.kind !== "class";
}

/**
 * `AsyncOpenAI(http_client=client)`, and `params["http_client"] = client`, which is to be unpacked into such a call.
 */
function isClientArgument(value: Node, { infer }: RuleContext): boolean {
  if (CLIENT.test(entryOf(value) ?? "")) return true;
  const keyword = value.field === "value" && value.parent?.kind === "keyword_argument" ? value.parent : undefined;
  const callee = calleeGiven(value);
  return (
    CLIENT.test(keyword?.child("name")?.text ?? "") && callee !== undefined && infer.value(callee)?.kind !== "function"
  );
}

/** The key of the entry of a dictionary that gets a value. */
function entryOf({ field, parent }: Node): string | undefined {
  if (parent?.kind === "pair" && field === "value") return keyText(parent.child("key"));
  const left = parent?.kind === "assignment" && field === "right" ? parent.child("left") : undefined;
  return left?.kind === "subscript" ? keyText(left.child("subscript")) : undefined;
}

function keyText(key: Node | undefined): string | undefined {
  return key === undefined ? undefined : stringValue(key);
}

/** What is called with a value as an argument. */
function calleeGiven(value: Node): Node | undefined {
  const argument = value.field === "value" && value.parent?.kind === "keyword_argument" ? value.parent : value;
  return argument.parent?.kind === "argument_list" ? argument.parent.parent?.child("function") : undefined;
}

/** The errors of a request among which a timeout is. */
const TAKES_TIMEOUT = /\b(?:HTTPError|RequestError|TransportError)\b/;

/**
 * Whether a handler around a call answers for its timeout: by its name, as whoever wrote it knows that there is one, or
 * by going on whatever fails of a request.
 */
export function answersForTimeout(call: Node): boolean {
  let child = call;
  for (const around of call.ancestors()) {
    if (around.kind === "function_definition") return false;
    const isTried = around.kind === "try_statement" && isSuite(child) && child.field === "body";
    if (isTried && around.named.some((clause) => clause.kind === "except_clause" && takesTimeout(clause))) return true;
    child = around;
  }
  return false;
}

function takesTimeout(clause: Node): boolean {
  const caught = clause.child("value")?.text ?? "";
  if (/Timeout/.test(caught)) return true;
  return (
    TAKES_TIMEOUT.test(caught) && ![...clause.descendants("raise_statement")].some((raise) => raise.named.length === 0)
  );
}
