import type { Kind } from "../../syntax/kinds.generated";
import { statementOf } from "../../syntax/statements";
import type { Node } from "../../syntax/tree";
import { matchArguments } from "../arguments";
import { ownNodes } from "../definitions";
import type { Infer } from "../infer";
import { givesUnique, opensPath, pathUses } from "../library/paths";
import { mayWrite, modeOf } from "./disk-changes";
import { turnOf } from "./order";
import { entryOf, placeOf, type SharedPlace } from "./places";
import { CALLS } from "../../syntax/node-kinds";

/** Where a function looks at, or changes, something that other tasks may change too. */
export interface Touch {
  readonly node: Node;
  readonly place: SharedPlace;
  readonly does: "looks" | "changes";
  /** When it happens, as an offset: a name is given its value behind the value. */
  readonly at: number;
  /** Whether it touches a path on a disk, which happens where the call does its work, be it in a thread. */
  readonly onDisk: boolean;
  /** A look that gives what is there, not only whether something is. */
  readonly reads?: boolean;
  /** A change that puts something else in the place of what was there, or takes it away. */
  readonly overwrites?: boolean;
}

/** Methods of built-in containers that change them, with whether the first argument says which entry. */
const CHANGES: ReadonlyMap<string, { readonly entry: boolean; readonly overwrites: boolean }> = new Map([
  ...each("append add appendleft setdefault", { entry: true, overwrites: false }),
  ...each("extend update insert sort reverse extendleft", { entry: false, overwrites: false }),
  ...each("pop remove discard", { entry: true, overwrites: true }),
  ...each("clear popitem popleft", { entry: false, overwrites: true }),
]);
const LOOKS_AT_ENTRY: ReadonlySet<string> = new Set(["get", "__contains__", "index", "count"]);

const CHAINS: ReadonlySet<Kind> = new Set(["identifier", "attribute", "subscript"]);
const TARGETS: ReadonlySet<Kind> = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
  "tuple",
  "list",
]);

const known = new WeakMap<Infer, Map<Node, readonly Touch[]>>();

/** All looks and changes of a function's own body. */
export function touchesOf(function_: Node, infer: Infer): readonly Touch[] {
  let byFunction = known.get(infer);
  if (byFunction === undefined) known.set(infer, (byFunction = new Map()));
  let touches = byFunction.get(function_);
  if (touches === undefined)
    byFunction.set(function_, (touches = [...inVariables(function_, infer), ...onDisk(function_, infer)].map(inTurn)));
  return touches;
}

function inTurn(touch: Touch): Touch {
  return { ...touch, at: turnOf(touch.node, touch.at) };
}

/** How the file changes what a name behind a dot, or a variable, holds: whether anything is put in or taken out. */
export function isResized(name: string, infer: Infer): boolean {
  for (const id of infer.identifiers(name)) {
    const chain = id.field === "attribute" ? id.parent! : id;
    const use = usedAs(chain);
    if (use.kind === "method" && CHANGES.has(use.name) && use.name !== "sort" && use.name !== "reverse") return true;
    const entry = chain.parent;
    if (entry?.kind === "subscript" && chain.field === "value" && isTarget(entry)) return true;
  }
  return false;
}

function* inVariables(function_: Node, infer: Infer): Iterable<Touch> {
  for (const node of ownNodes(function_, CHAINS)) {
    if (isInnerPart(node) || isName(node)) continue;
    const use = usedAs(node);
    const at = use.kind === "method" ? node.child("object")! : node;
    const place = placeOf(at, function_, infer);
    if (place === undefined || isObjectAlone(at) || (use.kind === "target" && isOwnVariable(node, infer))) continue;
    if (use.kind === "method") yield methodTouch(use, node, place);
    else if (use.kind === "target") yield* targetTouches(node, place);
    else
      yield {
        node,
        place: isAskedFor(node) ? entryOf(place, leftOf(node)) : place,
        does: "looks",
        at: node.start,
        onDisk: false,
      };
  }
}

type Use =
  | { readonly kind: "method"; readonly name: string; readonly call: Node }
  | { readonly kind: "target" }
  | { readonly kind: "value" };

function usedAs(node: Node): Use {
  const { parent } = node;
  if (parent?.kind === "call" && node.field === "function" && node.kind === "attribute")
    return { kind: "method", name: node.child("attribute")?.text ?? "", call: parent };
  return { kind: isTarget(node) ? "target" : "value" };
}

function methodTouch({ name, call }: Extract<Use, { readonly kind: "method" }>, node: Node, place: SharedPlace): Touch {
  const change = CHANGES.get(name);
  const [first] = call.child("arguments")?.named ?? [];
  const touched = first !== undefined && (change?.entry ?? LOOKS_AT_ENTRY.has(name)) ? entryOf(place, first) : place;
  if (change === undefined) return { node, place: touched, does: "looks", at: node.start, onDisk: false };
  return { node, place: touched, does: "changes", at: call.end, onDisk: false, overwrites: change.overwrites };
}

function* targetTouches(node: Node, place: SharedPlace): Iterable<Touch> {
  const statement = statementOf(node);
  const isAugmented = node.parent?.kind === "augmented_assignment";
  if (isAugmented) yield { node, place, does: "looks", at: node.start, onDisk: false, reads: true };
  const at =
    node.closest("assignment", "augmented_assignment", "delete_statement", "for_statement")?.kind === "for_statement"
      ? node.end
      : statement.end;
  yield { node, place, does: "changes", at, onDisk: false, overwrites: !isAugmented };
}

