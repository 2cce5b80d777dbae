import type { Infer } from "../../model/infer";
import type { Module } from "../../model/module";
import type { Node } from "../../syntax/tree";
import { type Spawn, readPart, unparenthesized } from "./gathering";
import { freeName, type Names } from "./names";
import { statementOf } from "../../syntax/statements";

/** Coroutines or tasks that a function makes first, and waits for further down. */
export interface Collection {
  readonly name: string;
  /** What it is called when it holds tasks: as before, unless its name says that it holds coroutines. */
  readonly taskName: string;
  /** Where its name stands before the wait. */
  readonly uses: readonly Node[];
  /** How they came there: `[f(x) for x in xs]`, `[f(), g()]`, an empty list and appends, or one alone. */
  readonly shape: "comprehension" | "list" | "appended" | "single";
  /** The assignment that gives the name its value. */
  readonly binding: Node;
  readonly value: Node;
  readonly spawns: readonly Spawn[];
  /** The statement, beside the one that waits, in which the first of them is made. */
  readonly first: Node;
  /** The name is used again behind the wait. */
  readonly usedLater: boolean;
}

export type Collected =
  | { readonly kind: "made here"; readonly collection: Collection }
  /** They are made in this function, but in a way that can't be turned. */
  | {
      readonly kind: "tangled";
      readonly reason: string;
      /** All that it holds, as far as that is known. */
      readonly spawns: readonly Spawn[] | undefined;
      /** The same, when these are coroutines that nobody started. */
      readonly coroutines: readonly Spawn[] | undefined;
    }
  | { readonly kind: "elsewhere" };

const ELSEWHERE: Collected = { kind: "elsewhere" };

/** Where what a name holds at `use` (in `statement`) was made. */
export function collected(use: Node, statement: Node, names: Names, module: Module, infer: Infer): Collected {
  const found = madeFor(use, statement, names, module, infer);
  return found.kind === "made here" && isBeingWritten(found.collection) ? ELSEWHERE : found;
}

/** What holds a syntax error can't be written anew. */
function isBeingWritten({ binding, first }: Collection): boolean {
  return binding.hasError || first.hasError;
}

function madeFor(use: Node, statement: Node, names: Names, module: Module, infer: Infer): Collected {
  const given = givenTo(use, statement, names, module);
  if (given === undefined) return ELSEWHERE;
  const { binding, value, made, isOnly, isReused } = given;
  const appends = names.usesOf(use.text).flatMap((id) => appendTo(id) ?? []);
  const shape = shapeOf(value, appends, isIterated(use), infer);
  if (shape === undefined) return ELSEWHERE;
  const coroutines = isOnly ? coroutinesAlone(shape.spawns) : undefined;
  const tangled = (reason: string): Collected => ({ kind: "tangled", reason, spawns: shape.spawns, coroutines });
  if (!isOnly) return tangled(`${use.text} is assigned more than once`);
  if (shape.kind === "appended" && appends.length === 0) return ELSEWHERE;
  if (shape.spawns === undefined) return tangled(`what is appended to ${use.text} is not known to be coroutines alone`);
  const block = statement.parent;
  if (made.parent !== block || made.start > statement.start)
    return tangled(`${use.text} is made in another block than the one that waits for it`);
  const others = names.usesOf(use.text).filter((id) => {
    if (id === binding || id === use || (isReused && id.start >= statement.start)) return false;
    if (appends.some((call) => call.contains(id)) && isInFunction(id, names)) return false;
    return coroutines === undefined || !isOnlyLookedAt(id, infer);
  });
  if (others.some((id) => id.start < statement.end || !isInFunction(id, names)))
    return tangled(`${use.text} is used for something else as well`);
  const usedLater = others.length > 0;
  if (usedLater && shape.spawns.some((spawn) => spawn.create === undefined))
    return tangled(`${use.text} is used again afterwards, where it holds coroutines`);
  const first = block?.named.find((sibling) => shape.spawns!.some((spawn) => sibling.contains(spawn.node)));
  if (first === undefined || shape.spawns.some((spawn) => spawn.node.start > statement.start))
    return tangled(`${use.text} grows after it was waited for`);
  const renames = shape.kind !== "single" && !usedLater && saysCoroutines(use.text, isReused);
  const taskName = renames ? freeName("tasks", (name) => names.isFree(name, made)) : use.text;
  const uses = [binding, ...appends.map((call) => call.child("function")!.child("object")!)];
  return {
    kind: "made here",
    collection: {
      name: use.text,
      taskName,
      uses,
      shape: shape.kind,
      binding: made,
      value,
      spawns: shape.spawns,
      first,
      usedLater,
    },
  };
}

