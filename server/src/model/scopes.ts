import type { Kind } from "../syntax/kinds.generated";
import { kindFlags, type Node, type Tree } from "../syntax/tree";

/** How a name got its value. */
export type Source =
  | { readonly from: "expression"; readonly value: Node }
  /** One target of several (`a, b = value`); `index` counts from 0, undefined behind a star. */
  | { readonly from: "unpacking"; readonly value: Node; readonly index: number | undefined }
  | { readonly from: "with"; readonly value: Node; readonly async: boolean }
  | { readonly from: "iteration"; readonly value: Node; readonly async: boolean }
  | { readonly from: "import"; readonly name: string }
  | { readonly from: "parameter"; readonly function: Node; readonly star: "" | "*" | "**" }
  | { readonly from: "function"; readonly definition: Node }
  | { readonly from: "class"; readonly definition: Node }
  | { readonly from: "deletion" }
  /** Something happens to the name that gives no hint of what it holds. */
  | { readonly from: "unknown" };

export interface Binding {
  readonly name: string;
  /** The identifier that is bound. */
  readonly node: Node;
  readonly source: Source;
  /** The annotation that stands with it (`x: T`, a parameter's type). */
  readonly annotation: Node | undefined;
}

export type ScopeKind = "module" | "class" | "function" | "lambda" | "comprehension";

export interface Scope {
  readonly kind: ScopeKind;
  /** The definition, lambda or comprehension; for what a segment holds outermost, the segment's root. */
  readonly node: Node;
  readonly parent: Scope | undefined;
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** Names that a `global` statement hands to the module. */
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  /** What methods assign to their first parameter (`self.name = ...`); filled for classes only. */
  readonly attributes: ReadonlyMap<string, readonly Binding[]>;
  /** Modules whose names come in by `from module import *`. */
  readonly starImports: readonly string[];
}

/** Most scopes have nothing of these: they share one that is empty, for there are many scopes. */
const NO_NAMES: ReadonlySet<string> = new Set();
const NO_BINDINGS: ReadonlyMap<string, readonly Binding[]> = new Map();
const NO_MODULES: readonly string[] = [];

interface OpenScope extends Scope {
  readonly bindings: Map<string, Binding[]>;
  globals: ReadonlySet<string>;
  nonlocals: ReadonlySet<string>;
  attributes: ReadonlyMap<string, readonly Binding[]>;
  starImports: readonly string[];
}

export interface Scopes {
  readonly outer: Scope;
  /** The scope that an expression is evaluated in. */
  of(node: Node): Scope;
  /** The scope that a definition, lambda or comprehension opens. */
  inside(node: Node): Scope | undefined;
  /** Names that functions here assign after `global`, with what they assign. */
  readonly globalBindings: ReadonlyMap<string, readonly Binding[]>;
}

/** The kinds that open a scope or bind a name. */
const SCOPING: ReadonlySet<Kind> = new Set([
  "function_definition",
  "lambda",
  "class_definition",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
  "assignment",
  "augmented_assignment",
  "named_expression",
  "for_statement",
  "for_in_clause",
  "as_pattern",
  "import_statement",
  "import_from_statement",
  "delete_statement",
  "global_statement",
  "nonlocal_statement",
  "type_alias_statement",
  "case_pattern",
  "splat_pattern",
]);

const COMPREHENSIONS: ReadonlySet<Kind> = new Set(["list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"]);

/** Of these only the body is evaluated in the scope that they open. */
const WITH_BODY: ReadonlySet<Kind> = new Set(["function_definition", "lambda", "class_definition"]);

export function isComprehension(node: Node): boolean {
  return COMPREHENSIONS.has(node.kind);
}

/** Finds the scopes of a segment's tree and what they bind. `outerKind` says where the segment stands. */
export function findScopes(tree: Tree, outerKind: "module" | "class"): Scopes {
  return new ScopeFinder(tree, outerKind).run();
}

class ScopeFinder {
  readonly #byNode = new Map<Node, OpenScope>();
  /** For each row, the row of the node whose scope it is evaluated in; -1 for the outermost. */
  readonly #scopeRows: Int32Array;
  readonly #outer: OpenScope;
  readonly #globalBindings = new Map<string, Binding[]>();
  readonly #chained = new Map<Node, Node | undefined>();
  readonly #nonlocalBindings: { readonly scope: OpenScope; readonly binding: Binding }[] = [];

  constructor(
    readonly tree: Tree,
    outerKind: "module" | "class",
  ) {
    this.#outer = openScope(outerKind, tree.root, undefined);
    this.#scopeRows = findScopeRows(tree);
  }

