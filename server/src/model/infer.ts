import type { Node } from "../syntax/tree";
import { agree } from "./agreement";
import { annotatedType } from "./annotations";
import { leavesFunction } from "./decorators";
import { decoratorsOf, isGenerator, returnsOf } from "./definitions";
import { isSurelyBound, reachingBindings } from "./flow";
import { BUILTIN_NAMES } from "./library/builtins";
import { canonicalName, libraryRow, type Row } from "./library/index";
import { knownMember, madeMember, namedMember, rowResult } from "./library-values";
import { MAX_BINDINGS } from "./meaning";
import { bindingsKey, definitionKey, memberKey, type Module, STAR, useKey } from "./module";
import { ANY_METHOD, type FileWords, methodKey, otherMethod } from "./file-words";
import { type Binding, firstParameter, type Scope } from "./scopes";
import { Steps } from "./steps";
import type { ClassDefinition, FunctionDefinition, Value } from "./values";

/** Deeper chains than any that people write are not followed, so that no input can exhaust the stack. */
const MAX_DEPTH = 40;

/** Bases that give their classes no members which code would call. */
const EMPTY_BASES: ReadonlySet<string> = new Set(["object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"]);

/** Methods that get their class without being decorated. */
const IMPLICIT_CLASS_METHODS: ReadonlySet<string> = new Set(["__new__", "__init_subclass__", "__class_getitem__"]);

/** What a module asks to find out where it runs: of the imports in such a condition's branches, any one stands for all. */
const ENVIRONMENT: ReadonlySet<string> = new Set([
  "sys.version_info",
  "sys.version",
  "sys.platform",
  "os.name",
  "sys.implementation",
  "sys.implementation.name",
  "platform.system",
]);

/** Builtins that hand on the very objects that their first argument yields. */
const PASSES_ON_ITEMS: ReadonlySet<string> = new Set(["sorted", "list", "tuple", "set", "reversed", "iter"]);

/** What a question was answered with, by what it was asked about. */
type Answers = Map<Node, Value | undefined>;

/**
 * Answers what names and expressions stand for, within one file. Made for one pass over one segment: it remembers its
 * answers, and in `reads` the module-level names (and builtins) that they depend on.
 *
 * Each question about a node is worked out once, and one that comes back to itself finds nothing: so no code, however
 * it refers to itself, asks more than there are nodes. `steps` bounds all of it; when they are spent, nothing is known.
 */
export class Infer {
  readonly reads = new Set<string>();
  readonly #values: Answers = new Map();
  /** What annotations stand for, by their nodes: an expression may be asked for as a value and as a type. */
  readonly #types: Answers = new Map();
  /** What calls of functions give, by their definitions. */
  readonly #results: Answers = new Map();
  readonly #toValue = (node: Node): Value | undefined => this.#expression(node);
  readonly #toType = (annotation: Node): Value | undefined => annotatedType(annotation, this);
  #depth = 0;

  /**
   * @param words what the file says, which spares looking at calls of what no table knows
   * @param steps what may be spent
   */
  constructor(
    readonly module: Module,
    readonly words?: FileWords,
    readonly steps: Steps = new Steps(),
  ) {}

  /** What an expression is known to be. */
  value(node: Node): Value | undefined {
    return this.#once(this.#values, node, this.#toValue);
  }

  /** Works an answer out where there is none. Until it is known, whatever refers back to it finds nothing: a cycle ends here. */
  #once(answers: Answers, node: Node, work: (node: Node) => Value | undefined): Value | undefined {
    if (answers.has(node)) return answers.get(node);
    if (this.#depth >= MAX_DEPTH || !this.steps.take()) return undefined;
    answers.set(node, undefined);
    this.#depth++;
    const answer = work(node);
    this.#depth--;
    answers.set(node, answer);
    return answer;
  }

  /**
   * The dotted name of what is outside of this file and stands here: `requests.get`, `requests.Session.get` for a
   * method of an object, `requests.Session` for a class.
   */
  name(node: Node): string | undefined {
    const value = this.value(node);
    return value?.kind === "name" ? value.name : undefined;
  }

  /** The dotted name of what a call calls. */
  callee(call: Node): string | undefined {
    const callee = call.child("function");
    return callee === undefined ? undefined : this.name(callee);
  }

