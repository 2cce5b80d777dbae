import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { decoratorsOf, isGenerator, ownNodes } from "./definitions";
import type { Infer } from "./infer";
import type { FunctionDefinition } from "./values";
import { CALLS } from "../syntax/node-kinds";

const WAITS: ReadonlySet<Kind> = new Set(["await", "with_statement", "for_statement", "for_in_clause"]);

/**
 * The coroutine function beside a plain one that is there for callers on the event loop, as its name and its parameters
 * say: `aload(path)` or `load_async(path)` beside `load(path)`.
 */
export function asyncTwin({ node, name, async, owner }: FunctionDefinition, infer: Infer): string | undefined {
  if (async || node.kind !== "function_definition" || isGenerator(node)) return undefined;
  return namesOfTwins(name).find((twin) => {
    const value =
      owner === undefined ? infer.lookup(twin, node) : infer.member({ kind: "object", definition: owner }, twin);
    if (value?.kind !== "function" || value.definition.owner?.node !== owner?.node) return false;
    return isTwin(value.definition.node, node, name);
  });
}

/** `aload`, `a_load`, `async_load` and `load_async` of `load`, and `load` of `load_sync`. */
function namesOfTwins(name: string): readonly string[] {
  const own = name.replace(/^_+/, "");
  if (own === "" || own.endsWith("__")) return [];
  const hidden = name.slice(0, name.length - own.length);
  const names = [`a${own}`, `a_${own}`, `async_${own}`, `${own}_async`];
  if (own.startsWith("sync_")) names.push(own.slice("sync_".length));
  if (own.endsWith("_sync")) names.push(own.slice(0, -"_sync".length));
  return names.map((one) => hidden + one);
}

function isTwin(twin: Node, plain: Node, name: string): boolean {
  if (!twin.hasToken("async") || isGenerator(twin)) return false;
  const decorated = [twin, plain].map((one) =>
    decoratorsOf(one)
      .map(({ text }) => text)
      .join(),
  );
  const [returned, expected] = [twin, plain].map((one) => one.child("return_type")?.text);
  const differs = returned !== undefined && expected !== undefined && returned !== expected;
  return decorated[0] === decorated[1] && !differs && takesSame(twin, plain) && waits(twin) && !calls(twin, name);
}

/** Whether one function can be given what another one is; what else it takes it has values of its own for. */
function takesSame(twin: Node, plain: Node): boolean {
  const taken = parametersOf(twin);
  const given = parametersOf(plain);
  return (
    given.every((parameter, i) => parameter.text === taken[i]?.text) &&
    taken.slice(given.length).every(({ hasDefault }) => hasDefault)
  );
}

interface Parameter {
  /** Its name, with the stars in front of it and the value that it has by default. */
  readonly text: string;
  readonly hasDefault: boolean;
}

function parametersOf(function_: Node): readonly Parameter[] {
  const written = function_.child("parameters")?.named.filter(({ kind }) => kind !== "comment") ?? [];
  return written.map((parameter) => {
    const name = (parameter.child("name") ?? (parameter.kind === "typed_parameter" ? parameter.named[0]! : parameter))
      .text;
    const value = parameter.child("value")?.text;
    return { text: value === undefined ? name : `${name}=${value}`, hasDefault: value !== undefined };
  });
}

/** Whether it lets others run: one that awaits nothing blocks as the plain one does. */
function waits(function_: Node): boolean {
  for (const node of ownNodes(function_, WAITS)) if (node.kind === "await" || node.hasToken("async")) return true;
  return false;
}

function calls(function_: Node, name: string): boolean {
  for (const call of ownNodes(function_, CALLS)) {
    const callee = call.child("function");
    if ((callee?.child("attribute") ?? callee)?.text === name) return true;
  }
  return false;
}
