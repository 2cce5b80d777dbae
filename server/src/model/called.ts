import type { ThroughSelf, WayElsewhere } from "./ways";
import type { Node } from "../syntax/tree";
import { decorationBy } from "./decoration";
import { isAbstract, leavesFunction, makesDataclass } from "./decorators";
import { definitionPath } from "./definition-path";
import { decoratorsOf, isGenerator } from "./definitions";
import { objectsOf } from "./derived";
import type { Infer } from "./infer";
import { isSuperCall } from "./infer/expressions";
import { isPropertyGetter } from "./infer/members";
import { libraryRow } from "./library/index";
import { STANDARD_MODULES } from "./library/standard-modules";
import { memberOf, ownReference, type Reference, resultOf, typedOf } from "./reference";
import type { Run } from "./runs";
import { firstParameter } from "./parameters";
import type { ClassDefinition, FunctionDefinition, Value } from "./values";

/**
 * What is run there and then: the body of a function or lambda of the file, or what another file says of a reference.
 */
export type Called =
  | {
      readonly kind: "own";
      readonly node: Node;
      /** The class of the object that it is a method of, where that is derived from the one that defines it. */
      readonly on: ClassDefinition | undefined;
    }
  | { readonly kind: "elsewhere"; readonly reference: Reference; readonly way: WayElsewhere }
  /** One of several, as branches define them. */
  | { readonly kind: "either"; readonly of: readonly CalledOne[] };

export type CalledOne = Exclude<Called, { readonly kind: "either" }>;

/** What is run at a place: of what is read, the object. */
export function valueOf({ way, what }: Run, on: ClassDefinition | undefined, infer: Infer): Value | undefined {
  const expression = way === "read" ? what.child("object") : what;
  return expression === undefined ? undefined : valueFor(expression, on, infer);
}

/** What an expression stands for in a method of an object of a class. */
function valueFor(expression: Node, on: ClassDefinition | undefined, infer: Infer): Value | undefined {
  if (on === undefined) return infer.value(expression);
  if (isSelf(expression, infer)) return { kind: "object", definition: on };
  const name = memberOfSelf(expression, infer);
  return name === undefined ? infer.value(expression) : infer.member({ kind: "object", definition: on }, name);
}

/** How a place runs something through the object around. */
export function selfIn({ what }: Run, infer: Infer): ThroughSelf | undefined {
  if (isOfSuper(what)) return { member: undefined };
  const member = memberOfSelf(what, infer);
  return member === undefined ? undefined : { member };
}

/** The attribute of the object around through which a place runs something: `client` of `self.client.session.get()`. */
export function holderIn({ what }: Run, infer: Infer): string | undefined {
  let part: Node | undefined = what;
  while (part !== undefined) {
    const member = memberOfSelf(part, infer);
    if (member !== undefined) return member;
    part = part.child(part.kind === "attribute" ? "object" : part.kind === "call" ? "function" : "value");
  }
  return undefined;
}

function isOfSuper(callee: Node): boolean {
  const object = callee.kind === "attribute" ? callee.child("object") : undefined;
  return object !== undefined && isSuperCall(object);
}

function memberOfSelf(expression: Node, infer: Infer): string | undefined {
  const object = expression.kind === "attribute" ? expression.child("object") : undefined;
  return object !== undefined && isSelf(object, infer) ? expression.child("attribute")?.text : undefined;
}

function isSelf(expression: Node, infer: Infer): boolean {
  if (expression.kind !== "identifier") return false;
  const method = expression.closest("function_definition");
  if (method === undefined || firstParameter(method) !== expression.text) return false;
  const value = infer.value(expression);
  return value?.kind === "object" && infer.module.function(method).owner?.node === value.definition.node;
}

/** What a place runs there and then; nothing where that is nothing of the project, or not sure. */
export function calledBy(run: Run, on: ClassDefinition | undefined, infer: Infer): readonly Called[] {
  const value = valueOf(run, on, infer);
  if (value === undefined) return [];
  return byEachOf(run, value, on, infer);
}

/** Where it isn't known which of several is run, or which object's method it is, each of these runs something of its own. */
function byEachOf(run: Run, value: Value, on: ClassDefinition | undefined, infer: Infer): readonly Called[] {
  const { way, what } = run;
  const name = what.child("attribute")?.text ?? "";
  const object = way === "call" && what.kind === "attribute" ? valueFor(what.child("object")!, on, infer) : undefined;
  const objects = alternativesOf(object, infer);
  if (objects === "not sure") return [];
  if (objects !== undefined) return ofEach(objects, "call", name, (one) => byMember(one, name, infer));
  const values = alternativesOf(value, infer);
  if (values === "not sure") return [];
  if (values !== undefined)
    return ofEach(values, way, way === "read" ? name : undefined, (one) => byOne(way, one, undefined, name, infer));
  return byOne(way, value, way === "call" ? objectOf(what, on, infer) : undefined, name, infer);
}

/** What something may be, one of which it is. */
interface Alternatives {
  readonly of: readonly Value[];
  /** By this reference it may be of a class of another file as well. */
  readonly elsewhere: Reference | undefined;
}

