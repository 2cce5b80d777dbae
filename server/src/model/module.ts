import { type PythonDocument, type Segment, segmentOfTree } from "../syntax/document";
import { mayImport, mayImportAll } from "../syntax/outline";
import type { Kind } from "../syntax/kinds.generated";
import type { Node, Tree } from "../syntax/tree";
import { AnswersOfFile } from "./answers-of-file";
import { BoundNames } from "./bound-names";
import { classNode, headerAbove, headersAround, membersFrom } from "./class-headers";
import { ClassInSegments } from "./class-in-segments";
import { type DependencyKey, keyOf } from "./dependency";
import { Holders } from "./holders";
import { importedBy, type Meaning, meansTheSame } from "./meaning";
import { findScopes } from "./scope-finder";
import type { Binding, Scope, Scopes } from "./scopes";
import { differenceOf, without } from "./segment-difference";
import { mayDefineIn, namesAmong } from "./segment-words";
import type { ClassDefinition, FunctionDefinition } from "./values";

/** What a change of the document did to its segments and names. */
export interface ModuleChange {
  /** What may have changed of what answers depend on. */
  readonly changed: ReadonlySet<DependencyKey>;
  readonly removed: readonly Segment[];
  readonly added: readonly Segment[];
  /** Members that stayed and stand in another class now. */
  readonly rehoused: readonly Segment[];
}

/**
 * The names of one file, joined over its segments. Follows a document: call `update` after each change of it. Parses
 * what it is asked about, and nothing else.
 */
export class Module {
  #segments: readonly Segment[] = [];
  readonly #names = new BoundNames((segment) => this.#bindingsIn(segment));
  /** What `bindings` and `imported` have answered since the name last changed. */
  readonly #answers = new Map<string, readonly Binding[]>();
  readonly #imported = new Map<string, ReturnType<typeof importedBy>>();
  readonly #holders: Holders;
  /** What was asked of the whole file since it changed. */
  readonly answers = new AnswersOfFile();
  /** By the segments that classes begin in the members that were ever looked up in them. */
  #askedMembers = new WeakMap<Segment, Set<string>>();
  readonly #starring = new Set<Segment>();
  #starImports: readonly string[] | undefined;
  #imports: readonly Binding[] | undefined;
  #variables: ReadonlySet<string> | undefined;
  readonly #scopes = new WeakMap<Tree, Scopes>();
  /** The classes whose headers stand in a segment, while the members behind it stay. */
  #classes = new WeakMap<Segment, Map<Node, ClassDefinition>>();

  constructor(readonly document: PythonDocument) {
    this.#holders = new Holders(document);
    this.update();
  }

  /** Takes in what changed in the document. */
  update(): ModuleChange {
    const before = this.#segments;
    const after = this.document.segments;
    this.#holders.forgetOrder();
    this.answers.forget();
    const difference = differenceOf(before, after);
    const { old, fresh, removed, added } = difference;
    const { oldHeaders, headers, rehoused } = headersAround(before, after, difference);

    const changed = new Set<DependencyKey>();
    const isOpening = before.length === 0;
    if (isOpening) this.#forgetAsked();
    else {
      for (const segment of [...removed, ...rehoused]) this.#addMemberKeys(segment, oldHeaders.get(segment), changed);
      for (const header of [...oldHeaders.values(), ...headers.values()])
        if (header !== undefined) this.#classes.delete(header);
    }
    const gone = new Map<string, Meaning[]>();
    const came = new Set<string>();
    const isStarred = [...removed, ...added].some((segment) => mayImportAll(segment.text));
    for (const segment of removed) {
      changed.add(keyOf({ kind: "class", segment: segment.id }));
      this.#remove(segment, gone);
    }
    for (const segment of added) this.#add(segment, isOpening ? undefined : came);
    this.#segments = after;
    if (old.length > 0 || fresh.length > 0) this.#imports = this.#variables = undefined;
    // What stayed may stand in another order now.
    for (const segment of without(fresh, added)) for (const name of this.#names.of(segment)) this.#answers.delete(name);
    for (const name of new Set([...gone.keys(), ...came]))
      this.#addIfChanged(name, gone.get(name) ?? [], added, changed);
    if (isStarred) this.#addStarIfChanged(changed);
    if (!isOpening) {
      for (const segment of [...added, ...rehoused]) this.#addMemberKeys(segment, headers.get(segment), changed);
      const { used, turned } = this.#holders.follow(removed, added);
      for (const name of used) changed.add(keyOf({ kind: "uses", name }));
      for (const name of turned) changed.add(keyOf({ kind: "said", name }));
    }
    for (const segment of removed) segment.dropTree();
    return { changed, removed, added, rehoused };
  }

  /** Gives the memory of all trees back, and forgets their nodes; what is asked for later is parsed again. */
  dropTrees(): void {
    this.document.dropTrees();
    this.#answers.clear();
    this.#imports = undefined;
    this.#classes = new WeakMap();
    this.#names.dropNodes();
  }

  /** What comes into an empty file is not compared with what was asked of another one that stood there. */
  #forgetAsked(): void {
    this.#answers.clear();
    this.#imported.clear();
    this.#holders.forgetAsked();
    this.#askedMembers = new WeakMap();
  }