function* onDisk(function_: Node, infer: Infer): Iterable<Touch> {
  for (const call of ownNodes(function_, CALLS)) {
    const name = infer.callee(call);
    if (name === undefined) continue;
    const opened = opensPath(name);
    if (opened !== undefined) {
      const mode = modeOf(call, opened.mode);
      const does = mayWrite(call, mode) ? "changes" : "looks";
      yield* pathTouch(call, opened.path, { does, reads: does === "looks", overwrites: !mode.includes("a") }, infer);
    }
    for (const { path, does, settledBy } of pathUses(name)) {
      if (settledBy !== undefined && isGiven(call, settledBy)) continue;
      yield* pathTouch(
        call,
        path,
        { does: does === "changes" ? "changes" : "looks", reads: does === "reads", overwrites: true },
        infer,
      );
    }
  }
}

function* pathTouch(
  call: Node,
  which: number | "object",
  touch: Pick<Touch, "does" | "reads" | "overwrites">,
  infer: Infer,
): Iterable<Touch> {
  const given = which === "object" ? call.child("function")?.child("object") : call.child("arguments")?.named[which];
  if (given === undefined || given.kind === "keyword_argument" || given.kind === "list_splat" || isUnique(given, infer))
    return;
  const text = pathText(given, infer);
  yield {
    node: call,
    place: { path: [`path ${text}`], label: `what is at ${text.length > 40 ? "the path" : text}` },
    at: call.start,
    onDisk: true,
    ...touch,
  };
}

/** A path without what makes another kind of object of it: `str(path)`, `Path(path)`. */
function pathText(given: Node, infer: Infer): string {
  let path = given;
  for (let depth = 0; depth < 4; depth++) {
    const inner: Node | undefined =
      path.kind === "parenthesized_expression"
        ? path.named[0]
        : path.kind === "call"
          ? wrapped(path, infer)
          : undefined;
    if (inner === undefined) break;
    path = inner;
  }
  return path.text.replace(/\s+/g, " ");
}

function wrapped(call: Node, infer: Infer): Node | undefined {
  const given = call.child("arguments")?.named ?? [];
  const name = infer.callee(call);
  return given.length === 1 && (name === "str" || name === "pathlib.Path" || name === "os.fspath")
    ? given[0]
    : undefined;
}

/** Whether a path is one that this call of the function has made up for itself. */
function isUnique(path: Node, infer: Infer, depth = 0): boolean {
  for (const node of path.subtree()) {
    if (node.kind === "call" && givesUnique(infer.callee(node) ?? "")) return true;
    if (node.kind !== "identifier" || depth > 3) continue;
    const bindings = infer.module.scopes(node.tree).of(node).bindings.get(node.text) ?? [];
    for (const { source } of bindings)
      if ("value" in source && source.value !== path && isUnique(source.value, infer, depth + 1)) return true;
  }
  return false;
}

function isGiven(call: Node, keyword: string): boolean {
  return matchArguments(call, []).values.get(keyword)?.kind === "true";
}

/** Whether a node is a part of a longer `a.b[c]` on its left side, which is looked at as a whole. */
function isInnerPart({ parent, field }: Node): boolean {
  return (parent?.kind === "attribute" && field === "object") || (parent?.kind === "subscript" && field === "value");
}

/** Whether an identifier names a member, keyword or binding, and stands for no value by itself. */
function isName({ kind, field, parent }: Node): boolean {
  if (kind !== "identifier") return false;
  if (field === "attribute" || field === "name") return true;
  return parent?.kind === "global_statement" || parent?.kind === "nonlocal_statement";
}

function isObjectAlone({ kind, text }: Node): boolean {
  return kind === "identifier" && /^(?:self|cls)$/.test(text);
}

/** Whether a name is given a value for this call of the function alone. */
function isOwnVariable(node: Node, infer: Infer): boolean {
  if (node.kind !== "identifier") return false;
  const scope = infer.module.scopes(node.tree).of(node);
  return !scope.globals.has(node.text) && !scope.nonlocals.has(node.text);
}

function isTarget(node: Node): boolean {
  let target = node;
  while (target.parent !== undefined && TARGETS.has(target.parent.kind)) target = target.parent;
  const { parent, field } = target;
  if (parent === undefined) return false;
  if (field === "left") return ["assignment", "augmented_assignment", "for_statement"].includes(parent.kind);
  return parent.kind === "delete_statement" || parent.parent?.kind === "delete_statement";
}

/** `key in node`. */
function isAskedFor(node: Node): boolean {
  const { parent } = node;
  if (parent?.kind !== "comparison_operator" || node.previous === undefined) return false;
  return /\bin\s*$/.test(parent.tree.text.slice(leftOf(node).end, node.start));
}

function leftOf(node: Node): Node {
  const operands = node.parent!.named;
  return operands[Math.max(0, operands.indexOf(node) - 1)]!;
}

function each<T>(names: string, what: T): readonly (readonly [string, T])[] {
  return names.split(" ").map((name) => [name, what] as const);
}
