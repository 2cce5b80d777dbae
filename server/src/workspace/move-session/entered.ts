import type { Helper, Helpers } from "../across-files/helper";
import { executionOf } from "../../model/execution";
import type { ClassDefinition } from "../../model/values";
import type { FileId } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import { ASYNC_NAMES, type Entered } from "../across-files/await-calls";
import type { Draft, Source } from "../across-files/draft";
import { helperOf, keyOf } from "../across-files/functions";
import { isObstacle, joinReasons, obstacle, type Obstacle } from "../across-files/obstacle";
import { classBehind, isKindOf, type Owned } from "../across-files/overrides";

/** Functions that hand an object's methods on to Python: they enter or close it out of sight. */
const ENTERING: ReadonlySet<string> = new Set(["closing", "enter_context", "push"]);

export interface Managed {
  readonly kind: "managed";
  /** All functions that become async: where one of `__enter__` and `__exit__` does, both do. */
  readonly helpers: Helpers;
  readonly entered: readonly Entered[];
}

/** The `with` statements that enter objects whose `__enter__` and `__exit__` become async. */
export function managedBy(helpers: Helpers, files: readonly FileId[], draft: Draft): Managed | Obstacle {
  const all = new Map(helpers);
  const managers = managersIn(helpers);
  for (const manager of managers) {
    const missing = completed(manager, all, draft);
    if (missing !== undefined) return missing;
  }
  const search = new Search(managers, all, draft);
  const words = new Set(
    [...all.values()].flatMap(({ name, owner }) => [
      ...(owner === undefined ? [] : [owner.name]),
      ...(ASYNC_NAMES.has(name) ? [] : [name]),
    ]),
  );
  for (const file of files) {
    const text = draft.textOf(file) ?? "";
    const mentions = [...words].some((word) => holdsWord(text, word));
    if (mentions && (managers.length > 0 || text.includes("closing"))) search.lookIn(file);
  }
  return joinReasons(search.obstacles) ?? { kind: "managed", helpers: all, entered: search.entered };
}

function managersIn(helpers: Helpers): readonly Owned[] {
  const owners = new Map<Node, Owned>();
  for (const { name, owner, source } of helpers.values())
    if (owner !== undefined && ASYNC_NAMES.has(name)) owners.set(owner.node, { owner, source });
  return [...owners.values()];
}

/** Adds what a class lacks of the two methods among those that become async. */
function completed({ owner, source }: Owned, helpers: Map<string, Helper>, draft: Draft): Obstacle | undefined {
  const path = source.pathOf(owner.node);
  const file = draft.nameOf(source.file);
  for (const [name, asyncName] of ASYNC_NAMES) {
    if (source.functionAt(`${path}.${asyncName}`) !== undefined)
      return obstacle(`${path} in ${file} has ${asyncName}() beside ${name}()`);
    const key = keyOf(source.file, `${path}.${name}`);
    if (helpers.has(key)) continue;
    if (source.functionAt(`${path}.${name}`) === undefined)
      return obstacle(`${path} in ${file} does not define ${name}() itself`);
    const helper = helperOf(
      { kind: "function", file: source.file, path: `${path}.${name}` },
      draft,
      new Set(ASYNC_NAMES.keys()),
    );
    if (isObstacle(helper)) return helper;
    helpers.set(key, helper);
  }
  return undefined;
}

class Search {
  readonly entered: Entered[] = [];
  readonly obstacles = new Set<string>();

  constructor(
    readonly managers: readonly Owned[],
    readonly helpers: Helpers,
    readonly draft: Draft,
  ) {}

  lookIn(file: FileId): void {
    const source = this.draft.source(file);
    if (source === undefined) return;
    for (const segment of source.document.segments) {
      if (!this.draft.steps.take()) return;
      if (/\bwith\b/.test(segment.text))
        for (const item of segment.tree.root.descendants("with_item")) this.#lookAtItem(item, source);
      if (!/\b(?:__enter__|__exit__|closing|enter_context|push)\b/.test(segment.text)) continue;
      for (const call of segment.tree.root.descendants("call")) this.#lookAtCall(call, source);
    }
  }

  #lookAtItem(item: Node, source: Source): void {
    const value = item.child("value");
    const expression = value?.kind === "as_pattern" ? value.named[0] : value;
    const statement = item.closest("with_statement");
    if (expression === undefined || statement === undefined || !this.#isManaged(expression, source)) return;
    const where = `${source.placeOf(item)} enters ${expression.text}`;
    const execution = executionOf(statement);
    const isAsync =
      execution.kind === "async" ||
      (execution.kind === "sync" && this.helpers.has(keyOf(source.file, source.pathOf(execution.function) ?? "")));
    if (!isAsync) this.obstacles.add(`${where} and is not async`);
    else if ([...statement.children[1]!.descendants("with_item")].length > 1)
      this.obstacles.add(`${where} beside something else`);
    else this.entered.push({ source, statement });
  }

  #lookAtCall(call: Node, source: Source): void {
    const callee = call.child("function");
    const name = callee?.child("attribute")?.text ?? callee?.text ?? "";
    const given = ENTERING.has(name)
      ? call.child("arguments")?.named[0]
      : ASYNC_NAMES.has(name)
        ? callee?.child("object")
        : undefined;
    if (given === undefined) return;
    const isClosed =
      name === "closing" &&
      [...this.helpers.values()].some((helper) => helper.name === "close" && isOf(given, source, helper));
    if (isClosed || this.#isManaged(given, source) || (ASYNC_NAMES.has(name) && given.text.startsWith("super(")))
      this.obstacles.add(`${source.placeOf(call)} hands ${given.text} to ${name}()`);
  }

  #isManaged(expression: Node, source: Source): boolean {
    return this.managers.some((manager) => isOf(expression, source, manager));
  }
}

/** Whether an expression is an object of a class, or of one derived from it. */
function isOf(
  expression: Node,
  source: Source,
  { owner, source: file }: { readonly owner: ClassDefinition | undefined; readonly source: Source },
): boolean {
  const found = owner === undefined ? undefined : classBehind(source.infer.value(expression), source);
  return (
    found !== undefined &&
    found !== "other" &&
    isKindOf(found.class, found.source, { owner: owner!, source: file }) === true
  );
}
