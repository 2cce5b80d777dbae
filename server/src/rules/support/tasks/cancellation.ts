import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import type { Infer } from "../../../model/infer";
import { rememberedOf } from "../../../model/remembered";
import type { Kind } from "../../../syntax/kinds.generated";
import { isSuite } from "../../../syntax/statements";
import type { Node } from "../../../syntax/tree";
import { closes, lastNameOf, logs } from "../values/closing";
import { madeBy } from "../values/origin";
import { CALLS, RAISES } from "../../../syntax/node-kinds";

const LEAVES_LOOP: ReadonlySet<Kind> = new Set(["break_statement", "return_statement", "raise_statement"]);

/** What a task is cancelled with, by the libraries that run it. */
const CANCELLED: ReadonlySet<string> = new Set([
  "asyncio.CancelledError",
  "asyncio.exceptions.CancelledError",
  "trio.Cancelled",
]);

/** What an `except` clause takes of a cancellation: it alone, it and other errors, or everything there is. */
export interface Caught {
  readonly what: "cancellation" | "cancellation among others" | "everything";
  /** How the clause names the cancellation. */
  readonly type: Node | undefined;
  /** Whether the library raises it again at the next await, as trio does and anyio on top of it. */
  readonly comesAgain: boolean;
}

export function caughtBy(clause: Node, context: RuleContext): Caught | undefined {
  const value = clause.child("value");
  const everything = { what: "everything", type: undefined, comesAgain: false } as const;
  if (value === undefined)
    return clause.named.every((child) => child.kind === "block" || child.kind === "comment") ? everything : undefined;
  const written = value.kind === "as_pattern" ? value.named[0] : value;
  const types = written?.kind === "tuple" ? written.named : written === undefined ? [] : [written];
  if (types.some((type) => context.infer.name(type) === "BaseException")) return everything;
  for (const type of types) {
    const name = cancellationNamed(type, context);
    if (name === undefined) continue;
    return {
      what: types.length === 1 ? "cancellation" : "cancellation among others",
      type,
      comesAgain: !name.startsWith("asyncio."),
    };
  }
  return undefined;
}

/** The name that a clause gives what it takes. */
export function aliasOf(clause: Node): string | undefined {
  const value = clause.child("value");
  return value?.kind === "as_pattern" ? value.child("alias")?.text : undefined;
}

/** The name of what a task is cancelled with, where a type stands for that. */
export function cancellationNamed(type: Node, context: RuleContext): string | undefined {
  const name = context.infer.name(type);
  if (name !== undefined && CANCELLED.has(name)) return name;
  // anyio has no class of its own: it says which one the loop raises.
  const made = type.kind === "call" || type.kind === "identifier" ? madeBy(type, context) : undefined;
  const callee = made === undefined ? undefined : context.infer.callee(made);
  return callee === "anyio.get_cancelled_exc_class" ? callee : undefined;
}

/** What becomes of an exception in a handler. */
export type Raised =
  /** Whatever is caught is raised, at least where the code has looked at what it is. */
  | { readonly kind: "raised" }
  /** It is turned into another error. */
  | { readonly kind: "replaced"; readonly by: Node }
  | { readonly kind: "dropped" };

/** Whether a handler raises again what it took. */
export function raisedBy(handler: Node, caught: Caught, alias: string | undefined, context: RuleContext): Raised {
  let replaced: Node | undefined;
  for (const raise of handler.descendants("raise_statement")) {
    if (raise.closest("function_definition") !== handler.closest("function_definition")) continue;
    const isConditional = isIn("if_statement", raise, handler);
    // Who names the cancellation decides about it; a flag that everything hangs on decides about errors.
    const isDecided = !isConditional || caught.what !== "everything" || looksAtException(raise, handler, alias);
    if (!isDecided) continue;
    if (isConditional || isIn("try_statement", raise, handler) || raisesTheSame(raise, alias, context))
      return { kind: "raised" };
    replaced ??= raise;
  }
  return replaced === undefined ? { kind: "dropped" } : { kind: "replaced", by: replaced };
}

function isIn(kind: string, node: Node, outer: Node): boolean {
  for (const around of node.ancestors()) {
    if (around === outer) return false;
    if (around.kind === kind) return true;
  }
  return false;
}

/** `raise`, `raise error`, another cancellation, or what ends the program. */
export function raisesTheSame(raise: Node, alias: string | undefined, context: RuleContext): boolean {
  const [error] = raise.named;
  if (
    error === undefined ||
    error.text === alias ||
    (alias !== undefined && error.text.startsWith(`${alias}.with_traceback(`))
  )
    return true;
  const type = error.kind === "call" ? error.child("function")! : error;
  const name = context.infer.name(type);
  // What isn't known may well be a cancellation.
  if (name === undefined && error.kind !== "call") return true;
  if (isKindOfCancellation(type, context)) return true;
  return (
    name !== undefined &&
    (CANCELLED.has(name) || ["KeyboardInterrupt", "SystemExit", "GeneratorExit", "BaseException"].includes(name))
  );
}

/** A subclass of the cancellation, of the file, or of another as its name says. */
function isKindOfCancellation(type: Node, { infer }: RuleContext): boolean {
  const value = infer.value(type);
  const bases = value?.kind === "class" ? infer.bases(value.definition) : [];
  if (bases.some((base) => base?.kind === "name" && CANCELLED.has(base.name))) return true;
  return /(?:^|\.)\w*Cancelled(?:Error)?$/.test(infer.name(type) ?? type.text);
}