  run(): Scopes {
    // Parents come before their children in preorder, so that a scope is there before anything asks for it.
    for (const node of this.tree.nodesOf(SCOPING)) this.#visit(node);
    // The function around may bind the name further down than the function that says nonlocal.
    for (const { scope, binding } of this.#nonlocalBindings) bindNonlocal(scope, binding);
    return {
      outer: this.#outer,
      of: (node) => this.#scopeOf(node),
      inside: (node) => this.#byNode.get(node),
      globalBindings: this.#globalBindings,
    };
  }

  #visit(node: Node): void {
    switch (node.kind) {
      case "function_definition":
        return this.#function(node);
      case "lambda":
        return this.#lambda(node);
      case "class_definition":
        return this.#class(node);
      case "list_comprehension":
      case "set_comprehension":
      case "dictionary_comprehension":
      case "generator_expression":
        this.#byNode.set(node, openScope("comprehension", node, this.#scopeOf(node)));
        return;
      case "assignment":
        return this.#assignment(node);
      case "augmented_assignment":
        return this.#targets(node.child("left"), () => ({ from: "unknown" }));
      case "named_expression":
        return this.#walrus(node);
      case "for_statement":
      case "for_in_clause":
        return this.#iteration(node);
      case "as_pattern":
        return this.#asPattern(node);
      case "import_statement":
        return this.#import(node);
      case "import_from_statement":
        return this.#importFrom(node);
      case "delete_statement":
        for (const child of node.named) {
          for (const target of child.kind === "expression_list" ? child.named : [child]) this.#targets(target, () => ({ from: "deletion" }));
        }
        return;
      case "global_statement":
      case "nonlocal_statement": {
        const scope = this.#scopeOf(node);
        const names = node.named.map((child) => child.text).filter((name) => name !== "");
        if (node.kind === "global_statement") scope.globals = new Set([...scope.globals, ...names]);
        else scope.nonlocals = new Set([...scope.nonlocals, ...names]);
        return;
      }
      case "type_alias_statement": {
        const name = node.child("left")?.named[0];
        if (name?.kind === "identifier") this.#bind(name, { from: "unknown" });
        return;
      }
      case "case_pattern":
        return this.#capture(node);
      case "splat_pattern":
        for (const child of node.named) if (child.kind === "identifier") this.#bind(child, { from: "unknown" });
        return;
      default:
    }
  }