/**
 * What a value may be, where it isn't known which of several: by branches, or by an annotation. "not sure" where that
 * are too many, or nobody knows them all.
 */
function alternativesOf(value: Value | undefined, infer: Infer): Alternatives | "not sure" | undefined {
  if (value?.kind === "either") return { of: value.of, elsewhere: undefined };
  if (value?.kind !== "object" || value.derived !== true) return undefined;
  const of = objectsOf(value, infer);
  const isElsewhere = infer.isDerivedElsewhere(value.definition);
  if (of === undefined || isElsewhere === undefined) return "not sure";
  const path = isElsewhere ? definitionPath(value.definition.node, infer.module) : undefined;
  const elsewhere = path === undefined ? undefined : typedOf(ownReference(path));
  return of.length > 1 || elsewhere !== undefined ? { of, elsewhere } : undefined;
}

function byOne(
  way: Run["way"],
  value: Value,
  on: ClassDefinition | undefined,
  name: string,
  infer: Infer,
): readonly Called[] {
  switch (way) {
    case "call":
      return byCalling(value, on, infer);
    case "with":
      return byEntering(value, infer);
    case "iterate":
      return byIterating(value, infer);
    case "read":
      return byReading(value, name, infer);
    default:
      return way satisfies never;
  }
}

/**
 * The first thing that each of some values runs; nothing where that is not known of one.
 *
 * @param member what of them is run, where it is not they themselves
 */
function ofEach(
  { of, elsewhere: reference }: Alternatives,
  way: Run["way"],
  member: string | undefined,
  called: (value: Value) => readonly Called[],
): readonly Called[] {
  const each = of.flatMap((value): readonly CalledOne[] => {
    const [first] = called(value);
    return first === undefined || first.kind === "either" ? [] : [first];
  });
  if (each.length < of.length) return [];
  if (reference === undefined) return [{ kind: "either", of: each }];
  const run = member === undefined ? reference : memberOf(reference, member);
  return [{ kind: "either", of: [...each, { kind: "elsewhere", reference: run, way }] }];
}

function byMember(object: Value, name: string, infer: Infer): readonly Called[] {
  return byCalling(infer.member(object, name), object.kind === "object" ? object.definition : undefined, infer);
}

/** The class of the object whose method a callee is. */
function objectOf(callee: Node, on: ClassDefinition | undefined, infer: Infer): ClassDefinition | undefined {
  if (isOfSuper(callee)) {
    const method = callee.closest("function_definition");
    return on ?? (method === undefined ? undefined : infer.module.function(method).owner);
  }
  const object = callee.kind === "attribute" ? callee.child("object") : undefined;
  const value = object === undefined ? undefined : valueFor(object, on, infer);
  return value?.kind === "object" ? value.definition : undefined;
}

/** @param on the class of the object that it is a method of */
function byCalling(value: Value | undefined, on: ClassDefinition | undefined, infer: Infer): readonly Called[] {
  switch (value?.kind) {
    case "function":
      return byRunning(value.definition, on, infer);
    case "lambda":
      return [{ kind: "own", node: value.node, on: undefined }];
    case "class":
      return byMaking(value.definition, infer);
    case "object":
      return byMethod(value, "__call__", infer);
    case "name":
    case "outside":
      return elsewhere(value, "call");
    case "either":
    case "instance":
    case "awaitable":
    case "manager":
    case "generator":
    case "literal":
    case undefined:
      return [];
    default:
      return value satisfies never;
  }
}

function byMethod(object: Value & { readonly kind: "object" }, name: string, infer: Infer): readonly Called[] {
  return byCalling(infer.member(object, name), object.definition, infer);
}

function byEntering(value: Value, infer: Infer): readonly Called[] {
  switch (value.kind) {
    case "manager":
      return value.async ? [] : [{ kind: "own", node: value.definition.node, on: undefined }];
    case "object":
      return ["__enter__", "__exit__"].flatMap((name) => byMethod(value, name, infer));
    default:
      return elsewhere(value, "with");
  }
}

function byIterating(value: Value, infer: Infer): readonly Called[] {
  switch (value.kind) {
    case "generator":
      return [{ kind: "own", node: value.definition.node, on: undefined }];
    case "object": {
      const iter = infer.member(value, "__iter__");
      const iterator = iter === undefined ? undefined : infer.result(iter);
      if (iterator?.kind === "generator") return byIterating(iterator, infer);
      const next = iterator?.kind === "object" ? byMethod(iterator, "__next__", infer) : [];
      return [...byCalling(iter, value.definition, infer), ...next];
    }
    default:
      return elsewhere(value, "iterate");
  }
}

function byReading(value: Value, name: string, infer: Infer): readonly Called[] {
  if (value.kind !== "object") return elsewhere(value, "read", name);
  const member = infer.member({ kind: "class", definition: value.definition }, name);
  if (member?.kind !== "function") return member === undefined ? [] : elsewhere(member, "read");
  const { definition } = member;
  if (definition.async || isGenerator(definition.node) || !isPropertyGetter(definition, infer)) return [];
  return [own(definition, value.definition)];
}