/** What a variable of the function was given before a statement. */
interface Given {
  /** The name there. */
  readonly binding: Node;
  readonly value: Node;
  readonly made: Node;
  /** Whether it is given nothing else before. */
  readonly isOnly: boolean;
  /** `tasks = await gather(*tasks)` gives the name to the results. */
  readonly isReused: boolean;
}

function givenTo(use: Node, statement: Node, names: Names, module: Module): Given | undefined {
  const scope = module.scopes(use.tree).of(use);
  const all = scope.bindings.get(use.text) ?? [];
  const bindings = all.filter((one) => !statement.contains(one.node));
  const [binding] = bindings;
  if (binding === undefined || scope.node !== names.scope || binding.source.kind !== "expression") return undefined;
  const { value } = binding.source;
  const assignment = binding.node.parent;
  if (assignment?.kind !== "assignment" || assignment.child("right") !== value) return undefined;
  return {
    binding: binding.node,
    value: unparenthesized(value),
    made: statementOf(assignment),
    isOnly: bindings.length === 1,
    isReused: bindings.length < all.length,
  };
}

/** Calls none of which anybody has made a task of. */
function coroutinesAlone(spawns: readonly Spawn[] | undefined): readonly Spawn[] | undefined {
  return spawns?.every((spawn) => spawn.create === undefined) === true ? spawns : undefined;
}

/** Whether a name is no good to tasks: it says that it holds coroutines, or is what the results are called. */
function saysCoroutines(name: string, isReused: boolean): boolean {
  return /coro|awaitable|^aws$/.test(name) || (isReused && !/task/.test(name));
}

/** Whether an identifier stands in the function itself, and in none within it. */
function isInFunction(id: Node, names: Names): boolean {
  return id.closest("function_definition", "lambda") === names.scope;
}

/** `len(coros)`, `if coros`: neither changes what it holds nor runs it. */
function isOnlyLookedAt(id: Node, infer: Infer): boolean {
  const { parent } = id;
  if (parent?.kind === "argument_list" && parent.parent !== undefined) return infer.callee(parent.parent) === "len";
  return parent?.kind === "not_operator" || (id.field === "condition" && parent?.kind === "if_statement");
}

/** `*tasks`, `wait(tasks)`, `for task in tasks`: the name stands for several. */
function isIterated(use: Node): boolean {
  if (["list_splat", "for_in_clause", "for_statement"].includes(use.parent?.kind ?? "")) return true;
  return (
    use.parent?.kind === "argument_list" && use.parent.parent?.parent?.kind === "await" && use.parent.named.length === 1
  );
}

interface Shape {
  readonly kind: Collection["shape"];
  readonly spawns: readonly Spawn[] | undefined;
}

function shapeOf(value: Node, appends: readonly Node[], isMany: boolean, infer: Infer): Shape | undefined {
  if (isEmptyList(value, infer)) {
    const made = appends.map((call) => madeBefore(call) ?? call.child("arguments")!.named[0]!);
    return { kind: "appended", spawns: spawnsOf(made, infer) };
  }
  if (appends.length > 0) {
    // Coroutines in a list from the start, more of them later.
    const body = value.kind === "list_comprehension" ? value.child("body") : undefined;
    const start = value.kind === "list" ? value.named : body === undefined ? undefined : [body];
    return start === undefined
      ? undefined
      : {
          kind: "appended",
          spawns: spawnsOf([...start, ...appends.map((call) => call.child("arguments")!.named[0]!)], infer),
        };
  }
  if (value.kind === "list_comprehension") {
    const body = value.child("body");
    const spawns = body === undefined ? undefined : spawnsOf([body], infer);
    return spawns === undefined ? undefined : { kind: "comprehension", spawns };
  }
  if (value.kind === "list" || value.kind === "tuple") {
    const spawns = spawnsOf(value.named, infer);
    return spawns === undefined ? undefined : { kind: "list", spawns };
  }
  if (value.kind !== "call" || isMany) return undefined;
  const spawns = spawnsOf([value], infer);
  return spawns === undefined ? undefined : { kind: "single", spawns };
}

