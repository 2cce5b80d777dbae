import { BUILTIN_NAMES } from "../../model/library/builtins";
import { rememberedOf } from "../../model/remembered";
import type { Module } from "../../model/module";
import { namesVariable } from "../../syntax/identifiers";
import type { Node } from "../../syntax/tree";

/** Verbs that say how something is got; what is got names the task. */
const GETTING =
  /^(?:async_|do_)?(?:fetch|get|load|read|query|retrieve|request|download|find|list|make|create|compute)_(?=[a-z])/;

/** Where a function (or module) uses variables, by their names. */
const usesIn = rememberedOf((scope) => {
  const uses = new Map<string, Node[]>();
  for (const id of scope.descendants("identifier")) {
    if (id.parent === scope || !namesVariable(id)) continue;
    const known = uses.get(id.text);
    if (known === undefined) uses.set(id.text, [id]);
    else known.push(id);
  }
  return uses;
});

/** The names that are used anywhere in a function (or module), as variables, and those that it sees of others. */
export class Names {
  readonly #uses: ReadonlyMap<string, readonly Node[]>;

  constructor(
    readonly scope: Node,
    readonly module: Module,
  ) {
    this.#uses = usesIn(scope);
  }

  usesOf(name: string): readonly Node[] {
    return this.#uses.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#uses.has(name);
  }

  /**
   * Whether a name may be given to something made at `statement` and needed until right behind it: nobody uses it, or
   * all uses lie before, in no loop with it.
   */
  isFree(name: string, statement: Node): boolean {
    if (this.#isOfOthers(name)) return false;
    const uses = this.usesOf(name);
    if (uses.length === 0) return true;
    const loop = statement.closest("for_statement", "while_statement", "function_definition");
    return uses.every((use) => {
      if (loop !== undefined && loop.kind !== "function_definition" && loop.contains(use)) return false;
      return (
        use.end <= statement.start && use.closest("function_definition", "lambda", "class_definition") === this.scope
      );
    });
  }

  /** Whether a name is that of a builtin, or belongs to the module or to a function around. */
  #isOfOthers(name: string): boolean {
    if (BUILTIN_NAMES.has(name) || this.module.bindings(name).length > 0) return true;
    const own = this.module.scopes(this.scope.tree).inside(this.scope);
    if (own?.nonlocals.has(name) === true) return true;
    for (let around = own?.parent; around !== undefined; around = around.parent)
      if (around.kind !== "class" && around.bindings.has(name)) return true;
    return false;
  }

  /** Whether a name only ever stands for task groups that are closed where `statement` stands. */
  isGroupElsewhere(name: string, statement: Node): boolean {
    return (
      !this.#isOfOthers(name) &&
      this.usesOf(name).every((use) => {
        const around = use.closest("with_statement", "function_definition");
        for (
          let block = around;
          block?.kind === "with_statement";
          block = block.closest("with_statement", "function_definition")
        ) {
          if (!bindsGroup(block, name)) continue;
          return !block.contains(statement) && !statement.contains(block);
        }
        return false;
      })
    );
  }
}

function bindsGroup(statement: Node, name: string): boolean {
  if (!statement.hasToken("async")) return false;
  for (const target of statement.children
    .find((child) => child.kind === "with_clause")
    ?.descendants("as_pattern_target") ?? []) {
    if (target.text === name && /TaskGroup\(\)/.test(target.parent?.named[0]?.text ?? "")) return true;
  }
  return false;
}

/** What else several tasks may be called, or the error that is raised. */
export const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["tasks", ["running", "running_tasks"]],
  ["error", ["first_error"]],
]);

/** `base`, or what else it may be called, or with the first number behind it that makes it free. */
export function freeName(base: string, isFree: (name: string) => boolean): string {
  const other = [base, ...(OTHER_NAMES.get(base) ?? [])].find(isFree);
  if (other !== undefined) return other;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}${n}`;
    if (isFree(name)) return name;
  }
}

/** The name of the task that a variable gets its value from: `user` → `user_task`. */
export function taskForTarget(target: Node): string | undefined {
  const name =
    target.kind === "identifier"
      ? target.text
      : target.kind === "attribute"
        ? target.child("attribute")?.text
        : undefined;
  const stem =
    name === undefined || /^_+$/.test(name) ? undefined : name.replace(/^_+/, "").replace(/_(?:results?|task)$/, "");
  return stem === undefined || stem === "" || /^\d/.test(stem) || !/^[\x00-\x7f]*$/.test(stem)
    ? undefined
    : taskNamed(snakeCase(stem));
}

/** A name without those that it begins and ends with. */
export function withoutUnderscores(name: string): string {
  let end = name.length;
  while (end > 0 && name[end - 1] === "_") end--;
  return name.slice(0, end).replace(/^_+/, "");
}

/** The name of the task that runs a call: `fetch_user(1)` → `user_task`, `client.get(url)` → `get_task`. */
export function taskForCall(coroutine: Node): string {
  let callee = coroutine.kind === "call" ? coroutine.child("function") : coroutine;
  // What a function is set up with says less than the function: `fetch_user.with_options(retries=2)(1)`.
  while (callee?.kind === "call") callee = callee.child("function")?.child("object") ?? callee.child("function");
  const name =
    callee?.kind === "identifier"
      ? callee.text
      : callee?.kind === "attribute"
        ? callee.child("attribute")?.text
        : undefined;
  const snake = snakeCase(withoutUnderscores(name ?? ""));
  const stem = snake.replace(GETTING, "").replace(/_(?:task|coro)$/, "");
  return stem === "" ? "task" : taskNamed(stem);
}

/** `user_task` for `user`; what is called a task already is one. */
function taskNamed(stem: string): string {
  return stem === "task" ? stem : `${stem}_task`;
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** The names with numbers behind those that occur more than once, none of them taken. */
export function distinct(wanted: readonly string[], isFree: (name: string) => boolean): readonly string[] {
  const given = new Set<string>();
  return wanted.map((base) => {
    const twice = wanted.filter((other) => other === base).length > 1;
    for (let n = twice ? 1 : 0; ; n++) {
      const name = n === 0 ? base : `${base}${n}`;
      if (given.has(name) || !isFree(name)) continue;
      given.add(name);
      return name;
    }
  });
}

/** What one of many is called: `urls` → `url`, `user_ids` → `user_id`, `queries` → `query`. */
export function singular(iterable: Node): string {
  const name =
    iterable.kind === "identifier"
      ? iterable.text
      : iterable.kind === "attribute"
        ? (iterable.child("attribute")?.text ?? "")
        : "";
  const one = withoutPlural(name.replace(/^_+/, ""));
  return one === undefined || BUILTIN_NAMES.has(one) ? "item" : one;
}

function withoutPlural(word: string): string | undefined {
  if (/[^s]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) && word.length > 2 ? word.slice(0, -1) : undefined;
}