  /** Looks whether a name whose bindings changed means something else now. */
  #addIfChanged(name: string, gone: readonly Meaning[], added: readonly Segment[], changed: Set<DependencyKey>): void {
    this.#answers.delete(name);
    this.#imported.delete(name);
    const stayed = without([...this.#names.knownToBind(name)], added).flatMap((segment) =>
      this.#names.knownMeaningsIn(segment, name),
    );
    // A name that nothing sure is known of is not worth reading what came.
    const isKnown = [...stayed, ...gone].some((meaning) => meaning !== undefined);
    const came = isKnown ? added.flatMap((segment) => this.#names.meaningsIn(segment, name)) : [undefined];
    changed.add(keyOf({ kind: "bindings", name }));
    if (!meansTheSame(stayed, gone, came)) changed.add(keyOf({ kind: "name", name }));
  }

  #addStarIfChanged(changed: Set<DependencyKey>): void {
    const before = this.#starImports;
    this.#starImports = undefined;
    if (before?.join() !== this.starImports.join()) changed.add(keyOf({ kind: "star imports" }));
  }

  /** A class's members stand in segments of their own: who looked a member up is concerned by those that define it. */
  #addMemberKeys(segment: Segment, header: Segment | undefined, changed: Set<DependencyKey>): void {
    const asked = header === undefined ? undefined : this.#askedMembers.get(header);
    if (header === undefined || asked === undefined) return;
    for (const name of namesAmong(asked, segment)) {
      if (this.#defines(segment, name)) changed.add(keyOf({ kind: "member", segment: header.id, name }));
    }
  }

