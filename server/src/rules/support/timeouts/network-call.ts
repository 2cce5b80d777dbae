import type { RuleContext } from "../../contract";
import type { Infer } from "../../../model/infer";
import { canonicalName, libraryRow, type Row, type Timeout } from "../../../model/library/index";
import type { Node } from "../../../syntax/tree";

/**
 * A call of something in the library table, made where it stands or handed to what makes it (`asyncio.to_thread(f,
 * x)`).
 */
export interface NetworkCall {
  /** The whole expression. */
  readonly call: Node;
  readonly row: Row;
  /** What names the function or class. */
  readonly callee: Node;
  /** What hands it on, where it isn't called here, and whether keywords are handed on too. */
  readonly through: { readonly row: Row; readonly keywords: boolean } | undefined;
  /** The arguments for it, without keywords. */
  readonly positional: readonly Node[];
  readonly keywords: readonly Node[];
  /** Whether some of its arguments come from `*args`, or `**kwargs`. */
  readonly unpacks: { readonly positional: boolean; readonly keywords: boolean };
}

/** How the timeout of a call is set: by this argument, not at all, or nobody can tell. */
export type Stated =
  | { readonly kind: "given"; readonly argument: Node; readonly value: Node }
  | { readonly kind: "missing" }
  | { readonly kind: "unknown" };

/** The call that a call node makes, or has made for it; undefined where the table knows nothing of it. */
export function networkCall(call: Node, context: Pick<RuleContext, "infer">): NetworkCall | undefined {
  const callee = call.child("function");
  const args = call.child("arguments");
  const row = context.infer.row(call);
  if (callee === undefined || args?.kind !== "argument_list" || row === undefined) return undefined;
  const own = args.named.filter((argument) => !argument.kind.endsWith("comment"));
  const positional = own.filter(
    (argument) => argument.kind !== "keyword_argument" && argument.kind !== "dictionary_splat",
  );
  const keywords = own.filter((argument) => argument.kind === "keyword_argument");
  const unpacks = {
    positional: positional.some((argument) => argument.kind === "list_splat"),
    keywords: own.some((argument) => argument.kind === "dictionary_splat"),
  };
  if (row.calls === undefined) return { call, row, callee, through: undefined, positional, keywords, unpacks };
  const handed = positional[row.calls.argument];
  const name =
    handed === undefined ||
    positional.slice(0, row.calls.argument + 1).some((argument) => argument.kind === "list_splat")
      ? undefined
      : context.infer.name(handed);
  const handedRow = name === undefined ? undefined : libraryRow(name);
  if (handed === undefined || handedRow === undefined) return undefined;
  return {
    call,
    row: handedRow,
    callee: handed,
    through: { row, keywords: row.calls.keywords },
    positional: positional.slice(row.calls.argument + 1),
    keywords: row.calls.keywords ? keywords : [],
    unpacks,
  };
}

/** What a call calls, as it reads in a message: `requests.get()`, `Session.get()` for a method. */
export function calledName({ row }: NetworkCall): string {
  const owner = row.name.slice(0, row.name.lastIndexOf("."));
  return libraryRow(owner)?.kind === "class" ? `${row.name.slice(owner.lastIndexOf(".") + 1)}()` : `${row.name}()`;
}

/** What a call gives for a parameter. */
export function argumentFor(call: NetworkCall, parameter: string): Stated {
  const keyword = keywordNamed(call, parameter);
  const value = keyword?.child("value");
  if (keyword !== undefined && value !== undefined) return { kind: "given", argument: keyword, value };
  const index = call.row.parameters?.indexOf(parameter) ?? -1;
  const splat = call.positional.findIndex((argument) => argument.kind === "list_splat");
  const at = index < 0 || (splat >= 0 && splat <= index) ? undefined : call.positional[index];
  if (at !== undefined) return { kind: "given", argument: at, value: at };
  return call.unpacks.positional || call.unpacks.keywords ? { kind: "unknown" } : { kind: "missing" };
}

