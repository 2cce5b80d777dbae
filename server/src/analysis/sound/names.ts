import { BUILTIN_NAMES } from "../../model/library/builtins";
import { findScopes } from "../../model/scope-finder";
import type { Scope } from "../../model/scopes";
import type { Kind } from "../../syntax/kinds.generated";
import type { Segment } from "../../syntax/document";
import type { Node } from "../../syntax/tree";
import { IDENTIFIERS } from "../../syntax/node-kinds";

/** What parts the names of a path, which no name holds. */
const WITHIN = " ";

/** Where a text binds names, and where it uses those of others. */
export interface Names {
  /** Names that are used, and that nothing in the module binds. */
  readonly undefined: ReadonlySet<string>;
  /** `PATH NAME` for each name that a function or class binds itself. */
  readonly own: ReadonlySet<string>;
  /** And for each that it has from outside. */
  readonly foreign: ReadonlySet<string>;
  /**
   * Whether the grammar has taken a `match` for a variable's annotation, so that what it says of names is not to be
   * trusted.
   */
  readonly misread: boolean;
}

/** Reads the names of a document, segment by segment. */
export class NamesReader {
  readonly #bound = new Set<string>();
  readonly #globals = new Set<string>();
  readonly #own = new Set<string>();
  readonly #foreign = new Set<string>();
  #misread = false;
  /** How many definitions of a path were met. */
  readonly #counts = new Map<string, number>();
  /** The path of the class whose members are being read. */
  #class = "";

  read(segment: Segment): void {
    const { tree, piece } = segment;
    const isMember = piece.indent > 0;
    const scopes = findScopes(tree, isMember ? "class" : "module");
    const paths = new Map<Scope, string | undefined>([[scopes.outer, isMember ? this.#class : ""]]);
    for (const name of scopes.outer.bindings.keys()) {
      if (isMember) this.#own.add(this.#class + WITHIN + name);
      else this.#bound.add(name);
    }
    for (const name of scopes.globalBindings.keys()) this.#bound.add(name);
    const binding = new Set(bindingNodes(scopes.outer));
    for (const node of tree.nodesOf(SCOPING)) {
      const scope = scopes.inside(node);
      if (scope === undefined) continue;
      for (const bound of bindingNodes(scope)) binding.add(bound);
      this.#enter(node, scope, paths);
    }
    if (piece.kind === "class-header") this.#class = lastOf(paths) ?? "";
    for (const { text, parent } of tree.nodesOf(IDENTIFIERS)) {
      // `match [a, b]:` with its first case behind it reads as `name[index]: annotation`.
      if (text === "match" && parent?.parent?.kind === "assignment" && parent.parent.child("type") !== undefined)
        this.#misread = true;
    }
    for (const id of tree.nodesOf(IDENTIFIERS))
      if (!binding.has(id) && !isNoName(id)) this.#use(id.text, scopes.of(id), scopes.outer, paths);
  }

  result(): Names {
    const missing = [...this.#globals].filter((name) => !this.#bound.has(name) && !BUILTIN_NAMES.has(name));
    return { undefined: new Set(missing), own: this.#own, foreign: this.#foreign, misread: this.#misread };
  }

  /** Names a scope by its definitions; what stands in a lambda or comprehension has no name that would stay. */
  #enter(node: Node, scope: Scope, paths: Map<Scope, string | undefined>): void {
    const outer = scope.parent === undefined ? undefined : paths.get(scope.parent);
    const name = node.child("name")?.text;
    if (outer === undefined || name === undefined) return;
    const known = `${outer}/${name}`;
    const count = (this.#counts.get(known) ?? 0) + 1;
    this.#counts.set(known, count);
    const path = `${known}#${count}`;
    paths.set(scope, path);
    for (const bound of scope.bindings.keys())
      if (!scope.globals.has(bound) && !scope.nonlocals.has(bound)) this.#own.add(path + WITHIN + bound);
  }

  #use(name: string, from: Scope, outer: Scope, paths: ReadonlyMap<Scope, string | undefined>): void {
    for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
      if (scope.globals.has(name)) break;
      const isSeen = scope === from || scope.kind !== "class";
      if (scope !== outer && isSeen && !scope.nonlocals.has(name) && scope.bindings.has(name)) return;
      // What comprehensions and lambdas use, the function around them uses.
      const path = paths.get(scope);
      if (scope === from && scope !== outer && path !== undefined) this.#foreign.add(path + WITHIN + name);
    }
    const inClassBody = from === outer && outer.kind === "class";
    if (!(inClassBody && outer.bindings.has(name))) this.#globals.add(name);
  }
}

const SCOPING: ReadonlySet<Kind> = new Set([
  "function_definition",
  "class_definition",
  "lambda",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

/** The identifiers that a scope binds: those of parameters and comprehensions stand outside of it. */
function* bindingNodes({ bindings }: Scope): Iterable<Node> {
  for (const of of bindings.values()) for (const { node } of of) yield node;
}

function lastOf(paths: ReadonlyMap<Scope, string | undefined>): string | undefined {
  let last: string | undefined;
  for (const path of paths.values()) last = path;
  return last;
}

/** Whether an identifier is an attribute, the name of an argument, or a part of an import or of a dotted pattern. */
function isNoName(id: Node): boolean {
  const { parent } = id;
  if (id.field === "attribute" || parent === undefined) return true;
  switch (parent.kind) {
    case "keyword_argument":
      return id.field === "name";
    case "keyword_pattern":
      return parent.named[0] === id;
    case "dotted_name":
      return (
        parent.named[0] !== id ||
        parent
          .closest("import_from_statement", "import_statement", "future_import_statement", "block", "module")
          ?.kind.includes("import") === true
      );
    case "aliased_import":
      return true;
    default:
      return false;
  }
}