  /** What the table of libraries says of what a call calls. */
  row(call: Node): Row | undefined {
    const other = this.words === undefined ? undefined : otherMethod(call, this.words);
    if (other !== undefined) {
      this.reads.add(methodKey(other)).add(ANY_METHOD);
      return undefined;
    }
    const name = this.callee(call);
    return name === undefined ? undefined : libraryRow(name);
  }

  /** The class outside of this file that an expression's value is an object of. */
  instanceOf(node: Node): string | undefined {
    const value = this.value(node);
    return value?.kind === "instance" ? value.name : undefined;
  }

  /** What a name means at a place. */
  lookup(name: string, at: Node): Value | undefined {
    if (!this.steps.take()) return undefined;
    const start = this.module.scopes(at.tree).of(at);
    for (let scope: Scope | undefined = start; scope !== undefined; scope = scope.parent) {
      if (scope.globals.has(name)) break;
      if (scope.nonlocals.has(name)) continue;
      if (scope.kind === "module") break;
      if (scope.kind === "class") {
        if (!seesClass(start, scope)) continue;
        const bindings = this.#classBindings(scope, name);
        if (bindings.length > 0)
          return this.#joinHere(
            bindings,
            bindings.filter((binding) => binding.node.tree === at.tree),
            at,
          );
        if (scope.parent === undefined) break;
        continue;
      }
      const bindings = scope.bindings.get(name);
      if (bindings === undefined) continue;
      // A comprehension's clauses bind what stands before them.
      return scope === start && scope.kind !== "comprehension" ? this.#joinHere(bindings, bindings, at) : this.#join(bindings);
    }
    return this.global(name, start.kind === "module" ? at : undefined);
  }

  /** What a name means at module level; for a use at module level, as it stands there. */
  global(name: string, use?: Node): Value | undefined {
    this.reads.add(name);
    const imported = this.module.imported(name);
    if (imported !== "unsure" && (use === undefined || !this.module.isBoundBeside(use, name))) {
      return imported.name === undefined ? undefined : { kind: "name", name: imported.name };
    }
    const bindings = this.module.bindings(name);
    if (bindings.length > 0) {
      if (use === undefined || bindings.length > MAX_BINDINGS) return this.#join(bindings);
      const local = bindings.filter((binding) => binding.node.tree === use.tree);
      // Then it depends on whether there are any others, be it that they mean the same.
      if (local.length > 0) this.reads.add(bindingsKey(name));
      return this.#joinHere(bindings, local, use);
    }
    this.reads.add(STAR);
    for (const module of this.module.starImports) {
      const starred = canonicalName(`${module}.${name}`);
      if (libraryRow(starred) !== undefined) return { kind: "name", name: starred };
    }
    return BUILTIN_NAMES.has(name) ? { kind: "name", name: canonicalName(name) } : undefined;
  }

  /** Every binding of a module-level name, for who wants to know more than what the name means. */
  bindings(name: string): readonly Binding[] {
    this.reads.add(bindingsKey(name));
    return this.module.bindings(name);
  }

  /** Whether anything in the user's code, down to the module, gives the name a meaning here. */
  isBound(name: string, at: Node): boolean {
    for (let scope: Scope | undefined = this.module.scopes(at.tree).of(at); scope !== undefined; scope = scope.parent) {
      if (scope.kind !== "module" && scope.bindings.has(name)) return true;
    }
    this.reads.add(name);
    return this.module.has(name);
  }

  /** Every identifier of the file that reads so: uses, definitions, and names behind a dot. */
  identifiers(name: string): Iterable<Node> {
    this.reads.add(useKey(name));
    return this.module.identifiers(name);
  }

  /** What `object.name` is, for an object of this value. */
  member(object: Value, name: string): Value | undefined {
    switch (object.kind) {
      case "name":
        return namedMember(canonicalName(`${object.name}.${name}`));
      case "instance":
        return knownMember(object.name, name) ?? madeMember(object.name) ?? namedMember(canonicalName(`${object.name}.${name}`));
      case "object":
      case "class":
        return known(this.#classMember(object.definition, name, object.kind === "object"));
      case "function":
      case "awaitable":
      case "literal":
        return undefined;
      default:
        return object satisfies never;
    }
  }

  /** What calling this gives. */
  result(callee: Value): Value | undefined {
    switch (callee.kind) {
      case "name":
        return rowResult(libraryRow(callee.name));
      case "class": {
        // A class that makes its objects itself may make others.
        const constructor = this.#classMember(callee.definition, "__new__", false);
        return constructor === "absent" || constructor?.kind !== "function" ? { kind: "object", definition: callee.definition } : undefined;
      }
      case "function":
        return this.functionResult(callee.definition);
      case "instance":
        return rowResult(libraryRow(`${callee.name}.__call__`));
      case "object":
      case "awaitable":
      case "literal":
        return undefined;
      default:
        return callee satisfies never;
    }
  }

  /** What a call of a function of the user's gives, its decorators considered. */
  functionResult(definition: FunctionDefinition): Value | undefined {
    const { node } = definition;
    if (this.#results.has(node)) return this.#results.get(node);
    if (!this.steps.take()) return undefined;
    this.#results.set(node, undefined);
    const result = this.#functionResult(definition);
    this.#results.set(node, result);
    return result;
  }

  #functionResult(definition: FunctionDefinition): Value | undefined {
    if (!decoratorsOf(definition.node).every((decorator) => leavesFunction(decorator, this))) return undefined;
    if (isGenerator(definition.node)) return undefined;
    const annotation = definition.node.child("return_type");
    const result = annotation === undefined ? this.#returned(definition) : this.type(annotation);
    return definition.async ? { kind: "awaitable", result } : result;
  }

  /** What `with value` binds. */
  entered(value: Value | undefined): Value | undefined {
    if (value === undefined) return undefined;
    if (value.kind === "awaitable") return value.result;
    if (value.kind === "object") return this.#enteredObject(value);
    if (value.kind !== "instance") return undefined;
    const enters = libraryRow(value.name)?.enters;
    return enters === undefined ? value : { kind: "instance", name: enters };
  }

  /** What the `__enter__` of a class of the user's gives. */
  #enteredObject(value: Value & { readonly kind: "object" }): Value | undefined {
    const results = ["__enter__", "__aenter__"].flatMap((name) => {
      const method = this.#classMember(value.definition, name, true);
      if (method === "absent") return [];
      const result = method?.kind === "function" ? this.functionResult(method.definition) : undefined;
      const entered = result?.kind === "awaitable" ? result.result : result;
      // What a base's method says of itself holds for the class that is derived from it.
      const isSelf = entered?.kind === "object" && method?.kind === "function" && entered.definition.node === method.definition.owner?.node;
      return [isSelf ? value : entered];
    });
    return results.length === 0 && this.bases(value.definition).some((base) => base?.kind === "name") ? value : agree(results);
  }

  /** An object of the type that an annotation names. */
  type(annotation: Node): Value | undefined {
    return this.#once(this.#types, annotation, this.#toType);
  }

  #expression(node: Node): Value | undefined {
    switch (node.kind) {
      case "identifier":
        return this.lookup(node.text, node);
      case "attribute": {
        const object = node.child("object");
        const attribute = node.child("attribute");
        const value = object === undefined ? undefined : this.value(object);
        return value === undefined || attribute === undefined ? undefined : this.member(value, attribute.text);
      }
      case "call": {
        const callee = node.child("function");
        if (callee?.kind === "identifier" && callee.text === "super") return this.#super(node);
        const value = callee === undefined ? undefined : this.value(callee);
        if (value?.kind === "name" && libraryRow(value.name)?.givesFirstArgument === true) return this.#firstArgument(node);
        return value === undefined ? undefined : (this.#resultInThread(value, node) ?? this.result(value));
      }
      case "await": {
        const value = node.named[0] === undefined ? undefined : this.value(node.named[0]);
        return value?.kind === "awaitable" ? value.result : undefined;
      }
      case "parenthesized_expression":
        return node.named[0] === undefined ? undefined : this.value(node.named[0]);
      case "named_expression": {
        const value = node.child("value");
        return value === undefined ? undefined : this.value(value);
      }
      case "conditional_expression":
        return agree([node.named[0], node.named[2]].map((branch) => branch && this.value(branch)));
      case "boolean_operator":
        return agree([node.child("left"), node.child("right")].map((side) => side && this.value(side)));
      case "binary_operator":
        return this.#operator(node);
      case "subscript": {
        const object = node.child("value");
        const value = object === undefined ? undefined : this.value(object);
        return value?.kind === "instance" ? rowResult(libraryRow(`${value.name}.__getitem__`)) : undefined;
      }
      case "none":
      case "true":
      case "false":
      case "integer":
      case "float":
      case "string":
      case "concatenated_string":
      case "list":
      case "tuple":
      case "dictionary":
      case "set":
        return { kind: "literal", node };
      case "unary_operator":
        return ["integer", "float"].includes(node.child("argument")?.kind ?? "") ? { kind: "literal", node } : undefined;
      default:
        return undefined;
    }
  }

  /** What awaiting `asyncio.to_thread(f, ...)` gives: what f gives. */
  #resultInThread(callee: Value, call: Node): Value | undefined {
    const row = callee.kind === "name" ? libraryRow(callee.name) : undefined;
    if (row?.calls === undefined || row.use !== "await") return undefined;
    const called = call.child("arguments")?.named[row.calls.argument];
    const value = called === undefined ? undefined : this.value(called);
    const result = value === undefined ? undefined : this.result(value);
    return result === undefined ? undefined : { kind: "awaitable", result };
  }

  /** `Path(...) / "x"` is a path. */
  #operator(node: Node): Value | undefined {
    if (node.child("operator")?.kind !== "/") return undefined;
    for (const side of [node.child("left"), node.child("right")]) {
      const value = side === undefined ? undefined : this.value(side);
      if (value?.kind === "instance" && libraryRow(`${value.name}.__truediv__`) !== undefined) return value;
    }
    return undefined;
  }

  #super(node: Node): Value | undefined {
    for (let scope: Scope | undefined = this.module.scopes(node.tree).of(node); scope !== undefined; scope = scope.parent) {
      const definition = this.module.classOf(scope);
      if (definition === undefined) continue;
      const bases = this.bases(definition);
      const first = bases.length === 1 ? bases[0] : undefined;
      if (first?.kind === "class") return { kind: "object", definition: first.definition };
      return first?.kind === "name" ? { kind: "instance", name: first.name } : undefined;
    }
    return undefined;
  }

  /** What a class's bases are known to be, in order. */
  bases(definition: ClassDefinition): readonly (Value | undefined)[] {
    this.reads.add(definitionKey(definition.name));
    const nodes = definition.node.child("superclasses")?.named ?? [];
    this.steps.take(nodes.length);
    return nodes.filter((node) => node.kind !== "keyword_argument").map((node) => this.value(node.kind === "subscript" ? node.child("value")! : node));
  }

  /** What a class or its bases define under a name; "absent" where surely none does, undefined where nobody can be sure. */
  #classMember(definition: ClassDefinition, name: string, onObject: boolean, seen = new Set<Node>(), depth = 0): Value | "absent" | undefined {
    // A class that several derive from is looked at once: had it the name, nothing more would have been looked at.
    if (seen.has(definition.node)) return "absent";
    if (depth >= MAX_DEPTH || !this.steps.take()) return undefined;
    seen.add(definition.node);
    this.#readMember(definition, name);
    const parts = definition.partsWith(name);
    const attributes = onObject ? parts.flatMap((part) => part.attributes.get(name)?.slice(0, MAX_BINDINGS + 1) ?? []) : [];
    const members = parts.flatMap((part) => part.bindings.get(name)?.slice(0, MAX_BINDINGS + 1) ?? []);
    if (attributes.length > 0 || members.length > 0) {
      const value = this.#join([...members, ...attributes]);
      const isProperty = value?.kind === "function" && this.#isProperty(value.definition);
      return isProperty && onObject ? this.#propertyValue(value.definition) : value;
    }
    for (const base of this.bases(definition)) {
      const found = this.#baseMember(base, name, onObject, seen, depth + 1);
      // An unknown base may define the name: whatever the later ones say is not sure.
      if (found !== "absent") return found;
    }
    return "absent";
  }

  #readMember(definition: ClassDefinition, name: string): void {
    this.reads.add(definitionKey(definition.name)).add(memberKey(definition.name, name));
  }

  #baseMember(base: Value | undefined, name: string, onObject: boolean, seen: Set<Node>, depth: number): Value | "absent" | undefined {
    if (base?.kind === "class") return this.#classMember(base.definition, name, onObject, seen, depth);
    if (base?.kind !== "name") return undefined;
    return knownMember(base.name, name) ?? (EMPTY_BASES.has(base.name) || libraryRow(base.name) !== undefined ? "absent" : undefined);
  }

  #isProperty(definition: FunctionDefinition): boolean {
    return decoratorsOf(definition.node).some((decorator) => ["property", "functools.cached_property"].includes(this.name(decorator) ?? ""));
  }

  #propertyValue(definition: FunctionDefinition): Value | undefined {
    const annotation = definition.node.child("return_type");
    return annotation === undefined ? this.#returned(definition) : this.type(annotation);
  }

  /** What a function without a return annotation gives, when it returns in one place only. */
  #returned(definition: FunctionDefinition): Value | undefined {
    const returns = returnsOf(definition.node);
    const value = returns.length === 1 ? returns[0]!.named[0] : undefined;
    return value === undefined ? undefined : this.value(value);
  }

  #classBindings(scope: Scope, name: string): readonly Binding[] {
    const definition = this.module.classOf(scope);
    if (definition === undefined) return scope.bindings.get(name) ?? [];
    this.#readMember(definition, name);
    return definition.partsWith(name).flatMap((part) => part.bindings.get(name) ?? []);
  }

  /** What a name holds at a place, by the bindings of its scope that stand in the same tree, or by all when these may not have run. */
  #joinHere(bindings: readonly Binding[], local: readonly Binding[], use: Node): Value | undefined {
    if (bindings.length > MAX_BINDINGS || !this.steps.take(bindings.length)) return undefined;
    if (bindings.length > local.length && !isSurelyBound(local, use)) return this.#join(bindings);
    return this.#join(reachingBindings(local, use));
  }

  /** What a name holds that any of these bindings may have given it. */
  #join(bindings: readonly Binding[]): Value | undefined {
    if (bindings.length > MAX_BINDINGS || !this.steps.take(bindings.length)) return undefined;
    if (bindings.length > 1 && bindings.some((binding) => this.#isSidekick(binding)))
      return this.#join(bindings.filter((binding) => !this.#isSidekick(binding)));
    const annotated = bindings.find((binding) => binding.annotation !== undefined);
    if (annotated !== undefined && bindings.every((binding) => binding.source.from !== "deletion")) {
      const type = this.#bindingValue(annotated);
      if (type !== undefined) return type;
    }
    const imported = this.#standIn(bindings);
    return agree((imported === undefined ? bindings : [imported]).map((binding) => this.#bindingValue(binding)));
  }

  /** Whether a function only adds to another of its name: a setter or deleter of a property, or an overload's signature. */
  #isSidekick({ source, name }: Binding): boolean {
    if (source.from !== "function") return false;
    return decoratorsOf(source.definition).some((decorator) => {
      const property = decorator.kind === "attribute" && decorator.child("object")?.text === name ? decorator.child("attribute")?.text : undefined;
      return property === "setter" || property === "deleter" || this.name(decorator) === "typing.overload";
    });
  }

  /**
   * Of bindings that stand in for each other the one to believe: what only type checkers see, else the first import of
   * `try: import a as x` / `except ImportError: import b as x` or of branches for versions and platforms.
   */
  #standIn(bindings: readonly Binding[]): Binding | undefined {
    const first = bindings[0];
    if (first === undefined || bindings.length < 2) return undefined;
    const typed = bindings.find((binding) => binding.source.from === "import" && this.#isForTypeCheckers(binding.node));
    if (typed !== undefined) return typed;
    if (first.source.from !== "import") return undefined;
    const guard = first.node.closest("try_statement", "if_statement");
    if (guard === undefined || (guard.kind === "if_statement" && !this.#asksForEnvironment(guard))) return undefined;
    return bindings.every((binding) => isImportOrNone(binding) && binding.node.tree === first.node.tree && guard.contains(binding.node)) ? first : undefined;
  }

  #isForTypeCheckers(node: Node): boolean {
    const guard = node.closest("if_statement");
    const condition = guard?.child("condition");
    return condition !== undefined && (guard?.child("consequence")?.contains(node) ?? false) && this.name(condition) === "typing.TYPE_CHECKING";
  }

  #asksForEnvironment(guard: Node): boolean {
    for (const part of guard.child("condition")?.subtree() ?? []) {
      if ((part.kind === "attribute" || part.kind === "identifier") && ENVIRONMENT.has(this.name(part) ?? "")) return true;
    }
    return false;
  }

  #bindingValue(binding: Binding): Value | undefined {
    const { source, annotation } = binding;
    if (annotation !== undefined && !(source.from === "parameter" && source.star !== "")) {
      const type = this.type(annotation);
      if (type !== undefined) return type;
    }
    switch (source.from) {
      case "expression":
        return this.value(source.value);
      case "unpacking":
        return this.#unpacked(source.value, source.index);
      case "with":
        return this.entered(this.value(source.value));
      case "import":
        return { kind: "name", name: canonicalName(source.name) };
      case "parameter":
        return this.#parameter(binding, source.function);
      case "function":
        return { kind: "function", definition: this.module.function(source.definition) };
      case "class":
        return { kind: "class", definition: this.module.class(source.definition) };
      case "iteration":
        return source.async ? undefined : this.#yielded(source.value);
      case "deletion":
      case "unknown":
        return undefined;
      default:
        return source satisfies never;
    }
  }

  /** What iterating over a call's result yields: `path.iterdir()`, also in `sorted(...)` and its like. */
  #yielded(iterable: Node): Value | undefined {
    let call = iterable;
    for (let depth = 0; depth < MAX_DEPTH && call.kind === "call"; depth++) {
      const row = this.row(call);
      if (row?.yields !== undefined) return { kind: "instance", name: row.yields };
      const first = call.child("arguments")?.named[0];
      if (first === undefined || !PASSES_ON_ITEMS.has(this.callee(call) ?? "")) return undefined;
      call = first;
    }
    return undefined;
  }

  #unpacked(value: Node, index: number | undefined): Value | undefined {
    const parts = this.#parts(value);
    if (parts !== undefined && index !== undefined) return parts[index] === undefined ? undefined : { kind: "instance", name: parts[index] };
    if (index === undefined || !["tuple", "list", "expression_list"].includes(value.kind)) return undefined;
    const items = value.named;
    if (items.slice(0, index + 1).some((item) => item.kind === "list_splat")) return undefined;
    return items[index] === undefined ? undefined : this.value(items[index]);
  }

  /** The classes of what a call gives as a tuple, awaited or not, by itself or through a call that hands it on. */
  #parts(value: Node): readonly string[] | undefined {
    let node: Node | undefined = value;
    while (node?.kind === "await" || node?.kind === "parenthesized_expression") node = node.named[0];
    if (node?.kind !== "call") return undefined;
    const row = this.row(node);
    const first = row?.givesFirstArgument === true ? firstArgument(node) : undefined;
    return first?.kind === "call" ? this.row(first)?.unpacks : row?.unpacks;
  }

  #firstArgument(call: Node): Value | undefined {
    const first = firstArgument(call);
    const value = first === undefined ? undefined : this.value(first);
    return value?.kind === "awaitable" ? value : undefined;
  }

  /** `self` is an object of the class around, `cls` the class. */
  #parameter(binding: Binding, definition: Node): Value | undefined {
    if (definition.kind !== "function_definition" || firstParameter(definition) !== binding.name) return undefined;
    const { owner } = this.module.function(definition);
    if (owner === undefined) return undefined;
    const decorators = decoratorsOf(definition).map((decorator) => this.name(decorator));
    if (decorators.includes("staticmethod")) return undefined;
    const ofClass = decorators.includes("classmethod") || IMPLICIT_CLASS_METHODS.has(definition.child("name")?.text ?? "");
    return ofClass ? { kind: "class", definition: owner } : { kind: "object", definition: owner };
  }
}

function firstArgument(call: Node): Node | undefined {
  const args = call.child("arguments");
  return args?.kind === "argument_list" && args.named[0]?.kind !== "keyword_argument" ? args.named[0] : undefined;
}

/** A class scope's names are seen from the class body itself, not from the functions in it. */
function seesClass(start: Scope, scope: Scope): boolean {
  return start === scope;
}

function isImportOrNone({ source }: Binding): boolean {
  return source.from === "import" || (source.from === "expression" && source.value.kind === "none");
}

function known(member: Value | "absent" | undefined): Value | undefined {
  return member === "absent" ? undefined : member;
}
