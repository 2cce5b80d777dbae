import type { Node } from "../../syntax/tree";
import type { Infer } from "../infer";
import type { Binding, Scope } from "../scopes";

/**
 * Something that several tasks may hold at once: an attribute, a variable of the module or of a function around, or
 * what lies behind one.
 */
export interface SharedPlace {
  /** What it is reached by, part by part: the variable, `.attribute`, `[key]`. */
  readonly path: readonly string[];
  /** How it reads in a sentence. */
  readonly label: string;
}

/** Longer ways than any that people write are not followed. */
const MAX_DEPTH = 8;

/** The methods of a mapping that give what it holds under a key. */
const GIVES_ENTRY: ReadonlySet<string> = new Set(["get", "setdefault"]);

/**
 * The shared place that an expression stands for, as far as the function shows; undefined for what belongs to this call
 * of the function alone. A local variable stands for what it was given: `user = self.users[name]`.
 */
export function placeOf(node: Node, function_: Node, infer: Infer, depth = 0): SharedPlace | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const within = (part: Node | undefined): SharedPlace | undefined =>
    part && placeOf(part, function_, infer, depth + 1);
  switch (node.kind) {
    case "parenthesized_expression":
      return within(node.named[0]);
    case "identifier":
      return variable(node, function_, infer, depth);
    case "attribute": {
      const place = within(node.child("object"));
      const name = node.child("attribute")?.text ?? "";
      return place && { path: [...place.path, `.${name}`], label: `${place.label}.${name}` };
    }
    case "subscript": {
      const place = within(node.child("value"));
      const key = node.child("subscript");
      return place && key && entryOf(place, key);
    }
    case "call": {
      const place = within(containerRead(node));
      const [key] = node.child("arguments")?.named ?? [];
      return place && key && entryOf(place, key);
    }
    default:
      return undefined;
  }
}

/** The container that a call gives an entry of: `users` of `users.get(name)`. */
function containerRead(call: Node): Node | undefined {
  const callee = call.child("function");
  return GIVES_ENTRY.has(callee?.child("attribute")?.text ?? "") ? callee?.child("object") : undefined;
}

/** What a container holds under a key. */
export function entryOf(place: SharedPlace, key: Node): SharedPlace {
  const text = key.text.replace(/\s+/g, "");
  return { path: [...place.path, `[${text}]`], label: text.length > 30 ? place.label : `${place.label}[${text}]` };
}

/** Whether a change of one place is, or may be, a change of the other: one is the same as, or held by, the other. */
export function overlap(looked: SharedPlace, changed: SharedPlace): boolean {
  const shorter = Math.min(looked.path.length, changed.path.length);
  for (let i = 0; i < shorter; i++) if (looked.path[i] !== changed.path[i]) return false;
  // Who looks at an object has not looked at its attributes; who looks at a container has looked at what it holds.
  return changed.path.slice(looked.path.length).every((part) => part.startsWith("["));
}

function variable(node: Node, function_: Node, infer: Infer, depth: number): SharedPlace | undefined {
  const name = node.text;
  const shared: SharedPlace = { path: [name], label: name };
  for (
    let scope: Scope | undefined = infer.module.scopes(node.tree).of(node);
    scope !== undefined;
    scope = scope.parent
  ) {
    if (scope.globals.has(name) || scope.nonlocals.has(name)) return shared;
    if (scope.kind === "class") continue;
    const bindings = scope.bindings.get(name);
    if (bindings === undefined) continue;
    if (!isWithin(scope.node, function_)) return shared;
    return bindings.length === 1 ? local(bindings[0]!, shared, function_, infer, depth) : undefined;
  }
  return shared;
}

/** What a local variable stands for: its caller's object, or what it was read from. */
function local(
  { source, name }: Binding,
  shared: SharedPlace,
  function_: Node,
  infer: Infer,
  depth: number,
): SharedPlace | undefined {
  switch (source.kind) {
    case "parameter":
      return shared;
    case "expression":
      return placeOf(source.value, function_, infer, depth + 1);
    case "iteration": {
      const around = placeOf(source.value, function_, infer, depth + 1);
      return around && { path: [...around.path, `[each ${name}]`], label: name };
    }
    default:
      return undefined;
  }
}

function isWithin(node: Node, function_: Node): boolean {
  return node.tree === function_.tree && function_.contains(node);
}