/** What another file may say of a value, or of a member of it. */
function elsewhere(value: Value, way: WayElsewhere, member?: string): readonly Called[] {
  const reference = referenceTo(value);
  if (reference === undefined || STANDARD_MODULES.has(reference.slice(0, reference.search(/[.(~@]|$/)))) return [];
  return [{ kind: "elsewhere", reference: member === undefined ? reference : memberOf(reference, member), way }];
}

function referenceTo(value: Value): Reference | undefined {
  switch (value.kind) {
    case "outside":
      return value.reference;
    case "name":
      return libraryRow(value.name) === undefined ? value.name : undefined;
    case "instance":
      return libraryRow(value.name) === undefined ? resultOf(value.name) : undefined;
    default:
      return undefined;
  }
}

function byRunning(definition: FunctionDefinition, on: ClassDefinition | undefined, infer: Infer): readonly Called[] {
  if (definition.async || isGenerator(definition.node)) return [];
  const wrappers = wrappersOf(definition.node, infer);
  return wrappers === undefined
    ? []
    : [own(definition, on), ...wrappers.flatMap((wrapper) => wrapperBy(wrapper, infer) ?? [])];
}

function own({ node, owner }: FunctionDefinition, on: ClassDefinition | undefined): Called {
  return { kind: "own", node, on: owner === undefined || on?.node === owner.node ? undefined : on };
}

/** A decorator that is no part of the language's own. */
export interface Wrapper {
  /** What decorates, or what has made that when it was called. */
  readonly by: Value;
  readonly made: boolean;
}

/**
 * The decorators through which a call of a function's name runs its body; undefined where it may run something else.
 */
export function wrappersOf(function_: Node, infer: Infer): readonly Wrapper[] | undefined {
  const wrappers: Wrapper[] = [];
  for (const decorator of decoratorsOf(function_)) {
    if (isAbstract(decorator, infer)) return undefined;
    if (leavesFunction(decorator, infer)) continue;
    const made = decorator.kind === "call";
    const by = infer.value(made ? decorator.child("function")! : decorator);
    const wrapper = by === undefined ? undefined : { by, made };
    if (wrapper === undefined || wrapperBy(wrapper, infer) === undefined) return undefined;
    wrappers.push(wrapper);
  }
  return wrappers;
}

/** What runs with a function that is decorated so; undefined where the function itself may not. */
function wrapperBy({ by, made }: Wrapper, infer: Infer): readonly Called[] | undefined {
  if (by.kind === "function") {
    const decoration = decorationBy(by.definition.node, infer);
    if (decoration?.made !== made) return undefined;
    return decoration.wrapper === undefined ? [] : [{ kind: "own", node: decoration.wrapper, on: undefined }];
  }
  const [called] = elsewhere(by, "decorate");
  return called?.kind === "elsewhere" && infer.decorates(called.reference, made) ? [called] : undefined;
}

function byMaking(definition: ClassDefinition, infer: Infer): readonly Called[] {
  const made = makingOf(definition.node, infer);
  const object = { kind: "object", definition } as const;
  if (
    made === "unknown" ||
    isMadeByMetaclass(definition, infer) ||
    infer.result({ kind: "class", definition })?.kind !== "object"
  )
    return [];
  const init = made === "by fields" ? undefined : infer.member(object, "__init__");
  return byCalling(init ?? infer.member(object, "__post_init__"), definition, infer);
}

/** Metaclasses that make an object whenever their classes are called. */
const PLAIN_METACLASSES: ReadonlySet<string> = new Set(["type", "abc.ABCMeta"]);

/** More classes above one another are not looked at. */
const MOST_BASES = 20;

/**
 * Whether a metaclass decides what calling a class does, be it one of a base in its file: many keep the one object that
 * was made first.
 */
function isMadeByMetaclass(definition: ClassDefinition, infer: Infer): boolean {
  const classes = [definition];
  for (let i = 0; i < classes.length && i < MOST_BASES; i++) {
    if (hasMetaclass(classes[i]!.node, infer)) return true;
    for (const base of infer.bases(classes[i]!)) if (base?.kind === "class") classes.push(base.definition);
  }
  return false;
}

/** Whether a class itself names a metaclass that may do otherwise than to make an object. */
export function hasMetaclass(class_: Node, infer: Infer): boolean {
  const keyword = class_
    .child("superclasses")
    ?.named.find((one) => one.kind === "keyword_argument" && one.child("name")?.text === "metaclass");
  const value = keyword?.child("value");
  return value !== undefined && !PLAIN_METACLASSES.has(infer.name(value) ?? "");
}

/**
 * What makes the objects of a class: its `__init__`, one that is made from its fields, or what a decorator makes of it.
 */
export function makingOf(class_: Node, infer: Infer): "plain" | "by fields" | "unknown" {
  const decorators = decoratorsOf(class_);
  if (decorators.length === 0) return "plain";
  return decorators.every((decorator) => makesDataclass(decorator, infer)) ? "by fields" : "unknown";
}
