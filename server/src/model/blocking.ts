import type { Node } from "../syntax/tree";
import { executionOf } from "./execution";
import { isAbstract, leavesFunction } from "./decorators";
import { decoratorsOf, isGenerator, ownNodes } from "./definitions";
import type { Infer } from "./infer";
import type { Row } from "./library/index";
import type { ClassDefinition, FunctionDefinition, Value } from "./values";

/** One call on the way from a function to what blocks in it. */
export interface BlockingStep {
  readonly call: Node;
  /** What the call calls, as it reads in a message: `load`, `requests.get`. */
  readonly callee: string;
}

/** Says whether a call of a name that the table knows to block really does, in the function that it stands in. */
export type Blocks = (call: Node, row: Row, function_: Node) => boolean;

/** Longer chains of calls are not followed. */
const MAX_CALLS = 20;

const CALLS: ReadonlySet<string> = new Set(["call"]);

/**
 * Finds the calls by which a call of the user's own code comes to one that stalls its thread. What it has found of a
 * function it keeps, so that many calls that come to the same functions cost what one does.
 */
export class BlockingPaths {
  /** Undefined while it is being found out. */
  readonly #known = new Map<Node, readonly BlockingStep[] | undefined>();
  /** How deep the functions that are being looked at are. */
  readonly #open = new Map<Node, number>();
  /** Functions whose answer left out one that was being looked at around them: asked for by themselves they may have another. */
  #unsure: Node[] = [];
  /** The outermost of the functions that were left out since a search began. */
  #leftOut = Infinity;

  constructor(
    readonly infer: Infer,
    readonly blocks: Blocks,
  ) {}

  /** That one last; undefined where the call comes to none, or where that is not sure. */
  from(call: Node): readonly BlockingStep[] | undefined {
    const definition = this.#called(call);
    const path = definition === undefined ? undefined : this.#inFunction(definition, 0);
    for (const node of this.#unsure) this.#known.delete(node);
    this.#unsure = [];
    this.#leftOut = Infinity;
    return path;
  }

  #inFunction({ node }: FunctionDefinition, depth: number): readonly BlockingStep[] | undefined {
    if (this.#known.has(node)) {
      this.#leftOut = Math.min(this.#leftOut, this.#open.get(node) ?? Infinity);
      return this.#known.get(node);
    }
    if (depth >= MAX_CALLS) {
      this.#leftOut = -1;
      return undefined;
    }
    const before = this.#leftOut;
    this.#leftOut = Infinity;
    // A function that comes back to itself blocks only by what else it calls.
    this.#known.set(node, undefined);
    this.#open.set(node, depth);
    const path = this.#search(node, depth);
    this.#open.delete(node);
    this.#known.set(node, path);
    if (this.#leftOut >= depth) this.#leftOut = Infinity;
    else this.#unsure.push(node);
    this.#leftOut = Math.min(this.#leftOut, before);
    return path;
  }

  #search(function_: Node, depth: number): readonly BlockingStep[] | undefined {
    let through: readonly BlockingStep[] | undefined;
    for (const call of ownNodes(function_, CALLS)) {
      if (!this.infer.steps.take()) return undefined;
      if (executionOf(call).when !== "sync" || (call.tree.broken && call.hasError)) continue;
      const row = this.infer.row(call);
      if (row?.blocks !== undefined && this.blocks(call, row, function_)) return [{ call, callee: row.name }];
      if (through !== undefined) continue;
      const callee = this.#called(call);
      const further = callee === undefined ? undefined : this.#inFunction(callee, depth + 1);
      if (callee !== undefined && further !== undefined) through = [{ call, callee: call.child("function")!.text }, ...further];
    }
    return through;
  }

  /** The function of the user's that a call runs there and then. */
  #called(call: Node): FunctionDefinition | undefined {
    const callee = call.child("function");
    const value = callee === undefined ? undefined : this.infer.value(callee);
    const definition = value?.kind === "class" ? this.#initializer(value.definition) : value?.kind === "function" ? value.definition : undefined;
    if (definition === undefined || definition.async || isGenerator(definition.node)) return undefined;
    return decoratorsOf(definition.node).every((decorator) => leavesFunction(decorator, this.infer) && !isAbstract(decorator, this.infer))
      ? definition
      : undefined;
  }

  #initializer(definition: ClassDefinition): FunctionDefinition | undefined {
    if (decoratorsOf(definition.node).length > 0) return undefined;
    const init: Value | undefined = this.infer.member({ kind: "object", definition }, "__init__");
    return init?.kind === "function" ? init.definition : undefined;
  }
}
