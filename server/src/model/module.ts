import type { PythonDocument, Segment } from "../syntax/document";
import type { Node, Tree } from "../syntax/tree";
import { type Binding, findScopes, type Scope, type Scopes } from "./scopes";
import type { ClassDefinition, FunctionDefinition } from "./values";

const IDENTIFIERS: ReadonlySet<string> = new Set(["identifier"]);

/** How `Module.update` names a change of what comes in by star imports, and `Infer.reads` what may have come so. */
export const STAR = "*";

/** How `Module.update` names a change of where an identifier is used, beside changes of what it is bound to. */
export function useKey(name: string): string {
  return `use of ${name}`;
}

/** How `Module.update` names a change of what a class defines or holds under a name. */
export function memberKey(className: string, member: string): string {
  return `${className}.${member}`;
}

/** What a change of the document did to its segments and names. */
export interface ModuleChange {
  /** The names, and keys as above, whose meaning may have changed. */
  readonly names: ReadonlySet<string>;
  readonly removed: readonly Segment[];
  readonly added: readonly Segment[];
  /** Members that stayed and stand in another class now. */
  readonly rehoused: readonly Segment[];
}

/**
 * The names of one file, joined over its segments. Follows a document: call `update` after each change of it.
 */
export class Module {
  #segments: readonly Segment[] = [];
  readonly #bySegment = new Map<Segment, ReadonlyMap<string, readonly Binding[]>>();
  readonly #names = new Map<string, Set<Segment>>();
  /** What `bindings` has answered since the name last changed. */
  readonly #answers = new Map<string, readonly Binding[]>();
  readonly #starring = new Set<Segment>();
  #starImports: readonly string[] | undefined;
  readonly #scopes = new WeakMap<Tree, Scopes>();
  readonly #segmentOf = new WeakMap<Tree, Segment>();
  #classes = new Map<Node, ClassDefinition>();

  constructor(readonly document: PythonDocument) {
    this.update();
  }

