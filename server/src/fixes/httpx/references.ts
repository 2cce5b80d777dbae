import { ownNodes } from "../../model/infer";
import type { Node } from "../../syntax/tree";
import { isMember } from "./bindings";
import { CannotMove, type Moving, named } from "./moving";
import { CODES, EXCEPTION_MODULE, EXCEPTIONS } from "./requests-facts";

const NAMES: ReadonlySet<string> = new Set(["attribute", "identifier"]);

/** Rewrites the other places where a function names things of requests: its response class, status codes, exceptions. */
export function convertReferences(moving: Moving): void {
  const { function: definition } = moving;
  const annotation = definition.child("return_type");
  const nodes = [...ownNodes(definition, NAMES), ...(annotation === undefined ? [] : annotation.descendants("attribute", "identifier"))];
  for (const node of nodes) {
    if (isMember(node)) continue;
    const name = moving.context.infer.name(node);
    if (name === undefined || !name.startsWith("requests.")) continue;
    const counterpart = counterpartOf(name, node, moving);
    if (counterpart === undefined) continue;
    // `httpx.codes.ok`: the module is what stands before the first dot.
    const [library, member, ...rest] = counterpart.split(".");
    const written = named(moving, `${library}.${member}`, moving.function.child("body")!);
    moving.rewriter.replace(node, [written, ...rest].join("."));
    moving.builder.releaseUsedBy(node);
  }
}

function counterpartOf(name: string, node: Node, { to }: Moving): string | undefined {
  if (name === "requests.Response") return `${to}.Response`;
  const code = /^requests\.codes\.(\w+)$/.exec(name)?.[1];
  if (code !== undefined) return CODES.has(code.toLowerCase()) ? `${to}.codes.${code}` : undefined;
  if (!name.startsWith(EXCEPTION_MODULE) || node.closest("except_clause", "raise_statement", "block")?.kind !== "block") return undefined;
  const counterparts = EXCEPTIONS[name.slice(EXCEPTION_MODULE.length)];
  if (counterparts?.length !== 1) throw new CannotMove(`httpx has nothing for ${name}`);
  return `${to}.${counterparts[0]!}`;
}
