import type { RuleContext } from "../../contract";
import type { Timeout } from "../../../model/library/index";
import { isNone } from "../../../model/values";
import { namesVariable } from "../../../syntax/identifiers";
import type { Node } from "../../../syntax/tree";
import { argumentFor, type NetworkCall, networkCall } from "./network-call";
import { bindingsOf } from "../values/origin";

/** A value that sets no limit, and what would have to change for one. */
export interface NoLimit {
  /** The nodes that say None; for a set of limits that is left empty, its call. */
  readonly nodes: readonly Node[];
  /** The set of limits that the nodes stand in. */
  readonly set: NetworkCall | undefined;
  /** The name that holds it, where it is not written in the call. */
  readonly through: Node | undefined;
}

/** Why a timeout's value limits nothing; undefined where it does, or nobody can tell. */
export function noLimit(value: Node, timeout: Timeout, context: RuleContext): NoLimit | undefined {
  const written = writtenNoLimit(value, timeout, context);
  if (written !== undefined) return { ...written, through: undefined };
  if (value.kind !== "identifier") return undefined;
  const source = assignmentOf(value, context);
  if (source === undefined)
    return isNone(context.infer.value(value)) ? { nodes: [], set: undefined, through: value } : undefined;
  const assigned = writtenNoLimit(source, timeout, context);
  return assigned === undefined ? undefined : { ...assigned, through: value };
}

function writtenNoLimit(
  value: Node,
  timeout: Timeout,
  context: RuleContext,
): { readonly nodes: readonly Node[]; readonly set: NetworkCall | undefined } | undefined {
  switch (value.kind) {
    case "none":
      return { nodes: [value], set: undefined };
    case "parenthesized_expression":
      return value.named[0]?.kind === "none" ? { nodes: [value], set: undefined } : undefined;
    case "tuple":
      return value.named.length > 0 && value.named.every((part) => part.kind === "none")
        ? { nodes: [value], set: undefined }
        : undefined;
    case "call":
      return emptySet(value, context);
    default:
      return timeout.disabledBy?.includes(value.text) === true ? { nodes: [value], set: undefined } : undefined;
  }
}

/** `httpx.Timeout(None)`, `aiohttp.ClientTimeout()`: a set of limits that holds none. */
function emptySet(
  value: Node,
  context: RuleContext,
): { readonly nodes: readonly Node[]; readonly set: NetworkCall } | undefined {
  const set = networkCall(value, context);
  if (set?.row.limits === undefined || set.unpacks.keywords || set.unpacks.positional) return undefined;
  const nodes: Node[] = [];
  for (const limit of set.row.limits) {
    const stated = argumentFor(set, limit);
    if (stated.kind === "missing") continue;
    if (stated.kind === "unknown" || stated.value.kind !== "none") return undefined;
    nodes.push(stated.value);
  }
  return { nodes: nodes.length > 0 ? nodes : [value], set };
}

/** What a name was assigned, when that happens in one place only. */
function assignmentOf(name: Node, context: RuleContext): Node | undefined {
  const bindings = bindingsOf(name, context);
  const source = bindings.length === 1 ? bindings[0]!.source : undefined;
  return source?.kind === "expression" ? source.value : undefined;
}

/** Whether a name is used in this place only, beside where it is bound. */
export function isOnlyUse(name: Node, context: RuleContext): boolean {
  const bound = bindingsOf(name, context).map((binding) => binding.node);
  for (const id of context.infer.usesOf(name)) {
    if (id !== name && !bound.includes(id) && namesVariable(id)) return false;
  }
  return true;
}
