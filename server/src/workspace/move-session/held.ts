import type { Source as Library } from "../../fixes/httpx/moving";
import { libraryOfSession } from "../../fixes/httpx/requests";
import { localBindings } from "../../model/local-bindings";
import { memberOf } from "../../model/reference";
import type { Binding } from "../../model/scopes";
import { type ClassDefinition, isNone } from "../../model/values";
import type { FileId } from "../../project/files";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import { isObstacle, obstacle, type Obstacle } from "../across-files/obstacle";
import { classBehind } from "../across-files/overrides";
import { type MadeUnlessGiven, madeUnlessGiven } from "./made-unless-given";
import { givenTo, type Parameter, parameterOf } from "./parameter";
import { importedVariable } from "./variable";

/** What holds a session: an attribute of a class's objects, or a variable of a module. */
export type Holder =
  | { readonly kind: "attribute"; readonly owner: ClassDefinition; readonly path: string }
  | { readonly kind: "variable" };

/** A session that is held where many functions see it. */
export interface Held {
  readonly kind: "held";
  readonly from: Library;
  readonly holder: Holder;
  /** The file that makes it. */
  readonly source: Source;
  /** The attribute or variable. */
  readonly word: string;
  /** The call that makes it. */
  readonly creation: Node;
  /** Everything that gives it its value, or says its type. */
  readonly bindings: readonly Binding[];
  /** How people call it: `Client.session`, `session of http.py`. */
  readonly name: string;
  /** The parameter in whose place it is made: `session or requests.Session()`. */
  readonly given: GivenSession | undefined;
}

export interface GivenSession extends Parameter {
  /** Where the parameter's name stands for it. */
  readonly use: Node;
}

/** What a call that makes a session is, as the value that it is part of. */
type Made = Pick<Held, "from" | "creation" | "given">;

/** Longer chains of bases are not followed. */
const MOST_BASES = 20;

/** A session is not followed through more functions that are given it. */
const MOST_GIVEN = 10;

/**
 * The session that an expression (`self.session`, `session`, `http.session`) stands for, or why it isn't one that can
 * be moved. Of a parameter it is the one that all calls give.
 */
export function heldBy(expression: Node, source: Source, files: readonly FileId[], depth = 0): Held | Obstacle {
  const parameter = parameterOf(expression, source);
  if (parameter !== undefined) return heldByCallers(parameter, files, depth);
  const isLocal = expression.kind === "identifier" && localBindings(expression, source.module) !== undefined;
  if (isLocal)
    return obstacle(`${expression.text} in ${source.placeOf(expression)} is a variable of its function alone`);
  const unknown = obstacle(`who makes ${expression.text} isn't known`);
  const variable = variableOf(expression, source);
  if (variable !== undefined) return heldInModule(variable.name, variable.source);
  const object = expression.kind === "attribute" ? expression.child("object") : undefined;
  const attribute = expression.child("attribute")?.text;
  if (object === undefined || attribute === undefined) return unknown;
  let found = classBehind(source.infer.value(object), source);
  for (let i = 0; i < MOST_BASES && found !== undefined && found !== "other"; i++) {
    if (bindingsOf(found.class, attribute).length > 0) return heldInClass(found.class, attribute, found.source);
    const [base] = found.source.infer.bases(found.class);
    found = classBehind(base, found.source);
  }
  return unknown;
}

function heldByCallers(parameter: Parameter, files: readonly FileId[], depth: number): Held | Obstacle {
  const { binding, source, node } = parameter;
  const name = `${binding.name} of ${source.pathOf(node) ?? "a function"}() in ${source.draft.nameOf(source.file)}`;
  const given = depth < MOST_GIVEN ? givenTo(parameter, files) : undefined;
  if (given === undefined) return obstacle(`who gives ${name} isn't known`);
  let held: Held | undefined;
  for (const { argument, source: from } of given) {
    const one =
      argument === undefined ? obstacle(`not every call gives ${name}`) : heldBy(argument, from, files, depth + 1);
    if (isObstacle(one)) return one;
    if (held !== undefined && one.creation !== held.creation) return obstacle(`${name} is ${held.name} or ${one.name}`);
    held = one;
  }
  return held ?? obstacle(`nobody gives ${name}`);
}

/** The same session in a project whose texts have changed. */
export function sameHeld({ source: { file }, holder, word, name }: Held, draft: Draft): Held | Obstacle {
  const source = draft.source(file);
  if (source !== undefined && holder.kind === "variable") return heldInModule(word, source);
  const node = holder.kind === "attribute" ? source?.classAt(holder.path) : undefined;
  return source === undefined || node === undefined
    ? obstacle(`${name} can't be followed`)
    : heldInClass(source.module.class(node), word, source);
}