/** Whether one of the conditions around speaks of the exception, or of cancellation. */
function looksAtException(raise: Node, handler: Node, alias: string | undefined): boolean {
  for (const around of raise.ancestors()) {
    if (around === handler) return false;
    const condition =
      around.kind === "if_statement" || around.kind === "elif_clause" ? around.child("condition") : undefined;
    if (condition === undefined) continue;
    if (/cancel|exc_info/i.test(condition.text)) return true;
    for (const id of condition.descendants("identifier")) if (id.text === alias) return true;
  }
  return false;
}

/** Whether a handler itself goes on for ever: `while True:` with no way out. */
export function neverEnds(handler: Node): boolean {
  for (const loop of handler.descendants("while_statement")) {
    const condition = loop.child("condition");
    if (condition?.kind !== "true" && condition?.text !== "1") continue;
    if (
      ![...loop.descendants(...LEAVES_LOOP)].some(
        (out) => out.kind !== "break_statement" || out.closest("while_statement", "for_statement") === loop,
      )
    )
      return true;
  }
  return false;
}

/**
 * Whether what comes behind a statement only winds a function up: it closes, writes down, and returns what was there
 * before.
 */
export function onlyWindsUp(statement: Node, definition: Node): boolean {
  let child = statement;
  for (const around of statement.ancestors()) {
    if (around === definition) return true;
    if (around.kind === "for_statement" || around.kind === "while_statement") return false;
    if (isSuite(around) && !around.named.filter((one) => one.start > child.end).every((one) => windsUp(one, statement)))
      return false;
    child = around;
  }
  return false;
}

/** What comes behind a handler may await so much and still be over soon: a last message, a close. */
const FEW_WAITS = 2;

/** Whether a function is over soon after a handler: what comes behind it, and in it, has no loop that waits. */
export function isOverSoon(handler: Node, definition: Node): boolean {
  const last = handler.named.at(-1);
  if (last?.kind === "continue_statement" || waitsIn(handler) > FEW_WAITS) return false;
  if (last?.kind === "return_statement") return true;
  const loop = last?.kind === "break_statement" ? last.closest("for_statement", "while_statement") : undefined;
  let child = loop ?? handler.closest("try_statement")!;
  let waits = 0;
  for (const around of child.ancestors()) {
    if (around === definition) return waits <= FEW_WAITS;
    if (around.kind === "for_statement" || around.kind === "while_statement") return false;
    for (const one of isSuite(around) ? around.named : []) {
      // Nobody has to count on.
      if (waits > FEW_WAITS) return false;
      if (one.start > child.end) waits += waitsIn(one);
    }
    child = around;
  }
  return false;
}

/** How often code waits; more often than can be counted, where it does so in a loop. */
function waitsIn(code: Node): number {
  let waits = 0;
  for (const one of code.subtree()) {
    if (one.kind === "while_statement" || (one.kind === "for_statement" && waitsInside(one))) return Infinity;
    if (one.kind === "await" || (one.kind === "with_statement" && one.hasToken("async"))) waits++;
  }
  return waits;
}

function waitsInside(loop: Node): boolean {
  return loop.hasToken("async") || [...loop.descendants("await")].length > 0;
}

function windsUp(node: Node, behind: Node): boolean {
  switch (node.kind) {
    case "return_statement":
      return node.named.every((value) => isPlain(value) && !isChangedIn(behind, value.text));
    case "if_statement":
    case "elif_clause":
    case "else_clause":
    case "try_statement":
    case "except_clause":
    case "finally_clause":
    case "block":
      return node.named
        .filter((child) => child.field !== "condition" && child.field !== "value")
        .every((child) => windsUp(child, behind));
    case "expression_statement": {
      const [inner] = node.named;
      const expression = inner?.kind === "await" ? inner.named[0] : inner;
      if (expression?.kind === "assignment") return isPlain(expression.child("right"));
      const name = expression?.kind === "call" ? lastNameOf(expression) : "";
      return closes(name) || logs(name);
    }
    case "pass_statement":
    case "comment":
      return true;
    default:
      return false;
  }
}

function isPlain(value: Node | undefined): boolean {
  return (
    value !== undefined &&
    ["identifier", "attribute", "none", "true", "false", "integer", "string"].includes(value.kind)
  );
}

/** Whether a statement makes something of what a name holds: fills it, or gives it another value. */
function isChangedIn(statement: Node, name: string): boolean {
  for (const id of statement.descendants("identifier")) {
    if (id.text !== name || id.field === "attribute") continue;
    const outer = id.field === "object" || id.field === "value" ? id.parent! : id;
    if (outer.field === "left" || outer.parent?.kind === "as_pattern_target") return true;
    if (
      outer.kind === "attribute" &&
      outer.field === "function" &&
      outer.parent?.parent?.kind === "expression_statement"
    )
      return true;
  }
  return false;
}

/** Whether a function counts its cancellations, itself or by a function that does so for it. */
export function uncancels(call: Node, infer: Infer): boolean {
  if (/uncancel|^cancelling$|^cancelled$/.test(lastNameOf(call))) return true;
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function") return false;
  return callsUncancel(value.definition.node);
}

const callsUncancel = rememberedOf((definition) => {
  for (const inner of ownNodes(definition, CALLS)) if (lastNameOf(inner) === "uncancel") return true;
  return false;
});

/** Whether something is raised later in a function. */
export function raisesLater(definition: Node, statement: Node): boolean {
  return lastRaise(definition) > statement.end;
}

const lastRaise = rememberedOf((definition) => {
  let last = -1;
  for (const raise of ownNodes(definition, RAISES)) last = raise.start;
  return last;
});
