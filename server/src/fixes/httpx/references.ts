import { ownNodes } from "../../model/definitions";
import type { Kind } from "../../syntax/kinds.generated";
import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";
import { CannotMove, type Moving, named } from "./moving";
import { CODES, EXCEPTION_MODULE, EXCEPTIONS } from "./requests-facts";

const NAMES: ReadonlySet<Kind> = new Set(["attribute", "identifier"]);

/**
 * Rewrites the other places where a function names things of requests: its response class, status codes, exceptions.
 *
 * @param parameters those that are given responses
 */
export function convertReferences(moving: Moving, parameters: readonly string[]): void {
  const { function: definition } = moving;
  const types = [definition.child("return_type"), ...parameters.map((name) => typeOf(name, definition))];
  const nodes = [
    ...ownNodes(definition, NAMES),
    ...types.flatMap((type) => (type === undefined ? [] : [...type.descendants("attribute", "identifier")])),
  ];
  for (const node of nodes) {
    if (!namesVariable(node)) continue;
    const name = moving.context.infer.name(node);
    if (name === undefined || !name.startsWith("requests.")) continue;
    const counterparts = counterpartsOf(name, node, moving);
    if (counterparts === undefined) continue;
    const written = counterparts.map((counterpart) => writeName(counterpart, moving));
    moving.rewriter.replace(node, written.length === 1 ? written[0]! : joined(written, node, name, moving));
  }
}

/** The annotation of a parameter. */
function typeOf(name: string, definition: Node): Node | undefined {
  return definition
    .child("parameters")
    ?.named.find(
      (parameter) =>
        parameter.child("type") !== undefined && (parameter.child("name") ?? parameter.named[0])?.text === name,
    )
    ?.child("type");
}

function writeName(name: string, moving: Moving): string {
  // `httpx.codes.ok`: the module is what stands before the first dot.
  const [library, member, ...rest] = name.split(".");
  return [named(moving, `${library}.${member}`, moving.function.child("body")!), ...rest].join(".");
}

/** Functions that take a class or a tuple of classes. */
const TAKE_TUPLES: ReadonlySet<string> = new Set(["isinstance", "issubclass", "pytest.raises"]);

/** Several classes in the place of one. */
function joined(names: readonly string[], node: Node, name: string, moving: Moving): string {
  const call = node.parent?.kind === "argument_list" ? node.parent.parent : undefined;
  const callee = call === undefined ? undefined : moving.context.infer.callee(call);
  if (callee === "contextlib.suppress") return names.join(", ");
  if (callee !== undefined && TAKE_TUPLES.has(callee)) return `(${names.join(", ")})`;
  throw new CannotMove(`httpx has several errors for ${name}`);
}

function counterpartsOf(name: string, node: Node, { to }: Moving): readonly string[] | undefined {
  if (name === "requests.Response") return [`${to}.Response`];
  const code = /^requests\.codes\.(\w+)$/.exec(name)?.[1];
  if (code !== undefined) return CODES.has(code.toLowerCase()) ? [`${to}.codes.${code}`] : undefined;
  if (!name.startsWith(EXCEPTION_MODULE) || node.closest("except_clause", "raise_statement", "block")?.kind !== "block")
    return undefined;
  const counterparts = EXCEPTIONS.get(name.slice(EXCEPTION_MODULE.length));
  if (counterparts === undefined) throw new CannotMove(`httpx has nothing for ${name}`);
  return counterparts.map((counterpart) => `${to}.${counterpart}`);
}