  #defines(segment: Segment, member: string): boolean {
    if (!mayDefineIn(segment, member)) return false;
    const { outer } = this.scopes(segment.tree);
    return outer.bindings.has(member) || outer.attributes.has(member);
  }

  /** Every binding of a module-level name, in the file's order. */
  bindings(name: string): readonly Binding[] {
    const known = this.#answers.get(name);
    if (known !== undefined) return known;
    const segments = [...this.#names.binding(name)];
    if (segments.length > 1) segments.sort((a, b) => this.document.indexOf(a) - this.document.indexOf(b));
    const bindings = segments.flatMap((segment) => this.#names.read(segment).get(name) ?? []);
    this.#answers.set(name, bindings);
    return bindings;
  }

  /**
   * What is imported under a name where imports alone bind it, told without their trees; "unsure" where something else
   * may bind it.
   */
  imported(name: string): ReturnType<typeof importedBy> {
    const known = this.#imported.get(name);
    if (known !== undefined) return known;
    const imported = importedBy(
      [...this.#names.binding(name)].flatMap((segment) => this.#names.meaningsIn(segment, name)),
    );
    this.#imported.set(name, imported);
    return imported;
  }

  /** Whether a name is bound in the segment of a node. */
  isBoundBeside(node: Node, name: string): boolean {
    return this.#names.binding(name).has(this.segmentOf(node));
  }

  /** Every identifier of the file that reads so: uses, definitions, and names behind a dot. */
  identifiers(name: string): Iterable<Node> {
    return this.#holders.identifiers(name);
  }

  /** Whether any identifier of the file reads so. */
  isSaid(name: string): boolean {
    return this.#holders.isSaid(name);
  }

  /** Whether so many parts of the file say a name that to look at all of its identifiers takes long. */
  isCommon(name: string): boolean {
    return this.#holders.isCommon(name);
  }

  has(name: string): boolean {
    return this.#names.binding(name).size > 0;
  }

  /** The names that anything but a definition binds at module level, in the file's order. */
  get variables(): ReadonlySet<string> {
    return (this.#variables ??= new Set(
      this.#statements().flatMap((segment) => [...this.#names.meanings(segment).keys()]),
    ));
  }

  /** The imports that bind names at module level, in the file's order. */
  get imports(): readonly Binding[] {
    if (this.#imports !== undefined) return this.#imports;
    const importing = this.#statements().filter((segment) => mayImport(segment.text));
    return (this.#imports = importing.flatMap((segment) =>
      [...this.#names.read(segment).values()].flat().filter(({ source }) => source.kind === "import"),
    ));
  }

  /** The dotted names of what a segment imports at module level. */
  importsIn(segment: Segment): readonly string[] {
    if (segment.piece.indent > 0 || !mayImport(segment.text)) return [];
    return [...this.#names.read(segment).values()]
      .flat()
      .flatMap(({ source }) => (source.kind === "import" ? [source.name] : []));
  }

  /** The segments that may bind more at module level than what they define. */
  #statements(): readonly Segment[] {
    return this.#segments.filter((segment) => this.#names.isUnknown(segment));
  }

  /** Modules that the file imports everything from, the last first: its names hide those of the others. */
  get starImports(): readonly string[] {
    if (this.#starImports !== undefined) return this.#starImports;
    const segments = [...this.#starring].sort((a, b) => this.document.indexOf(b) - this.document.indexOf(a));
    return (this.#starImports = [
      ...new Set(segments.flatMap((segment) => [...this.scopes(segment.tree).outer.starImports].reverse())),
    ]);
  }

  /** Those of them that stand behind all bindings of a name, whose names hide it; the last first. */
  starImportsBehind(name: string): readonly string[] {
    if (this.#starring.size === 0) return [];
    const last = this.bindings(name).at(-1);
    if (last === undefined) return [];
    const own = this.segmentOf(last.node);
    const index = this.document.indexOf(own);
    const behind = [...this.#starring].filter((segment) => this.document.indexOf(segment) >= index);
    behind.sort((a, b) => this.document.indexOf(b) - this.document.indexOf(a));
    return [
      ...new Set(
        behind.flatMap((segment) => {
          const stars = this.scopes(segment.tree).outer.starImports;
          const before = segment === own ? starsBefore(last.node) : 0;
          return stars.slice(before).toReversed();
        }),
      ),
    ];
  }

  scopes(tree: Tree): Scopes {
    const known = this.#scopes.get(tree);
    if (known !== undefined) return known;
    const segment = segmentOfTree(tree);
    if (segment === undefined) throw new Error("the tree does not belong to a document");
    const scopes = findScopes(tree, segment.piece.indent > 0 ? "class" : "module");
    this.#scopes.set(tree, scopes);
    return scopes;
  }

  /** The segment that a node stands in. */
  segmentOf(node: Node): Segment {
    const segment = segmentOfTree(node.tree);
    if (segment === undefined) throw new Error("the node does not belong to a document");
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
    const segment = this.segmentOf(node);
    let classes = this.#classes.get(segment);
    if (classes === undefined) this.#classes.set(segment, (classes = new Map()));
    let definition = classes.get(node);
    if (definition === undefined) {
      classes.set(
        node,
        (definition = new ClassInSegments(
          node,
          segment.id,
          (tree) => this.scopes(tree),
          this.#membersOf(node),
          this.#askedIn(segment),
        )),
      );
    }
    return definition;
  }

  #askedIn(segment: Segment): Set<string> {
    let asked = this.#askedMembers.get(segment);
    if (asked === undefined) this.#askedMembers.set(segment, (asked = new Set()));
    return asked;
  }

  /** The segments behind a class's header that hold its members. */
  #membersOf(node: Node): readonly Segment[] {
    const segment = this.segmentOf(node);
    if (segment.piece.kind !== "class-header" || classNode(node.tree) !== node) return [];
    const first = this.document.indexOf(segment) + 1;
    return this.#segments.slice(first, first + membersFrom(this.#segments, first));
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

  /** @param names takes what the segment binds; undefined while the document is opened, when nobody asks */
  #add(segment: Segment, names: Set<string> | undefined): void {
    if (names === undefined) this.#names.add(segment);
    else for (const name of this.#names.addRead(segment)) names.add(name);
    if (
      segment.piece.indent === 0 &&
      mayImportAll(segment.text) &&
      this.scopes(segment.tree).outer.starImports.length > 0
    ) {
      this.#starring.add(segment);
    }
  }

  /** @param gone takes what the names that the segment bound stood for there */
  #remove(segment: Segment, gone: Map<string, Meaning[]>): void {
    for (const [name, meanings] of this.#names.remove(segment))
      gone.set(name, [...(gone.get(name) ?? []), ...meanings]);
    this.#starring.delete(segment);
  }

  /** What a segment binds at module level, by its tree. */
  #bindingsIn(segment: Segment): ReadonlyMap<string, readonly Binding[]> {
    const { outer, globalBindings } = this.scopes(segment.tree);
    return segment.piece.indent > 0 ? globalBindings : merged(outer.bindings, globalBindings);
  }
}

const STARS: ReadonlySet<Kind> = new Set(["wildcard_import"]);

/** How many star imports of its segment stand before a node. */
function starsBefore(node: Node): number {
  let count = 0;
  for (const star of node.tree.nodesOf(STARS)) if (star.start < node.start) count++;
  return count;
}

function merged(
  a: ReadonlyMap<string, readonly Binding[]>,
  b: ReadonlyMap<string, readonly Binding[]>,
): ReadonlyMap<string, readonly Binding[]> {
  if (b.size === 0) return a;
  const all = new Map(a);
  for (const [name, bindings] of b) all.set(name, [...(all.get(name) ?? []), ...bindings]);
  return all;
}
