import type { RuleContext } from "../../contract";
import { looksAtHandled } from "../../../fixes/thread-fit";
import { isFitForThread, methodDoes, writesLog } from "../../../model/thread-fit";
import { decoratorsOf, isGenerator } from "../../../model/definitions";
import type { Binding } from "../../../model/scopes";
import type { Node } from "../../../syntax/tree";
import { allRows } from "../../../model/library/index";
import type { Row } from "../../../model/library/row";

/** What can't stand in a function that runs in a thread, or would mean something else there. */
const STAYS: ReadonlySet<string> = new Set([
  "await",
  "yield",
  "named_expression",
  "global_statement",
  "nonlocal_statement",
  "import_statement",
  "import_from_statement",
  "future_import_statement",
  "function_definition",
  "class_definition",
  "decorated_definition",
  "match_statement",
  "delete_statement",
  "exec_statement",
  "print_statement",
  "type_alias_statement",
  "ERROR",
]);

/**
 * What waits for the disk or a server, or computes; processes, locks and people have ways of their own to be awaited.
 */
const MOVES: ReadonlySet<Row["blocks"]> = new Set(["file", "filesystem", "cpu", "http", "network"]);

/** Says which statements of an async function can run in a thread as they are: all that they call is fit for that. */
export class Movable {
  readonly #known = new Map<Node, boolean>();
  readonly #helpers = new Map<Node, boolean>();

  /** @param carries whether a call may move though nobody knows what it does: whoever asks says so of the fix */
  constructor(
    readonly context: RuleContext,
    readonly carries?: (call: Node) => boolean,
  ) {}

  /** Whether a whole statement can. What it binds may be used by its own parts alone. */
  is(statement: Node): boolean {
    let known = this.#known.get(statement);
    if (known === undefined) this.#known.set(statement, (known = this.#find(statement)));
    return known;
  }

  #find(statement: Node): boolean {
    if (statement.hasError) return false;
    // What can move by itself can as a part, so that a chain of calls is looked at once, whichever part is asked of.
    const left = [statement];
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      if (this.#known.get(node) === true) continue;
      if (STAYS.has(node.kind) || !this.#stands(node, statement)) return false;
      left.push(...node.named.toReversed());
    }
    return true;
  }