export function keywordNamed(call: NetworkCall, name: string): Node | undefined {
  return call.keywords.find((keyword) => keyword.child("name")?.text === name);
}

/** Whether another argument bounds the call, or keeps it from the network. */
export function isReplaced(call: NetworkCall, timeout: Timeout): boolean {
  return timeout.notWith?.some((name) => keywordNamed(call, name) !== undefined) === true;
}

/** Whether something else than the timeout's own argument bounds the call, or may do so. */
export function isSetElsewhere(call: NetworkCall, timeout: Timeout, context: RuleContext): boolean {
  if (isReplaced(call, timeout)) return true;
  if (timeout.needs !== undefined && argumentFor(call, timeout.needs).kind !== "given") return true;
  if (
    timeout.within !== undefined &&
    !isPlainString(keywordNamed(call, timeout.within)?.child("value") ?? call.positional[0], timeout.parameter)
  )
    return true;
  return (
    timeout.globallyBy !== undefined &&
    context.infer.isSaid(timeout.globallyBy.slice(timeout.globallyBy.lastIndexOf(".") + 1))
  );
}

/** Whether a connection string is left out, or is there to be read and does not speak of the parameter. */
function isPlainString(value: Node | undefined, parameter: string): boolean {
  if (value === undefined) return true;
  return ["string", "concatenated_string"].includes(value.kind) && !value.text.includes(parameter);
}

/**
 * Whether the object that a method is called on may have been made to behave otherwise: a subclass that overrides what
 * its calls go through, an adapter of the user's own, a method that is replaced.
 */
export function isCustomized({ row, callee }: NetworkCall, context: RuleContext): boolean {
  const owner = row.name.slice(0, row.name.lastIndexOf("."));
  const ways = libraryRow(owner)?.customizedBy;
  if (ways === undefined) return false;
  const object = callee.child("object");
  const value = object === undefined ? undefined : context.infer.value(object);
  if (
    value?.kind === "object" &&
    ways.overriding.some((name) => !isMember(context.infer.member(value, name), owner, name))
  )
    return true;
  return isCustomizedAnywhere(row.name, context);
}

/** Whether the file uses objects of a method's class so that the method may do something else. */
function isCustomizedAnywhere(method: string, { infer }: RuleContext): boolean {
  return infer.ofFile(`customized ${method}`, (ofFile) => looksCustomized(method, ofFile));
}

function looksCustomized(method: string, infer: Infer): boolean {
  const owner = method.slice(0, method.lastIndexOf("."));
  const ways = libraryRow(owner)?.customizedBy;
  if (ways === undefined) return false;
  const replaced = [...ways.overriding, method.slice(owner.length + 1)];
  return (
    replaced.some((name) => isUsed(name, isAssigned, owner, infer)) ||
    ways.calling.some((name) => isUsed(name, isCalledWithOwnObject, owner, infer))
  );
}

function isMember(member: ReturnType<RuleContext["infer"]["member"]>, owner: string, name: string): boolean {
  return member?.kind === "name" && canonicalName(member.name) === `${owner}.${name}`;
}

/** Whether the file uses `object.name` in a certain way, on what may be an object of the class. */
function isUsed(name: string, way: (attribute: Node, infer: Infer) => boolean, owner: string, infer: Infer): boolean {
  for (const id of infer.identifiers(name)) {
    const object = id.field === "attribute" ? id.parent?.child("object") : undefined;
    if (object === undefined || !way(id.parent!, infer)) continue;
    const value = infer.value(object);
    if (value === undefined || (value.kind === "instance" && value.name === owner)) return true;
  }
  return false;
}

function isAssigned(attribute: Node): boolean {
  return attribute.field === "left" && attribute.parent?.kind === "assignment";
}

function isCalledWithOwnObject(attribute: Node, infer: Infer): boolean {
  if (attribute.field !== "function" || attribute.parent?.kind !== "call") return false;
  const given = attribute.parent.child("arguments")?.named ?? [];
  return given.slice(1).some((argument) => infer.value(argument.child("value") ?? argument)?.kind !== "instance");
}
