import { decoratorsOf } from "./definitions";
import type { Infer } from "./infer";
import { libraryRow } from "./library/index";
import type { Node } from "../syntax/tree";
import type { ClassDefinition } from "./values";

/** What must be closed by awaiting something, where it is opened: a client, a pool. */
export interface LeftOpen {
  readonly type: string;
  readonly at: Node;
}

/**
 * Members that end a resource, by whatever name older and newer versions have for it, or hand on what can be closed
 * instead.
 */
const CLOSES: ReadonlySet<string> = new Set(["close", "aclose", "disconnect", "terminate", "shutdown", "transport"]);

/** Whether reading a member of a resource may end it, or hand on what can. */
export function mayClose(member: string): boolean {
  return CLOSES.has(member) || member.startsWith("__");
}

/** Whether objects of a class must be closed by awaiting something. */
export function isClosedByAwaiting(type: string): boolean {
  const closedBy = libraryRow(type)?.closedBy;
  return closedBy !== undefined && libraryRow(`${type}.${closedBy}`)?.use === "await";
}

/** Whether what a call makes looks after what it works with: nobody has given it that, as far as can be told. */
export function ownsWhatItOpens(call: Node, type: string): boolean {
  const borrows = libraryRow(type)?.borrows;
  return (
    borrows === undefined || !(call.child("arguments")?.named ?? []).some((argument) => mayGive(argument, borrows))
  );
}

function mayGive(argument: Node, parameters: readonly string[]): boolean {
  return (
    argument.kind === "dictionary_splat" ||
    (argument.kind === "keyword_argument" && parameters.includes(argument.child("name")?.text ?? ""))
  );
}

/**
 * What each object of a class opens as it is made, and that nothing can close: the class never does, and neither it nor
 * the object is handed on by the class. Undefined where that isn't sure.
 *
 * @param typeOf the class of the table that a call makes an object of
 */
export function leftOpenBy(
  definition: ClassDefinition,
  infer: Infer,
  typeOf = (call: Node) => infer.instanceOf(call),
): LeftOpen | undefined {
  const { node } = definition;
  // What a base does, or a decorator, isn't seen here.
  if (decoratorsOf(node).length > 0 || (node.child("superclasses")?.named ?? []).length > 0) return undefined;
  const init = infer.member({ kind: "class", definition }, "__init__");
  if (init?.kind !== "function" || init.definition.owner?.node !== node) return undefined;
  for (const assignment of init.definition.node.child("body")?.named.flatMap((statement) => statement.named) ?? []) {
    const attribute = attributeOf(assignment);
    const opened = attribute === undefined ? undefined : openedBy(assignment.child("right"), typeOf);
    if (attribute !== undefined && opened !== undefined && isKept(attribute, definition, infer)) return opened;
  }
  return undefined;
}

function attributeOf(assignment: Node): string | undefined {
  const left = assignment.kind === "assignment" ? assignment.child("left") : undefined;
  return left?.kind === "attribute" && left.child("object")?.text === "self"
    ? left.child("attribute")?.text
    : undefined;
}

function openedBy(call: Node | undefined, typeOf: (call: Node) => string | undefined): LeftOpen | undefined {
  const type = call?.kind === "call" ? typeOf(call) : undefined;
  return call !== undefined && type !== undefined && isClosedByAwaiting(type) && ownsWhatItOpens(call, type)
    ? { type, at: call }
    : undefined;
}

/**
 * Whether an attribute is set once, and from then on only read for its members; and whether the object itself goes
 * nowhere.
 */
function isKept(attribute: string, { node }: ClassDefinition, infer: Infer): boolean {
  let isFound = false;
  for (const self of infer.identifiersIfFew("self")) {
    if (!isInside(self, node, infer) || self.parent?.kind === "parameters") continue;
    const member = memberOfSelf(self, node, infer);
    if (member === undefined) return false;
    const name = nameOf(member);
    if (name !== attribute) {
      if (handsSelfOn(member, name, node, infer)) return false;
    } else if (isAssignedTo(member)) {
      if (isFound) return false;
      isFound = true;
    } else if (!isReadForMember(member)) return false;
  }
  return isFound;
}

/** `self.name` in a method of a class: in a function within a method, the object lives on if that function does. */
function memberOfSelf(self: Node, class_: Node, infer: Infer): Node | undefined {
  const method = self.closest("function_definition", "lambda");
  const owner = method?.kind === "function_definition" ? infer.module.function(method).owner : undefined;
  return owner?.node === class_ && self.field === "object" && self.parent?.kind === "attribute"
    ? self.parent
    : undefined;
}

function nameOf(attribute: Node): string {
  return attribute.child("attribute")?.text ?? "";
}

/** Whether another member may give the object itself away: `self.__dict__`, a method that isn't called at once. */
function handsSelfOn(member: Node, name: string, class_: Node, infer: Infer): boolean {
  return name.startsWith("__") || (member.field !== "function" && isMethod(name, { node: class_ }, infer));
}

function isAssignedTo(member: Node): boolean {
  return member.field === "left" && member.parent?.kind === "assignment";
}

/** `self.client.get`, but nothing that may close the client. */
function isReadForMember(member: Node): boolean {
  return member.field === "object" && member.parent?.kind === "attribute" && !mayClose(nameOf(member.parent));
}

function isMethod(name: string, { node }: Pick<ClassDefinition, "node">, infer: Infer): boolean {
  return infer.member({ kind: "class", definition: infer.module.class(node) }, name) !== undefined;
}

/** Whether an identifier stands in a method of a class, or in a function within one. */
function isInside(id: Node, node: Node, { module }: Infer): boolean {
  for (const around of id.ancestors()) {
    if (around.kind === "function_definition" && module.function(around).owner?.node === node) return true;
  }
  return false;
}
