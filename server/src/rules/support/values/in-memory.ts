import type { RuleContext } from "../../contract";
import { matchArguments } from "../../../model/arguments";
import type { Infer } from "../../../model/infer";
import type { Row } from "../../../model/library/row";
import type { Value } from "../../../model/values";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { byDefault, type Defaults } from "./by-default";
import { callsBehind } from "./origin-chain";

/** Files that are memory. */
const BUFFERS: ReadonlySet<string> = new Set(["io.BytesIO", "io.StringIO"]);

/** How databases in memory are named, by sqlite itself and in addresses. */
const MEMORY_DATABASE =
  /^(?::memory:|file::memory:|file:.*[?&]mode=memory\b|sqlite(?:\+\w+)?:\/\/(?:\/:memory:|\/?(?:\?|$))|sqlite(?:\+\w+)?:\/\/\/file:.*mode=memory\b)/;

/**
 * What opens what others have opened is followed so far: a session of an engine, a text layer over a compressed file.
 */
const MAX_LAYERS = 4;

/**
 * Whether an object is known to lie in memory, or to have been made from what does: then nothing that it does waits for
 * a disk.
 */
export function isInMemory(
  object: Node | undefined,
  context: RuleContext,
  defaults: Defaults = "of settings",
  layers = 0,
): boolean {
  if (object === undefined || layers > MAX_LAYERS) return false;
  const value = context.infer.value(object);
  if (isBuffer(value, context.infer) || namesMemory(value) || isMemoryByDefault(object, defaults, context)) return true;
  for (const call of callsBehind(object, context)) if (opensMemory(call, context, defaults, layers)) return true;
  return false;
}

/** Whether a call is a method of something in memory, or opens such a thing. */
export function staysInMemory(call: Node, context: RuleContext, defaults: Defaults = "of settings"): boolean {
  const callee = call.child("function");
  return (
    opensMemory(call, context, defaults, 0) ||
    (callee?.kind === "attribute" && isInMemory(callee.child("object"), context, defaults))
  );
}

function opensMemory(call: Node, context: RuleContext, defaults: Defaults, layers: number): boolean {
  const { opens = [], parameters = [] } = context.infer.row(call) ?? {};
  if (opens.length === 0) return false;
  const { values } = matchArguments(call, parameters);
  return opens.some((name) => isInMemory(values.get(name), context, defaults, layers + 1));
}

function isBuffer(value: Value | undefined, infer: Infer): boolean {
  if (value?.kind === "instance") return BUFFERS.has(value.name);
  return (
    value?.kind === "object" &&
    infer.bases(value.definition).some((base) => base?.kind === "name" && BUFFERS.has(base.name))
  );
}

function namesMemory(value: Value | undefined): boolean {
  return value?.kind === "literal" && isMemoryName(value.node);
}

/** A database that lies in memory unless somebody gives it a file: hardly anybody does. */
function isMemoryByDefault(object: Node, defaults: Defaults, context: RuleContext): boolean {
  const value = byDefault(object, defaults, context);
  return value !== undefined && isMemoryName(value);
}

function isMemoryName(literal: Node): boolean {
  if (literal.kind !== "string") return false;
  const [content] = literal.named.filter((part) => part.kind === "string_content");
  return content !== undefined && MEMORY_DATABASE.test(content.text);
}

/** Classes whose objects hold all of their items. */
const COLLECTIONS =
  /^(?:(?:typing\.|collections\.abc\.)?(?:list|tuple|set|frozenset|dict|List|Tuple|Set|Dict|Sequence|Collection|Mapping)|collections\.deque)$/;
const LITERAL_COLLECTIONS: ReadonlySet<Kind> = new Set([
  "list",
  "tuple",
  "dictionary",
  "set",
  "list_comprehension",
  "set_comprehension",
]);

/** How what makes an async iterator of any iterable is called. */
const MAKES_ASYNC =
  /^_*(?:a_?iter(?:ate)?|(?:to_|as_)?async_?iter(?:able|ator|ate)?|(?:to|as|make)_async(?:_\w+)?|from_iterable)$/i;

/**
 * Whether iterating over something asynchronously goes through what lies in memory already: a wrapper around a list.
 */
export function iteratesMemory(iterable: Node | undefined, { infer }: RuleContext): boolean {
  const given = iterable?.kind === "call" ? (iterable.child("arguments")?.named ?? []) : [];
  const callee = iterable?.child("function");
  if (callee === undefined || given.length === 0) return false;
  const name = (callee.child("attribute") ?? callee).text;
  if (MAKES_ASYNC.test(name)) return given[0]?.kind !== "call";
  // An object of a class that is given a list wraps it; a function may well ask somebody for each of its items.
  return /^_*[A-Z]/.test(name) && given.every((argument) => isCollection(argument, infer));
}

function isCollection(argument: Node, infer: Infer): boolean {
  if (LITERAL_COLLECTIONS.has(argument.kind)) return true;
  const value = infer.value(argument);
  return value?.kind === "instance"
    ? COLLECTIONS.test(value.name)
    : value?.kind === "literal" && LITERAL_COLLECTIONS.has(value.node.kind);
}

/**
 * Whether a call that can open a path is, or may well be, given something else: a buffer, an upload, the body of a
 * response.
 */
export function readsFromMemory(call: Node, row: Row, infer: Infer): boolean {
  const { values } = matchArguments(call, row.parameters ?? []);
  if (values.has("fileobj")) return true;
  const file = row.opens?.map((name) => values.get(name)).find((value) => value !== undefined);
  return file !== undefined && !canBePath(file, infer);
}

function canBePath(file: Node, infer: Infer): boolean {
  const value = infer.value(file);
  if (value?.kind === "instance")
    return value.name === "str" || value.name === "pathlib.Path" || value.name === "os.PathLike";
  if (value !== undefined) return value.kind === "literal";
  switch (file.kind) {
    case "identifier":
      return !isBoundByCall(file, infer);
    case "binary_operator":
    case "string":
      return true;
    case "attribute":
      // `upload.file` of the web frameworks.
      return file.child("attribute")?.text !== "file";
    default:
      return false;
  }
}

/** Whether the name holds what some unknown call or expression gave. */
function isBoundByCall(name: Node, infer: Infer): boolean {
  const bindings = infer.module.scopes(name.tree).of(name).bindings.get(name.text) ?? [];
  return bindings.some(
    ({ source }) => source.kind !== "parameter" && !("value" in source && source.value.kind === "binary_operator"),
  );
}