  #stands(node: Node, statement: Node): boolean {
    switch (node.kind) {
      case "for_statement":
      case "with_statement":
      case "for_in_clause":
        return !node.hasToken("async");
      case "break_statement":
      case "continue_statement": {
        const loop = node.closest("for_statement", "while_statement");
        return loop !== undefined && statement.contains(loop);
      }
      case "assignment":
      case "augmented_assignment":
        return this.#isOwnTarget(node.child("left"));
      case "raise_statement":
        return node.named.length > 0 || isInHandlerOf(node, statement);
      case "call":
        return (
          (!looksAtHandled(node, this.context.infer) || isInHandlerOf(node, statement)) &&
          (this.isFit(node) || this.carries?.(node) === true)
        );
      default:
        return true;
    }
  }

  /** Names can be handed back; what others may look at has to change on the event loop. */
  #isOwnTarget(target: Node | undefined): boolean {
    switch (target?.kind) {
      case "identifier":
        return true;
      case "pattern_list":
      case "tuple_pattern":
      case "list_pattern":
        return target.named.every((part) => part.kind === "identifier");
      case "subscript": {
        const object = target.child("value");
        if (object?.kind !== "identifier") return false;
        return this.#isOwnCollection(object) || (this.carries !== undefined && this.#isParameter(object));
      }
      default:
        return false;
    }
  }

  /** Whether a call is known to do the same in a thread. */
  isFit(call: Node): boolean {
    const callee = call.child("function");
    if (callee === undefined) return false;
    const name = this.context.infer.name(callee);
    const row = name === undefined ? undefined : this.context.infer.row(call);
    const told = row === undefined ? undefined : movesByRow(row);
    if (told !== undefined) return told;
    if (name !== undefined && CONTAINERS.test(name) && callee.kind === "attribute") return this.#isFitMethod(callee);
    if (name !== undefined && isFitForThread(name)) return true;
    if (row?.kind === "class" && connects(row.name)) return true;
    if (this.isReadingHelper(call)) return true;
    if (callee.kind === "attribute") return this.#isFitMethod(callee);
    // An error is made where it is raised.
    return callee.kind === "identifier" && call.parent?.kind === "raise_statement" && /^[A-Z]/.test(callee.text);
  }

  /** Whether a call runs a plain function of the module that does nothing but what could move as well. */
  isReadingHelper(call: Node): boolean {
    const callee = call.child("function");
    const value = callee?.kind === "identifier" ? this.context.infer.value(callee) : undefined;
    if (value?.kind !== "function" || value.definition.async || value.definition.owner !== undefined) return false;
    const { node } = value.definition;
    const known = this.#helpers.get(node);
    if (known !== undefined) return known;
    // One that comes to itself is not followed.
    this.#helpers.set(node, false);
    const isPlain =
      decoratorsOf(node).length === 0 &&
      !isGenerator(node) &&
      node.closest("class_definition", "function_definition") === undefined;
    const fits = isPlain && (node.child("body")?.named ?? []).every((statement) => this.is(statement));
    this.#helpers.set(node, fits);
    return fits;
  }

  #isFitMethod(callee: Node): boolean {
    const object = callee.child("object");
    const method = callee.child("attribute")?.text ?? "";
    if (object === undefined) return false;
    const does = methodDoes(method);
    if (does === "reads") return true;
    if (writesLog(object.text, method)) return !this.#isOfProject(object);
    if (callee.parent?.parent?.kind === "raise_statement" && /^[A-Z]/.test(method)) return true;
    if (object.kind === "call") return this.#makesFit(object);
    if (object.kind !== "identifier") return false;
    return this.#isMadeByFitCall(object) || (does === "changes" && this.#isOwnCollection(object));
  }

  /** Whether an object is the project's own: a log of its own may well tell tasks of the loop. */
  #isOfProject(object: Node): boolean {
    const value = this.context.infer.value(object);
    return value?.kind === "object" || value?.kind === "class" || value?.kind === "outside";
  }

  /** Whether a name holds what such a call made, for this function alone. */
  #isMadeByFitCall(name: Node): boolean {
    const bindings = this.#bindingsOf(name);
    return (
      bindings.length > 0 &&
      bindings.every(({ source }) => {
        const gives = source.kind === "expression" || source.kind === "with" || source.kind === "unpacking";
        return gives && source.value.kind === "call" && this.#makesFit(source.value);
      })
    );
  }

  /** Whether what a call gives is this function's alone, be it a file, a connection or an answer. */
  #makesFit(call: Node): boolean {
    const callee = call.child("function");
    const made = callee === undefined ? undefined : this.context.infer.name(callee);
    if (made === undefined || made.startsWith("subprocess.")) return false;
    const row = this.context.infer.row(call);
    return (
      isFitForThread(made) ||
      row?.blocks === "http" ||
      row?.blocks === "network" ||
      (row?.kind === "class" && connects(row.name))
    );
  }

  /** Whether a name holds a collection that was made in this function. */
  #isOwnCollection(name: Node): boolean {
    const bindings = this.#bindingsOf(name);
    return (
      bindings.length > 0 &&
      bindings.every(({ source }) => source.kind === "expression" && isNewCollection(source.value, this.context))
    );
  }

  #isParameter(name: Node): boolean {
    return this.#bindingsOf(name).some(({ source }) => source.kind === "parameter");
  }

  #bindingsOf(name: Node): readonly Binding[] {
    const scope = this.context.module.scopes(name.tree).of(name);
    return scope.kind === "function" ? (scope.bindings.get(name.text) ?? []) : [];
  }
}

/** The classes whose methods go to a server: their objects wait for nothing while they are made. */
const CONNECTING: ReadonlySet<string> = new Set(
  allRows().flatMap(({ name, blocks }) =>
    blocks === "http" || blocks === "network" ? [name.slice(0, Math.max(0, name.lastIndexOf(".")))] : [],
  ),
);

function connects(class_: string): boolean {
  return CONNECTING.has(class_);
}

/** Whether the handler that a node stands in moves with it: what is being handled is known in its own thread alone. */
function isInHandlerOf(node: Node, statement: Node): boolean {
  const handler = node.closest("except_clause");
  return handler !== undefined && statement.contains(handler);
}

/** Methods of containers: who holds one decides whether it may change in a thread. */
const CONTAINERS = /^(?:list|dict|set|collections\.\w+)\.\w+$/;

const COLLECTIONS: ReadonlySet<string> = new Set([
  "list",
  "dictionary",
  "set",
  "list_comprehension",
  "dictionary_comprehension",
  "set_comprehension",
]);
const MAKERS = /^(?:list|dict|set|sorted|collections\.(?:defaultdict|deque|Counter|OrderedDict))$/;

function isNewCollection(value: Node, { infer }: RuleContext): boolean {
  return COLLECTIONS.has(value.kind) || (value.kind === "call" && MAKERS.test(infer.callee(value) ?? ""));
}

/**
 * Whether the table says that a call can move, or that it can't: what waits for tasks or gives something to be awaited
 * stays.
 */
function movesByRow({ blocks, tasks, nestsLoop, use }: Row): boolean | undefined {
  if (blocks !== undefined) return MOVES.has(blocks);
  return tasks !== undefined || nestsLoop === true || (use !== undefined && use !== "value") ? false : undefined;
}
