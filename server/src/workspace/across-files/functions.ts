import type { Helper, Helpers } from "./helper";
import { asyncLibraryAt } from "../../fixes/async-library";
import type { BlockingPath } from "../../model/blocking";
import { calledBy, type CalledOne } from "../../model/called";
import { callsIn, type OwnCall } from "../../model/calls";
import { decoratorsOf } from "../../model/definitions";
import { runInWords } from "../../model/runs";
import type { FileId } from "../../project/files";
import type { Definition } from "../../project/project";
import { stubOf } from "../../project/stubs";
import type { Node } from "../../syntax/tree";
import { BLOCKS, type Draft, type Source } from "./draft";
import { isObstacle, obstacle, type Obstacle } from "./obstacle";
import { baseObstacle } from "./overrides";

/** More functions than this are not made async at once. */
const MOST_HELPERS = 50;

/** Decorators beneath which a method may be async as well as plain. */
const INDIFFERENT: ReadonlySet<string> = new Set(["staticmethod", "classmethod", "typing.override", "typing.final"]);

export function keyOf(file: FileId, path: string): string {
  return `${file}\n${path}`;
}

/** The functions that a call in async code comes to on all ways to calls that block. */
export function helpersBehind(call: Node, source: Source, draft: Draft): Helpers | Obstacle {
  const helpers = new Map<string, Helper>();
  const library = asyncLibraryAt(source, call);
  const waiting: { readonly call: Node; readonly source: Source }[] = [{ call, source }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const called = definitionCalled(next.call, next.source);
    if (called === undefined) return obstacle(`what ${textOf(next.call)}() runs isn't known`);
    const { definition, isOne } = called;
    if (isOne && helpers.has(keyOf(definition.file, definition.path))) continue;
    if (helpers.size >= MOST_HELPERS) return obstacle(`more than ${MOST_HELPERS} functions would have to be async`);
    const helper = helperOf(definition, draft, undefined, "all of a path");
    if (isObstacle(helper)) return helper;
    if (!isOne) return obstacle(`${textOf(next.call)}() may run one of several functions`);
    if (library !== "asyncio" && asyncLibraryAt(helper.source, helper.node) !== library) {
      return obstacle(
        `${draft.nameOf(helper.source.file)} does not import ${library}, which awaits in another way than asyncio`,
      );
    }
    helpers.set(keyOf(definition.file, definition.path), helper);
    let blocksByItself = false;
    for (const { run, callee, blocks } of runsIn(helper)) {
      const further = blocks === undefined ? helper.source.paths.from(run) : undefined;
      blocksByItself ||= blocks !== undefined || further !== undefined;
      // What is installed is no one's to rewrite: its calls go to a thread.
      if (further === undefined || isInstalled(further)) continue;
      if (run.way !== "call")
        return obstacle(
          `${helper.path}() in ${draft.nameOf(helper.source.file)} ${runInWords({ way: run.way, callee })}, which can't be awaited`,
        );
      waiting.push({ call: run.at, source: helper.source });
    }
    if (!blocksByItself)
      return obstacle(
        `what ${helper.path}() in ${draft.nameOf(helper.source.file)} runs depends on the class of its object`,
      );
  }
  return helpers;
}

/** What all of its definitions run. */
function runsIn({ node, beside, source }: Helper): readonly OwnCall[] {
  return [node, ...beside].flatMap((one) => [...callsIn(one, undefined, source.infer.further, BLOCKS)]);
}

function isInstalled({ steps: [first] }: BlockingPath): boolean {
  return first?.kind === "elsewhere" && first.package !== undefined;
}

/** The first function that a call runs, and whether it may run others, as branches and decorators define them. */
function definitionCalled(
  call: Node,
  source: Source,
): { readonly definition: Definition; readonly isOne: boolean } | undefined {
  const callee = call.child("function");
  const [first, ...others] =
    callee === undefined ? [] : calledBy({ at: call, way: "call", what: callee }, undefined, source.infer);
  const called = first?.kind === "either" ? theOne(first.of, source) : first;
  if (called === undefined || (called.kind === "own" && called.node.kind === "lambda")) return undefined;
  const definition =
    called.kind === "own"
      ? source.definitionBehind({ kind: "function", definition: source.module.function(called.node) })
      : source.draft.workspace.definition(called.reference, source.file);
  return definition === undefined || definition === "other" ? undefined : { definition, isOne: others.length === 0 };
}

/**
 * The function of the file that all of them run, as the classes of an object do that don't override it; or the first of
 * those that branches define under one name.
 */
function theOne(of: readonly CalledOne[], source: Source): CalledOne | undefined {
  // What other classes have in the place of a method is found where its uses are looked for.
  const [own, ...others] = of.filter((one) => one.kind === "own");
  if (own === undefined) return undefined;
  const path = source.pathOf(own.node);
  return others.every(({ node }) => node === own.node || (path !== undefined && source.pathOf(node) === path))
    ? own
    : undefined;
}

/**
 * A function as one that is to become async, or why it can't.
 *
 * @param special names of methods that Python calls itself and whose calls are changed as well
 * @param which whether all that branches define under its path become async with it
 */
export function helperOf(
  { kind, file, path }: Definition,
  draft: Draft,
  special: ReadonlySet<string> = new Set(),
  which: "all of a path" | "a single one" = "a single one",
): Helper | Obstacle {
  const where = `${path}() in ${draft.nameOf(file)}`;
  if (kind === "class") return obstacle(`${where} is a class: making its object can't be awaited`);
  const source = draft.source(file);
  const [node, ...beside] = source?.functionsAt(path) ?? [];
  if (source === undefined || node === undefined || (beside.length > 0 && which === "a single one"))
    return obstacle(`${where} is defined more than once`);
  const { name, owner } = source.module.function(node);
  if (beside.some((other) => source.module.function(other).owner?.node !== owner?.node))
    return obstacle(`${where} is defined more than once`);
  if (/^__\w+__$/.test(name) && !special.has(name))
    return obstacle(`${where} is called by Python itself, which awaits nothing`);
  const stub = stubOf(file, draft.host);
  if (stub !== undefined && (draft.source(stub)?.functionsAt(path).length ?? 0) > 0)
    return obstacle(`the stub ${draft.nameOf(stub)} declares ${path}(), and is left as it is`);
  const decorator = [node, ...beside]
    .flatMap((one) => decoratorsOf(one))
    .find((one) => !INDIFFERENT.has(source.infer.name(one) ?? ""));
  if (decorator !== undefined)
    return obstacle(`${where} is decorated with ${textOf(decorator)}, which may need a plain function`);
  const helper = { source, path, name, node, beside, owner };
  return baseObstacle(helper) ?? helper;
}

/** The callee of a call or decorator; the decorator itself where it isn't called. */
function textOf(node: Node): string {
  return (node.child("function") ?? node).text;
}
