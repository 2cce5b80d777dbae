import { isGenerator } from "../../model/definitions";
import { reachingBindings } from "../../model/flow";
import type { Infer } from "../../model/infer";
import type { Binding, Scope } from "../../model/scopes";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { isOptionalParameter } from "./bindings";

const STRINGS: ReadonlySet<Kind> = new Set(["string", "concatenated_string"]);
const TEXT_TYPES: ReadonlySet<string> = new Set(["str", "bytes", "bytearray"]);
const SEQUENCES: ReadonlySet<Kind> = new Set(["list", "tuple", "set", "list_comprehension", "set_comprehension"]);
const SCALARS: ReadonlySet<Kind> = new Set(["integer", "float", "string", "concatenated_string"]);
const TEXT_FUNCTIONS: ReadonlySet<string> = new Set(["json.dumps", "str", "repr", "urllib.parse.urlencode", "bytes"]);
/** What gives its items, or what it holds, bit by bit. */
const STREAMS: ReadonlySet<string> = new Set(["open", "iter", "map", "filter", "zip", "io.BytesIO", "io.StringIO"]);
const SCALAR_FUNCTIONS: ReadonlySet<string> = new Set(["str", "int", "float", "len"]);

/** Names are followed through this many others. */
const MAX_HOPS = 8;

/** The expression that a name was given, or that the expression is. */
export function originOf(node: Node, infer: Infer): Node {
  let origin = node;
  for (let hops = 0; hops < MAX_HOPS && origin.kind === "identifier"; hops++) {
    const bindings = bindingsAt(origin, infer);
    const source = bindings.length === 1 ? bindings[0]!.source : undefined;
    if (source?.kind !== "expression" || isFilled(origin, infer)) break;
    origin = source.value;
  }
  return origin;
}

/** Whether items are set or taken away of what a name stands for, so that it isn't what it was given. */
function isFilled(id: Node, infer: Infer): boolean {
  const scope = scopeOf(id, infer);
  for (const other of scope === undefined ? infer.identifiers(id.text) : scope.node.descendants("identifier")) {
    const item = other.parent;
    if (other.text !== id.text || item?.kind !== "subscript" || other.field !== "value") continue;
    if (item.field === "left" || item.parent?.kind === "delete_statement") return true;
  }
  return false;
}

function bindingsAt(id: Node, infer: Infer): readonly Binding[] {
  const scope = scopeOf(id, infer);
  if (scope === undefined) return infer.bindings(id.text);
  const bindings = scope.bindings.get(id.text)!;
  return scope === infer.module.scopes(id.tree).of(id) ? reachingBindings(bindings, id) : bindings;
}

/** The scope that binds a name as it is seen somewhere; undefined where that is the module. */
function scopeOf(id: Node, { module }: Infer): Scope | undefined {
  const start = module.scopes(id.tree).of(id);
  for (let scope: Scope | undefined = start; scope !== undefined; scope = scope.parent) {
    if (scope.kind === "module" || (scope.kind === "class" && scope !== start)) continue;
    if (scope.bindings.has(id.text)) return scope;
  }
  return undefined;
}

const FORMS: ReadonlySet<Kind> = new Set(["dictionary", "dictionary_comprehension"]);

/** Form fields, text or bytes, pairs, something read bit by bit, or nobody knows. */
type BodyKind = "form" | "content" | "pairs" | "stream" | "unknown";

/** What `data=` is given. */
export function bodyKind(value: Node, infer: Infer): BodyKind {
  const node = originOf(value, infer);
  const opened =
    node.kind === "identifier"
      ? bindingsAt(node, infer).find(({ source }) => source.kind === "with")?.source
      : undefined;
  if (opened?.kind === "with" && opened.value.kind === "call") return bodyKind(opened.value, infer);
  const type = infer.instanceOf(value) ?? "";
  if (FORMS.has(node.kind) || type === "dict") return "form";
  if (STRINGS.has(node.kind) || TEXT_TYPES.has(type)) return "content";
  if (SEQUENCES.has(node.kind) || type === "list" || type === "tuple") return "pairs";
  if (node.kind === "generator_expression" || type.startsWith("io.")) return "stream";
  if (node.kind === "binary_operator")
    return [...node.descendants("string")].some((string) => string.parent === node) ? "content" : "unknown";
  return node.kind === "call" ? kindByCallee(node, infer) : "unknown";
}

