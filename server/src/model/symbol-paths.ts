import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { decoratorsOf } from "./definitions";
import { definitionPath } from "./definition-path";
import type { Infer } from "./infer";
import type { Module } from "./module";

/** What has a path of its own. */
export const DEFINITIONS: ReadonlySet<Kind> = new Set(["function_definition", "class_definition", "lambda"]);

/** More definitions of one path are none that a program chooses from. */
const MOST_OF_ONE_PATH = 4;

/**
 * The paths by which a summary names what its file defines. Of several definitions that have the same names around
 * them, as in branches, each has its number behind it: `load#1`, `load#2`.
 */
export class SymbolPaths {
  /** The definitions of each path, in their order, by where they stand. */
  readonly #places = new Map<string, readonly number[]>();

  /** @param infer tells which definitions only add to another one */
  constructor(
    readonly module: Module,
    infer: Infer,
  ) {
    const all = new Map<string, Node[]>();
    for (const { tree } of module.document.segments) {
      for (const node of tree.nodesOf(DEFINITIONS)) {
        const path = definitionPath(node, module);
        if (path === undefined) continue;
        const same = all.get(path);
        if (same === undefined) all.set(path, [node]);
        else same.push(node);
      }
    }
    for (const [path, nodes] of all) {
      const own = nodes.filter((node) => !isSidekick(node, infer));
      if (nodes.length === 1 && own.length === 1) continue;
      const places = own.map((node) => this.#placeOf(node));
      this.#places.set(path, places);
    }
  }

  /** Undefined for one that has no name or only adds to another, and where too many have the same. */
  of(node: Node): string | undefined {
    const path = definitionPath(node, this.module);
    const places = path === undefined ? undefined : this.#places.get(path);
    if (places === undefined) return path;
    const index = places.length > MOST_OF_ONE_PATH ? -1 : places.indexOf(this.#placeOf(node));
    if (index === -1) return undefined;
    return places.length === 1 ? path : `${path}#${index + 1}`;
  }

  #placeOf(node: Node): number {
    return this.module.document.offsetOf(this.module.segmentOf(node)) + node.start;
  }
}

/** Whether a definition only adds to another one of its name: a setter or deleter, or an overload's signature. */
function isSidekick(node: Node, infer: Infer): boolean {
  return decoratorsOf(node).some((decorator) => {
    const member = decorator.kind === "attribute" ? decorator.child("attribute")?.text : undefined;
    return member === "setter" || member === "deleter" || infer.name(decorator) === "typing.overload";
  });
}
