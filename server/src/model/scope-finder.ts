import type { Kind } from "../syntax/kinds.generated";
import type { Node, Tree } from "../syntax/tree";
import { firstParameter } from "./parameters";
import { findScopeRows } from "./scope-rows";
import {
  add,
  bindNonlocal,
  bindParameter,
  dotted,
  NO_BINDINGS,
  NO_MODULES,
  openScope,
  type OpenScope,
} from "./open-scope";
import type { Binding, Scopes, Source } from "./scopes";

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
        return this.#targets(node.child("left"), () => ({ kind: "unknown" }));
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
          for (const target of child.kind === "expression_list" ? child.named : [child])
            this.#targets(target, () => ({ kind: "deletion" }));
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
        if (name?.kind === "identifier") this.#bind(name, { kind: "unknown" });
        return;
      }
      case "case_pattern":
        return this.#capture(node);
      case "splat_pattern":
        for (const child of node.named) if (child.kind === "identifier") this.#bind(child, { kind: "unknown" });
        return;
      default:
    }
  }

  #function(node: Node): void {
    const around = this.#scopeOf(node);
    const name = node.child("name");
    if (name !== undefined) this.#bind(name, { kind: "function", definition: node });
    const scope = openScope("function", node, around);
    this.#byNode.set(node, scope);
    for (const parameter of node.child("type_parameters")?.named ?? []) {
      for (const id of parameter.named)
        if (id.kind === "identifier")
          add(scope.bindings, { name: id.text, node: id, source: { kind: "unknown" }, annotation: undefined });
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
    if (name !== undefined) this.#bind(name, { kind: "class", definition: node });
    this.#byNode.set(node, openScope("class", node, this.#scopeOf(node)));
  }

  #assignment(node: Node): void {
    const left = node.child("left");
    const annotation = node.child("type");
    const value = this.#assigned(node);
    if (left === undefined) return;
    if (left.kind === "identifier") {
      this.#bind(left, value === undefined ? { kind: "unknown" } : { kind: "expression", value }, annotation);
      return;
    }
    if (left.kind === "attribute") {
      this.#attribute(left, value === undefined ? { kind: "unknown" } : { kind: "expression", value }, annotation);
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
      this.#targets(target, () => (single ? { kind: "unpacking", value, index: at } : { kind: "unknown" }));
      index = target.kind === "list_splat_pattern" || at === undefined ? undefined : at + 1;
    }
  }

  #walrus(node: Node): void {
    const name = node.child("name");
    const value = node.child("value");
    if (name === undefined || value === undefined) return;
    let scope = this.#scopeOf(node);
    while (scope.kind === "comprehension" && scope.parent !== undefined) scope = scope.parent as OpenScope;
    this.#bindIn(scope, name, { kind: "expression", value });
  }

  #iteration(node: Node): void {
    const value = node.child("right");
    const async = node.hasToken("async");
    const left = node.child("left");
    const scope =
      node.kind === "for_in_clause" && node.parent !== undefined ? this.#byNode.get(node.parent) : undefined;
    this.#targets(
      left,
      (single) => (single && value !== undefined ? { kind: "iteration", value, async } : { kind: "unknown" }),
      scope,
    );
  }

  #asPattern(node: Node): void {
    const value = node.named[0];
    const alias = node.child("alias");
    if (alias === undefined) {
      const name = node.named.at(-1);
      if (name?.kind === "identifier") this.#bind(name, { kind: "unknown" });
      return;
    }
    const statement = node.closest("with_statement", "except_clause", "block", "module");
    const isWith = statement?.kind === "with_statement";
    for (const target of alias.named) {
      this.#targets(target, (single) =>
        single && isWith && value !== undefined
          ? { kind: "with", value, async: statement.hasToken("async") }
          : { kind: "unknown" },
      );
    }
  }

  #import(node: Node): void {
    for (const name of node.all("name")) {
      if (name.kind === "aliased_import") {
        const alias = name.child("alias");
        const module = name.child("name");
        if (alias !== undefined && module !== undefined) this.#bind(alias, { kind: "import", name: dotted(module) });
        continue;
      }
      const first = name.named[0];
      if (first !== undefined) this.#bind(first, { kind: "import", name: first.text });
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
      this.#bind(bound, { kind: "import", name: module + separator + dotted(imported) });
    }
  }

  #addStar(scope: OpenScope, module: string): void {
    if (scope.starImports === NO_MODULES) scope.starImports = [];
    (scope.starImports as string[]).push(module);
  }

  #capture(node: Node): void {
    const [child] = node.named;
    const keyword = child?.kind === "keyword_pattern" ? child.named[1] : child;
    if (keyword?.kind === "dotted_name" && keyword.named.length === 1 && keyword.text !== "_")
      this.#bind(keyword.named[0]!, { kind: "unknown" });
  }

  #targets(target: Node | undefined, source: (single: boolean) => Source, scope?: OpenScope): void {
    if (target === undefined) return;
    if (target.kind === "identifier") return this.#bindIn(scope ?? this.#scopeOf(target), target, source(true));
    if (target.kind === "attribute") return this.#attribute(target, source(true));
    for (const id of target.descendants("identifier")) {
      const parent = id.parent?.kind;
      if (parent !== "attribute" && parent !== "subscript" && parent !== "call")
        this.#bindIn(scope ?? this.#scopeOf(id), id, source(false));
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
