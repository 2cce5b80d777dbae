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
 * The calls by which a call of the user's own code comes to one that stalls its thread, that one last; undefined where
 * it comes to none, or where that is not sure.
 */
export function blockingPath(call: Node, infer: Infer, blocks: Blocks): readonly BlockingStep[] | undefined {
  return new Search(infer, blocks).from(call);
}

class Search {
  readonly #known = new Map<Node, readonly BlockingStep[] | undefined>();

  constructor(
    readonly infer: Infer,
    readonly blocks: Blocks,
  ) {}

  from(call: Node): readonly BlockingStep[] | undefined {
    const definition = this.#called(call);
    return definition === undefined ? undefined : this.#inFunction(definition, 0);
  }

  #inFunction(definition: FunctionDefinition, depth: number): readonly BlockingStep[] | undefined {
    if (this.#known.has(definition.node)) return this.#known.get(definition.node);
    // A function that comes back to itself blocks only by what else it calls.
    this.#known.set(definition.node, undefined);
    const path = depth < MAX_CALLS ? this.#search(definition, depth) : undefined;
    this.#known.set(definition.node, path);
    return path;
  }

  #search(definition: FunctionDefinition, depth: number): readonly BlockingStep[] | undefined {
    let through: readonly BlockingStep[] | undefined;
    for (const call of ownNodes(definition.node, CALLS)) {
      if (executionOf(call).when !== "sync" || (call.tree.broken && call.hasError)) continue;
      const row = this.infer.row(call);
      if (row?.blocks !== undefined && this.blocks(call, row, definition.node)) return [{ call, callee: row.name }];
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