/** The variable of a module of the project that an expression reads. */
function variableOf(expression: Node, source: Source): { readonly name: string; readonly source: Source } | undefined {
  let found: { readonly name: string; readonly file: FileId } | undefined;
  if (expression.kind === "identifier") {
    const [binding] = source.module.bindings(expression.text);
    found =
      binding?.source.kind === "import"
        ? importedVariable(binding.source.name, source.file, source.draft)
        : { name: expression.text, file: source.file };
  }
  const object = expression.kind === "attribute" ? source.infer.name(expression.child("object")!) : undefined;
  if (object !== undefined)
    found = importedVariable(memberOf(object, expression.child("attribute")!.text), source.file, source.draft);
  const other = found === undefined ? undefined : source.draft.source(found.file);
  return found === undefined || other === undefined ? undefined : { name: found.name, source: other };
}

function bindingsOf(class_: ClassDefinition, attribute: string): readonly Binding[] {
  return class_
    .partsWith(attribute)
    .flatMap((part) => [...(part.bindings.get(attribute) ?? []), ...(part.attributes.get(attribute) ?? [])]);
}

function heldInClass(owner: ClassDefinition, word: string, source: Source): Held | Obstacle {
  const path = source.pathOf(owner.node);
  if (path === undefined) return obstacle(`${owner.name} is defined where it can't be followed`);
  return heldAs({ kind: "attribute", owner, path }, word, bindingsOf(owner, word), `${owner.name}.${word}`, source);
}

function heldInModule(word: string, source: Source): Held | Obstacle {
  return heldAs(
    { kind: "variable" },
    word,
    source.module.bindings(word),
    `${word} of ${source.draft.nameOf(source.file)}`,
    source,
  );
}

function heldAs(
  holder: Holder,
  word: string,
  bindings: readonly Binding[],
  name: string,
  source: Source,
): Held | Obstacle {
  const made = madeIn(bindings, name, source);
  return isObstacle(made) ? made : { kind: "held", ...made, holder, source, word, bindings, name };
}

/** The one call that makes a session, where nothing else gives it a value. */
function madeIn(bindings: readonly Binding[], name: string, source: Source): Made | Obstacle {
  const creations: Made[] = [];
  for (const { source: from, node } of bindings) {
    if (from.kind === "unknown" && node.closest("assignment", "block")?.kind === "assignment") continue;
    const value = from.kind === "expression" ? from.value : undefined;
    const creation = value === undefined ? undefined : madeBy(value, source);
    if (creation !== undefined) creations.push(creation);
    else if (value === undefined || !isNone(source.infer.value(value)))
      return obstacle(`${name} may also be ${value === undefined ? "something else" : told(value, source)}`);
  }
  const [made] = creations;
  if (made === undefined) return obstacle(`who makes ${name} isn't known`);
  return creations.length > 1 ? obstacle(`${name} is made in ${creations.length} places`) : made;
}

/** The call that makes a session of what is assigned, be it for want of one that is given. */
function madeBy(value: Node, source: Source): Made | undefined {
  const unlessGiven = madeUnlessGiven(value) ?? madeByStatement(value, source);
  const creation = unlessGiven?.made ?? value;
  const from = creation.kind === "call" ? libraryOfSession(source.infer.callee(creation)) : undefined;
  if (from === undefined || unlessGiven === undefined)
    return from === undefined ? undefined : { from, creation, given: undefined };
  const parameter = parameterOf(unlessGiven.given, source, "assigned to");
  return parameter && { from, creation, given: { ...parameter, use: unlessGiven.given } };
}

/** A parameter that is assigned what is made, and nothing else: `if session is None: session = requests.Session()`. */
function madeByStatement(value: Node, { module }: Source): MadeUnlessGiven | undefined {
  const [parameter, made, ...others] = value.kind === "identifier" ? (localBindings(value, module) ?? []) : [];
  const isGiven = parameter?.source.kind === "parameter" && others.length === 0;
  if (!isGiven || made?.source.kind !== "expression" || made.source.value.kind !== "call") return undefined;
  const condition = made.node.closest("if_statement", "function_definition");
  const asks = condition?.kind === "if_statement" ? condition.child("condition")?.text : undefined;
  const isAsked = asks === `${value.text} is None` || asks === `not ${value.text}`;
  return isAsked && isAlone(made.source.value, condition!) ? { given: value, made: made.source.value } : undefined;
}

/** Whether a call is assigned in the first block of an `if` that has no other. */
function isAlone(call: Node, condition: Node): boolean {
  const statement = call.parent?.kind === "assignment" ? call.parent.parent : undefined;
  const block = condition.child("consequence");
  return statement?.parent === block && condition.named.every((one) => one === block || one.field === "condition");
}

/** What else gives a session its value: one that whoever calls a function gives it is said to come from there. */
function told(value: Node, source: Source): string {
  const given = [...value.subtree()].find((id) => parameterOf(id, source, "assigned to") !== undefined);
  return given === undefined ? value.text : `${given.text}, which ${source.placeOf(given)} is given`;
}
