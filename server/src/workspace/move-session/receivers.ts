import type { FileId } from "../../project/files";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import { callsOf, functionCalled, type FunctionCalled } from "./functions-called";

/** A response as an argument of a call. */
export interface Given {
  readonly argument: Node;
  readonly source: Source;
}

interface Receiver extends FunctionCalled {
  readonly parameters: Set<string>;
}

/**
 * Functions that are given nothing but responses of requests that are moved: what they do with them is moved as well.
 */
export class Receivers {
  readonly #byNode = new Map<Node, Receiver>();
  readonly #taken = new Set<Node>();

  constructor(
    readonly files: readonly FileId[],
    readonly draft: Draft,
  ) {}

  get functions(): Iterable<Receiver> {
    return this.#byNode.values();
  }

  parametersOf(function_: Node): readonly string[] {
    return [...(this.#byNode.get(function_)?.parameters ?? [])];
  }

  /** Whether what is given an argument is one of them. */
  takes(argument: Node): boolean {
    return this.#taken.has(argument);
  }

  /** Takes in the arguments that are responses; whether there are more of such functions now. */
  add(given: readonly Given[]): boolean {
    const before = this.#taken.size;
    const all = new Set(given.map(({ argument }) => argument));
    for (const { argument, source } of given) if (!this.#taken.has(argument)) this.#addOne(argument, source, all);
    return this.#taken.size > before;
  }

  #addOne(argument: Node, source: Source, all: ReadonlySet<Node>): void {
    const call = argument.parent?.kind === "argument_list" ? argument.parent.parent : undefined;
    const receiver = call === undefined ? undefined : this.#receiverOf(call, source);
    if (call === undefined || receiver === undefined) return;
    const position = positionOf(argument);
    const name =
      position === undefined
        ? undefined
        : parameterName(receiver.node.child("parameters")?.named[position + receiver.bound]);
    const calls = callsOf(receiver, this.files);
    if (
      name === undefined ||
      position === undefined ||
      calls?.every(({ call: one }) => isGiven(one, position, all)) !== true
    )
      return;
    this.#byNode.set(receiver.node, receiver);
    receiver.parameters.add(name);
    for (const { call: one } of calls) this.#taken.add(one.child("arguments")!.named[position]!);
  }

  #receiverOf(call: Node, source: Source): Receiver | undefined {
    const called = functionCalled(call, source);
    return called && (this.#byNode.get(called.node) ?? { ...called, parameters: new Set() });
  }
}

function isGiven(call: Node, position: number, all: ReadonlySet<Node>): boolean {
  const argument = call.child("arguments")?.named[position];
  return argument !== undefined && all.has(argument);
}

/** Which positional argument one is; undefined where a splat stands before it. */
function positionOf(argument: Node): number | undefined {
  const before = argument.parent!.named;
  const position = before.indexOf(argument);
  return before.slice(0, position).some(({ kind }) => kind.endsWith("splat") || kind === "keyword_argument")
    ? undefined
    : position;
}

function parameterName(parameter: Node | undefined): string | undefined {
  if (parameter?.kind === "identifier") return parameter.text;
  const name = parameter?.child("name") ?? parameter?.named[0];
  return name?.kind === "identifier" ? name.text : undefined;
}