  /** Takes in what changed in the document. */
  update(): ModuleChange {
    const before = this.#segments;
    const after = this.document.segments;
    let start = 0;
    while (start < before.length && start < after.length && before[start] === after[start]) start++;
    let tail = 0;
    while (tail < before.length - start && tail < after.length - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
    const old = before.slice(start, before.length - tail);
    const fresh = after.slice(start, after.length - tail);
    const removed = without(old, fresh);
    const added = without(fresh, old);
    // Members behind the change may stand in another class now.
    const behind = [...old, ...fresh].some(({ piece }) => piece.indent === 0) ? membersFrom(after, after.length - tail) : 0;
    const oldHeaders = headersOf(before, start, before.length - tail + behind);
    const headers = headersOf(after, start, after.length - tail + behind);
    const rehoused = [...headers.keys()].filter((segment) => oldHeaders.has(segment) && oldHeaders.get(segment) !== headers.get(segment));

    const names = new Set<string>();
    for (const segment of [...removed, ...rehoused]) this.#addMemberKeys(segment, oldHeaders.get(segment), names);
    for (const segment of removed) this.#remove(segment, names);
    for (const segment of added) this.#add(segment, names);
    for (const segment of [...added, ...rehoused]) this.#addMemberKeys(segment, headers.get(segment), names);
    if (before.length > 0) {
      for (const segment of [...removed, ...added]) for (const id of segment.tree.nodesOf(IDENTIFIERS)) names.add(useKey(id.text));
    }
    if (old.length > 0 || fresh.length > 0) {
      this.#classes = new Map();
      this.#starImports = undefined;
      for (const segment of fresh) for (const name of this.#bySegment.get(segment)?.keys() ?? []) this.#answers.delete(name);
    }
    for (const name of names) this.#answers.delete(name);
    this.#segments = after;
    return { names, removed, added, rehoused };
  }

  /** A class's members stand in segments of their own: who looked a member up is concerned by those that define it. */
  #addMemberKeys(segment: Segment, header: Segment | undefined, names: Set<string>): void {
    const { outer } = this.scopes(segment.tree);
    for (const owner of (header && this.#bySegment.get(header)?.keys()) ?? []) {
      for (const name of outer.bindings.keys()) names.add(memberKey(owner, name));
      for (const name of outer.attributes.keys()) names.add(memberKey(owner, name));
    }
  }

  /** Every binding of a module-level name, in the file's order. */
  bindings(name: string): readonly Binding[] {
    const known = this.#answers.get(name);
    if (known !== undefined) return known;
    const segments = [...(this.#names.get(name) ?? [])];
    if (segments.length > 1) segments.sort((a, b) => this.document.indexOf(a) - this.document.indexOf(b));
    const bindings = segments.flatMap((segment) => this.#bySegment.get(segment)?.get(name) ?? []);
    this.#answers.set(name, bindings);
    return bindings;
  }

  /** Every identifier of the file that reads so: uses, definitions, and names behind a dot. */
  *identifiers(name: string): Iterable<Node> {
    for (const segment of this.#segments) {
      if (!segment.text.includes(name)) continue;
      for (const id of segment.tree.nodesOf(IDENTIFIERS)) if (id.text === name) yield id;
    }
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** All names bound at module level. */
  get names(): Iterable<string> {
    return this.#names.keys();
  }

  /** Modules that the file imports everything from, the last first: its names hide those of the others. */
  get starImports(): readonly string[] {
    if (this.#starImports !== undefined) return this.#starImports;
    const segments = [...this.#starring].sort((a, b) => this.document.indexOf(b) - this.document.indexOf(a));
    return (this.#starImports = [...new Set(segments.flatMap((segment) => [...this.scopes(segment.tree).outer.starImports].reverse()))]);
  }

  scopes(tree: Tree): Scopes {
    const scopes = this.#scopes.get(tree);
    if (scopes === undefined) throw new Error("the tree does not belong to this module");
    return scopes;
  }

  /** The segment that a node stands in. */
  segmentOf(node: Node): Segment {
    const segment = this.#segmentOf.get(node.tree);
    if (segment === undefined) throw new Error("the node does not belong to this module");
    return segment;
  }

  /** The class whose body a class scope is (part of). */
  classOf(scope: Scope): ClassDefinition | undefined {
    if (scope.kind !== "class") return undefined;
    if (scope.node.kind === "class_definition") return this.class(scope.node);
    const header = headerAbove(this.#segments, this.document.indexOf(this.segmentOf(scope.node)));
    const node = header === undefined ? undefined : classNode(header.tree);
    return node === undefined ? undefined : this.class(node);
  }

  class(node: Node): ClassDefinition {
    const known = this.#classes.get(node);
    if (known !== undefined) return known;
    const scopes = this.scopes(node.tree);
    const parts: Scope[] = [];
    const own = scopes.inside(node);
    if (own !== undefined) parts.push(own);
    const segment = this.segmentOf(node);
    if (segment.piece.kind === "class-header" && classNode(node.tree) === node) {
      for (let i = this.document.indexOf(segment) + 1; i < this.#segments.length && this.#segments[i]!.piece.indent > 0; i++) {
        parts.push(this.scopes(this.#segments[i]!.tree).outer);
      }
    }
    const definition: ClassDefinition = { node, name: node.child("name")?.text ?? "", parts };
    this.#classes.set(node, definition);
    return definition;
  }

  function(node: Node): FunctionDefinition {
    const scope = this.scopes(node.tree).inside(node)?.parent;
    return {
      node,
      name: node.child("name")?.text ?? "",
      async: node.hasToken("async"),
      owner: scope === undefined ? undefined : this.classOf(scope),
    };
  }

  #add(segment: Segment, changed: Set<string>): void {
    const { tree } = segment;
    const scopes = findScopes(tree, segment.piece.indent > 0 ? "class" : "module");
    this.#scopes.set(tree, scopes);
    this.#segmentOf.set(tree, segment);
    const bindings = segment.piece.indent > 0 ? scopes.globalBindings : merged(scopes.outer.bindings, scopes.globalBindings);
    if (bindings.size > 0) this.#bySegment.set(segment, bindings);
    for (const name of bindings.keys()) {
      changed.add(name);
      const segments = this.#names.get(name);
      if (segments === undefined) this.#names.set(name, new Set([segment]));
      else segments.add(segment);
    }
    if (segment.piece.indent === 0 && scopes.outer.starImports.length > 0) {
      this.#starring.add(segment);
      this.#starImports = undefined;
      changed.add(STAR);
    }
  }

  #remove(segment: Segment, changed: Set<string>): void {
    for (const name of this.#bySegment.get(segment)?.keys() ?? []) {
      changed.add(name);
      const segments = this.#names.get(name);
      segments?.delete(segment);
      if (segments?.size === 0) this.#names.delete(name);
    }
    this.#bySegment.delete(segment);
    if (this.#starring.delete(segment)) {
      this.#starImports = undefined;
      changed.add(STAR);
    }
  }
}

/** The class header above the segment at `index`; none where that one is no member. */
function headerAbove(segments: readonly Segment[], index: number): Segment | undefined {
  if (index >= segments.length || segments[index]!.piece.indent === 0) return undefined;
  let at = index;
  while (at >= 0 && segments[at]!.piece.indent > 0) at--;
  return at >= 0 && segments[at]!.piece.kind === "class-header" ? segments[at] : undefined;
}

/** The class headers of the members in a stretch of segments. */
function headersOf(segments: readonly Segment[], from: number, to: number): ReadonlyMap<Segment, Segment | undefined> {
  const headers = new Map<Segment, Segment | undefined>();
  let header = headerAbove(segments, from);
  for (const segment of segments.slice(from, to)) {
    if (segment.piece.indent > 0) headers.set(segment, header);
    else header = segment.piece.kind === "class-header" ? segment : undefined;
  }
  return headers;
}

/** How many segments from an index on are members of a class. */
function membersFrom(segments: readonly Segment[], index: number): number {
  let at = index;
  while (at < segments.length && segments[at]!.piece.indent > 0) at++;
  return at - index;
}

function without(segments: readonly Segment[], others: readonly Segment[]): readonly Segment[] {
  const left = new Set(others);
  return segments.filter((segment) => !left.has(segment));
}

function merged(a: ReadonlyMap<string, readonly Binding[]>, b: ReadonlyMap<string, readonly Binding[]>): ReadonlyMap<string, readonly Binding[]> {
  if (b.size === 0) return a;
  const all = new Map(a);
  for (const [name, bindings] of b) all.set(name, [...(all.get(name) ?? []), ...bindings]);
  return all;
}

/** The class that a header segment begins. */
function classNode(tree: Tree): Node | undefined {
  for (const child of tree.root.named) {
    const definition = child.kind === "decorated_definition" ? child.child("definition") : child;
    if (definition?.kind === "class_definition") return definition;
  }
  return undefined;
}