/** What a call gives. */
function kindByCallee(call: Node, infer: Infer): BodyKind {
  const callee = infer.callee(call);
  if (callee === "dict") return "form";
  if (callee !== undefined && (STREAMS.has(callee) || callee.startsWith("tempfile."))) return "stream";
  const called = infer.value(call.child("function")!);
  if (called?.kind === "function" && isGenerator(called.definition.node)) return "stream";
  if (callee !== undefined && TEXT_FUNCTIONS.has(callee)) return "content";
  return call.child("function")?.child("attribute")?.text === "encode" ? "content" : "unknown";
}

/** Whether a mapping may hold what requests and httpx send differently: None and booleans. */
export function sentVariously(value: Node, infer: Infer): boolean {
  const node = originOf(value, infer);
  if (node.kind !== "dictionary") return true;
  return node.named.some((pair) => pair.kind !== "pair" || !isScalar(pair.child("value"), infer));
}

function isScalar(node: Node | undefined, infer: Infer): boolean {
  if (node === undefined) return false;
  const literal = originOf(node, infer);
  if (SCALARS.has(literal.kind)) return true;
  if (literal.kind === "list" || literal.kind === "tuple") return literal.named.every((item) => SCALARS.has(item.kind));
  if (node.kind === "binary_operator") return node.named.every((side) => isScalar(side, infer));
  const type = infer.instanceOf(node);
  if (type !== undefined) return type === "str" || type === "int" || type === "float";
  return node.kind === "call" && SCALAR_FUNCTIONS.has(infer.callee(node) ?? "");
}

/** Whether a literal mapping holds None. */
export function holdsNone(value: Node, infer: Infer): boolean {
  return originOf(value, infer).named.some((pair) => pair.kind === "pair" && pair.child("value")?.kind === "none");
}

/**
 * Whether a mapping holds what may be None by the look of it: a parameter that is None by default, `.get(name)`, `a if
 * b else None`.
 */
export function mayHoldNone(value: Node, infer: Infer): boolean {
  return originOf(value, infer).named.some((pair) => pair.kind === "pair" && mayBeNone(pair.child("value")!, infer));
}

function mayBeNone(value: Node, infer: Infer): boolean {
  const node = originOf(value, infer);
  if (node.kind === "conditional_expression")
    return [node.named[0]!, node.named[2]!].some((branch) => originOf(branch, infer).kind === "none");
  if (node.kind === "identifier") return bindingsAt(node, infer).some(isOptionalParameter);
  if (node.kind !== "call" || node.child("arguments")?.named.length !== 1) return false;
  return infer.callee(node) === "os.getenv" || node.child("function")?.child("attribute")?.text === "get";
}

/** Whether a file is opened in text mode within the expression. */
export function hasTextFile(value: Node): boolean {
  for (const call of value.descendants("call")) {
    if (call.child("function")?.text !== "open") continue;
    const mode = call.child("arguments")?.named[1];
    if (mode === undefined || (mode.kind === "string" && !mode.text.includes("b", 1))) return true;
  }
  return false;
}

/**
 * Whether a mapping gives each file as a tuple of its name, content and type, so that nothing is left to be guessed.
 */
export function filesAreTyped(value: Node): boolean {
  return (
    value.kind === "dictionary" &&
    value.named.every(
      (pair) => pair.kind === "pair" && pair.child("value")?.kind === "tuple" && pair.child("value")!.named.length > 2,
    )
  );
}

/** Whether a request asks for what has changed only (`If-None-Match` and its kind). */
export function isConditional(call: Node, infer: Infer): boolean {
  const headers = call
    .child("arguments")
    ?.named.find((argument) => argument.child("name")?.text === "headers")
    ?.child("value");
  return headers !== undefined && /\bIf-(?:None-Match|Modified-Since)\b/i.test(originOf(headers, infer).text);
}

/** Whether a URL brings a query of its own. */
export function urlHasQuery(url: Node, infer: Infer): "yes" | "no" | "unknown" {
  const node = originOf(url, infer);
  const parts =
    STRINGS.has(node.kind) || node.kind === "binary_operator" ? [...node.descendants("string_content")] : [];
  if (parts.some((part) => part.text.includes("?"))) return "yes";
  return parts.length > 0 ? "no" : "unknown";
}