  #function(node: Node): void {
    const around = this.#scopeOf(node);
    const name = node.child("name");
    if (name !== undefined) this.#bind(name, { from: "function", definition: node });
    const scope = openScope("function", node, around);
    this.#byNode.set(node, scope);
    for (const parameter of node.child("type_parameters")?.named ?? []) {
      for (const id of parameter.named)
        if (id.kind === "identifier") add(scope.bindings, { name: id.text, node: id, source: { from: "unknown" }, annotation: undefined });
    }
    for (const parameter of node.child("parameters")?.named ?? []) bindParameter(scope, node, parameter);
  }

  #lambda(node: Node): void {
    const scope = openScope("lambda", node, this.#scopeOf(node));
    this.#byNode.set(node, scope);
    for (const parameter of node.child("parameters")?.named ?? []) bindParameter(scope, node, parameter);
  }

  #class(node: Node): void {
    const name = node.child("name");
    if (name !== undefined) this.#bind(name, { from: "class", definition: node });
    this.#byNode.set(node, openScope("class", node, this.#scopeOf(node)));
  }

  #assignment(node: Node): void {
    const left = node.child("left");
    const annotation = node.child("type");
    const value = this.#assigned(node);
    if (left === undefined) return;
    if (left.kind === "identifier") {
      this.#bind(left, value === undefined ? { from: "unknown" } : { from: "expression", value }, annotation);
      return;
    }
    if (left.kind === "attribute") {
      this.#attribute(left, value === undefined ? { from: "unknown" } : { from: "expression", value }, annotation);
      return;
    }
    // An item that is set gives no name another meaning.
    if (value !== undefined && left.kind !== "subscript") this.#unpack(left, value);
  }

  /** The value that an assignment gives, for each part of `a = b = value` looked for once. */
  #assigned(node: Node): Node | undefined {
    if (this.#chained.has(node)) return this.#chained.get(node);
    const parts: Node[] = [];
    let value: Node | undefined = node;
    for (; value?.kind === "assignment"; value = value.child("right")) parts.push(value);
    if (parts.length > 1) for (const part of parts) this.#chained.set(part, value);
    return value;
  }

  #unpack(left: Node, value: Node): void {
    let index: number | undefined = 0;
    for (const target of left.named) {
      const at: number | undefined = index;
      const single = target.kind === "identifier" || target.kind === "attribute";
      this.#targets(target, () => (single ? { from: "unpacking", value, index: at } : { from: "unknown" }));
      index = target.kind === "list_splat_pattern" || at === undefined ? undefined : at + 1;
    }
  }

  #walrus(node: Node): void {
    const name = node.child("name");
    const value = node.child("value");
    if (name === undefined || value === undefined) return;
    let scope = this.#scopeOf(node);
    while (scope.kind === "comprehension" && scope.parent !== undefined) scope = scope.parent as OpenScope;
    this.#bindIn(scope, name, { from: "expression", value });
  }

  #iteration(node: Node): void {
    const value = node.child("right");
    const async = node.hasToken("async");
    const left = node.child("left");
    const scope = node.kind === "for_in_clause" && node.parent !== undefined ? this.#byNode.get(node.parent) : undefined;
    this.#targets(left, (single) => (single && value !== undefined ? { from: "iteration", value, async } : { from: "unknown" }), scope);
  }

  #asPattern(node: Node): void {
    const value = node.named[0];
    const alias = node.child("alias");
    if (alias === undefined) {
      const name = node.named.at(-1);
      if (name?.kind === "identifier") this.#bind(name, { from: "unknown" });
      return;
    }
    const statement = node.closest("with_statement", "except_clause", "block", "module");
    const isWith = statement?.kind === "with_statement";
    for (const target of alias.named) {
      this.#targets(target, (single) =>
        single && isWith && value !== undefined ? { from: "with", value, async: statement.hasToken("async") } : { from: "unknown" },
      );
    }
  }

  #import(node: Node): void {
    for (const name of node.all("name")) {
      if (name.kind === "aliased_import") {
        const alias = name.child("alias");
        const module = name.child("name");
        if (alias !== undefined && module !== undefined) this.#bind(alias, { from: "import", name: dotted(module) });
        continue;
      }
      const first = name.named[0];
      if (first !== undefined) this.#bind(first, { from: "import", name: first.text });
    }
  }

  #importFrom(node: Node): void {
    const from = node.child("module_name");
    if (from === undefined) return;
    const module = dotted(from);
    if (node.children.some((child) => child.kind === "wildcard_import")) this.#addStar(this.#scopeOf(node), module);
    for (const name of node.all("name")) {
      const imported = name.kind === "aliased_import" ? name.child("name") : name;
      const bound = name.kind === "aliased_import" ? name.child("alias") : name.named[0];
      if (imported === undefined || bound === undefined) continue;
      const separator = module.endsWith(".") ? "" : ".";
      this.#bind(bound, { from: "import", name: module + separator + dotted(imported) });
    }
  }

  #addStar(scope: OpenScope, module: string): void {
    if (scope.starImports === NO_MODULES) scope.starImports = [];
    (scope.starImports as string[]).push(module);
  }

  #capture(node: Node): void {
    const [child] = node.named;
    const keyword = child?.kind === "keyword_pattern" ? child.named[1] : child;
    if (keyword?.kind === "dotted_name" && keyword.named.length === 1 && keyword.text !== "_") this.#bind(keyword.named[0]!, { from: "unknown" });
  }

  #targets(target: Node | undefined, source: (single: boolean) => Source, scope?: OpenScope): void {
    if (target === undefined) return;
    if (target.kind === "identifier") return this.#bindIn(scope ?? this.#scopeOf(target), target, source(true));
    if (target.kind === "attribute") return this.#attribute(target, source(true));
    for (const id of target.descendants("identifier")) {
      const parent = id.parent?.kind;
      if (parent !== "attribute" && parent !== "subscript" && parent !== "call") this.#bindIn(scope ?? this.#scopeOf(id), id, source(false));
    }
  }

  /** `self.name = value` in a method tells what the class's objects hold. */
  #attribute(target: Node, source: Source, annotation?: Node): void {
    const object = target.child("object");
    const attribute = target.child("attribute");
    if (object?.kind !== "identifier" || attribute === undefined) return;
    const method = this.#methodAround(target);
    if (method === undefined || firstParameter(method.node) !== object.text) return;
    const owner = method.parent as OpenScope;
    if (owner.attributes === NO_BINDINGS) owner.attributes = new Map();
    add(owner.attributes as Map<string, Binding[]>, { name: attribute.text, node: attribute, source, annotation });
  }

  #methodAround(node: Node): OpenScope | undefined {
    let scope: OpenScope | undefined = this.#scopeOf(node);
    while (scope !== undefined && scope.kind === "comprehension") scope = scope.parent as OpenScope | undefined;
    return scope?.kind === "function" && scope.parent?.kind === "class" ? scope : undefined;
  }

  #bind(node: Node, source: Source, annotation?: Node): void {
    this.#bindIn(this.#scopeOf(node), node, source, annotation);
  }

  #bindIn(scope: OpenScope, node: Node, source: Source, annotation?: Node): void {
    const binding: Binding = { name: node.text, node, source, annotation };
    add(scope.bindings, binding);
    if (scope.globals.has(binding.name)) add(this.#globalBindings, binding);
    if (scope.nonlocals.has(binding.name)) this.#nonlocalBindings.push({ scope, binding });
  }

  #scopeOf(node: Node): OpenScope {
    const row = this.#scopeRows[node.row]!;
    return row < 0 ? this.#outer : (this.#byNode.get(this.tree.node(row)) ?? this.#outer);
  }
}