function isEmptyList(value: Node, infer: Infer): boolean {
  if (value.kind === "list") return value.named.length === 0;
  return value.kind === "call" && infer.callee(value) === "list" && value.child("arguments")?.named.length === 0;
}

/** The task that is made in the statement before it is appended: `task = create_task(f())`, `tasks.append(task)`. */
function madeBefore(append: Node): Node | undefined {
  const name = append.child("arguments")?.named[0];
  const statement = append.parent;
  if (name?.kind !== "identifier" || statement === undefined) return undefined;
  const siblings = statement.parent?.named ?? [];
  for (let i = siblings.indexOf(statement) - 1; i >= 0; i--) {
    const assignment = siblings[i]!.kind === "expression_statement" ? siblings[i]!.named[0] : undefined;
    if (assignment?.kind !== "assignment") continue;
    if (assignment.child("left")?.text === name.text) return assignment.child("right");
  }
  return undefined;
}

function spawnsOf(nodes: readonly Node[], infer: Infer): readonly Spawn[] | undefined {
  const parts = nodes.map((node) => readPart(node, infer));
  const spawns = parts.flatMap((part) =>
    part.kind === "one" && part.spawn.coroutine.kind === "call" ? [part.spawn] : [],
  );
  return spawns.length === parts.length ? spawns : undefined;
}

/** The call `name.append(x)` that stands as a statement. */
function appendTo(id: Node): Node | undefined {
  const attribute = id.field === "object" ? id.parent : undefined;
  const call =
    attribute?.kind === "attribute" && attribute.child("attribute")?.text === "append" ? attribute.parent : undefined;
  if (call?.kind !== "call" || call.parent?.kind !== "expression_statement") return undefined;
  const args = call.child("arguments")?.named ?? [];
  return args.length === 1 && args[0]!.kind !== "keyword_argument" ? call : undefined;
}

/** Why the statements from `first` up to `last` can't stand in a TaskGroup. */
export function tied(first: Node, last: Node): string | undefined {
  for (const statement of between(first, last)) {
    for (const node of statement.descendants("return_statement", "yield", "break_statement", "continue_statement")) {
      const scope = node.closest("function_definition", "lambda");
      if (scope !== undefined && statement.contains(scope)) continue;
      if (node.kind === "return_statement")
        return "there is a return before they are waited for, which would wait for them in a TaskGroup";
      if (node.kind === "yield")
        return "there is a yield before they are waited for, which must not stand in a TaskGroup";
      const loop = node.closest("for_statement", "while_statement");
      if (loop === undefined || !statement.contains(loop)) return `there is a ${node.text} before they are waited for`;
    }
    if (statement.kind === "return_statement") return "there is a return before they are waited for";
  }
  return undefined;
}

/** Whether other tasks can run while these statements do. */
export function suspends(first: Node, last: Node): boolean {
  for (const statement of between(first, last)) {
    for (const node of statement.descendants("await", "yield")) if (!inFunctionWithin(node, statement)) return true;
    for (const node of statement.subtree())
      if (
        ["for_statement", "with_statement", "for_in_clause"].includes(node.kind) &&
        node.hasToken("async") &&
        !inFunctionWithin(node, statement)
      )
        return true;
  }
  return false;
}

function inFunctionWithin(node: Node, statement: Node): boolean {
  const scope = node.closest("function_definition", "lambda");
  return scope !== undefined && statement.contains(scope);
}

/** The statements from `first` up to, but without, `end`. */
export function between(first: Node, end: Node): readonly Node[] {
  return (first.parent?.named ?? []).filter((sibling) => first.start <= sibling.start && sibling.end <= end.start);
}
