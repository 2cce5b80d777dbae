import type { Segment } from "../syntax/document";
import type { Node, Tree } from "../syntax/tree";
import type { Scope, Scopes } from "./scopes";
import { byWord, isAscii, MANY_NAMES, mayDefineIn } from "./segment-words";
import type { ClassDefinition } from "./values";

/** A class whose members stand in segments of their own, which are parsed when they are asked for. */
export class ClassInSegments implements ClassDefinition {
  readonly #byName = new Map<string, readonly Scope[]>();
  readonly name: string;
  /**
   * The members by the words in them, once so many names were asked for that looking through all members for each takes
   * longer.
   */
  #byWord: ReadonlyMap<string, readonly Segment[]> | undefined;

  /**
   * @param segment the id of the one that the class begins in
   * @param asked takes the names that are looked up
   */
  constructor(
    readonly node: Node,
    readonly segment: number,
    readonly scopes: (tree: Tree) => Scopes,
    readonly members: readonly Segment[],
    readonly asked: Set<string>,
  ) {
    this.name = node.child("name")?.text ?? "";
  }

  get parts(): readonly Scope[] {
    return this.#among(this.members);
  }

  partsWith(name: string): readonly Scope[] {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    this.asked.add(name);
    const found = this.#among(this.#holding(name).filter((segment) => mayDefineIn(segment, name)));
    this.#byName.set(name, found);
    return found;
  }

  #holding(name: string): readonly Segment[] {
    if (this.#byName.size < MANY_NAMES || !isAscii(name)) return this.members;
    this.#byWord ??= byWord(this.members);
    return this.#byWord.get(name) ?? [];
  }

  #among(members: readonly Segment[]): readonly Scope[] {
    const own = this.scopes(this.node.tree).inside(this.node);
    const scopes = members.map((segment) => this.scopes(segment.tree).outer);
    return own === undefined ? scopes : [own, ...scopes];
  }
}