const CLAUSES: ReadonlySet<Kind> = new Set(["for_in_clause"]);

/** Goes over the tree once, so that asking for a scope costs the same at any depth. */
function findScopeRows(tree: Tree): Int32Array {
  const { names, kind, field, parent } = tree.columns;
  const withBody = kindFlags(names, WITH_BODY);
  const comprehension = kindFlags(names, COMPREHENSIONS);
  const clause = kindFlags(names, CLAUSES);
  const rows = new Int32Array(kind.length);
  const seenClause = new Set<number>();
  for (let row = 0; row < kind.length; row++) {
    const around = parent[row]!;
    if (around < 0) {
      rows[row] = -1;
    } else if (withBody[kind[around]!] === 1) {
      rows[row] = names.fields[field[row]!] === "body" ? around : rows[around]!;
    } else if (comprehension[kind[around]!] === 1) {
      // The first clause's iterable is evaluated outside, its targets are bound inside.
      const isFirstClause = names.kinds[kind[row]!] === "for_in_clause" && !seenClause.has(around);
      if (isFirstClause) seenClause.add(around);
      rows[row] = isFirstClause ? rows[around]! : around;
    } else if (clause[kind[around]!] === 1 && names.fields[field[row]!] === "left") {
      rows[row] = parent[around]!;
    } else {
      rows[row] = rows[around]!;
    }
  }
  return rows;
}

function bindNonlocal(scope: OpenScope, binding: Binding): void {
  for (let around = scope.parent; around !== undefined; around = around.parent) {
    if (around.kind === "class" || around.nonlocals.has(binding.name) || !around.bindings.has(binding.name)) continue;
    return add((around as OpenScope).bindings, binding);
  }
}

function bindParameter(scope: OpenScope, definition: Node, parameter: Node): void {
  const splat = parameter.kind === "typed_parameter" ? parameter.named[0] : parameter;
  const star = splat?.kind === "list_splat_pattern" ? "*" : splat?.kind === "dictionary_splat_pattern" ? "**" : "";
  const name = parameterName(parameter);
  if (name === undefined) return;
  add(scope.bindings, { name: name.text, node: name, source: { from: "parameter", function: definition, star }, annotation: parameter.child("type") });
}

/** The identifier that a parameter binds; none for `*` and `/`. */
export function parameterName(parameter: Node): Node | undefined {
  switch (parameter.kind) {
    case "identifier":
      return parameter;
    case "default_parameter":
    case "typed_default_parameter": {
      const name = parameter.child("name");
      return name?.kind === "identifier" ? name : undefined;
    }
    case "typed_parameter":
    case "list_splat_pattern":
    case "dictionary_splat_pattern": {
      const inner = parameter.named[0];
      return inner === undefined ? undefined : parameterName(inner);
    }
    default:
      return undefined;
  }
}

/** The name of a function's first positional parameter, `self` in a method. */
export function firstParameter(definition: Node): string | undefined {
  const first = definition.child("parameters")?.named[0];
  if (first === undefined || first.kind.endsWith("splat_pattern") || first.kind.endsWith("separator")) return undefined;
  return parameterName(first)?.text;
}

/** A dotted name without the white space that Python allows around the dots; dots of a relative import stay in front. */
function dotted(node: Node): string {
  return node.text.replace(/[\s\\]+/g, "");
}

function openScope(kind: ScopeKind, node: Node, parent: OpenScope | undefined): OpenScope {
  return { kind, node, parent, bindings: new Map(), globals: NO_NAMES, nonlocals: NO_NAMES, attributes: NO_BINDINGS, starImports: NO_MODULES };
}

/** Where an identifier is missing, the grammar puts one without a text: it binds nothing. */
function add(map: Map<string, Binding[]>, binding: Binding): void {
  if (binding.name === "") return;
  const known = map.get(binding.name);
  if (known === undefined) map.set(binding.name, [binding]);
  else known.push(binding);
}
