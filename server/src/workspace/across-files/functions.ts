import type { Helper, Helpers } from "./helper";
import { asyncLibraryAt } from "../../fixes/async-library";
import type { BlockingPath } from "../../model/blocking";
import { calledBy, type CalledOne } from "../../model/called";
import { callsIn } from "../../model/calls";
import { decoratorsOf } from "../../model/definitions";
import { runInWords } from "../../model/runs";
import type { FileId } from "../../project/files";
import type { Definition } from "../../project/project";
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
    const helper = helperOf(definition, draft);
    if (isObstacle(helper)) return helper;
    if (!isOne) return obstacle(`${textOf(next.call)}() may run one of several functions`);
    if (library !== "asyncio" && asyncLibraryAt(helper.source, helper.node) !== library) {
      return obstacle(
        `${draft.nameOf(helper.source.file)} does not import ${library}, which awaits in another way than asyncio`,
      );
    }
    helpers.set(keyOf(definition.file, definition.path), helper);
    let blocksByItself = false;
    for (const { run, callee, blocks } of callsIn(helper.node, undefined, helper.source.infer.further, BLOCKS)) {
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
  const called = first?.kind === "either" ? theOne(first.of) : first;
  if (called === undefined || (called.kind === "own" && called.node.kind === "lambda")) return undefined;
  const definition =
    called.kind === "own"
      ? source.definitionBehind({ kind: "function", definition: source.module.function(called.node) })
      : source.draft.workspace.definition(called.reference, source.file);
  return definition === undefined || definition === "other" ? undefined : { definition, isOne: others.length === 0 };
}

/** The function of the file that all of them run, as the classes of an object do that don't override it. */
function theOne(of: readonly CalledOne[]): CalledOne | undefined {
  // What other classes have in the place of a method is found where its uses are looked for.
  const [own, ...others] = of.filter((one) => one.kind === "own");
  return others.every((other) => other.node === own?.node) ? own : undefined;
}

/**
 * A function as one that is to become async, or why it can't.
 *
 * @param special names of methods that Python calls itself and whose calls are changed as well
 */
export function helperOf(
  { kind, file, path }: Definition,
  draft: Draft,
  special: ReadonlySet<string> = new Set(),
): Helper | Obstacle {
  const where = `${path}() in ${draft.nameOf(file)}`;
  if (kind === "class") return obstacle(`${where} is a class: making its object can't be awaited`);
  const source = draft.source(file);
  const node = source?.functionAt(path);
  if (source === undefined || node === undefined) return obstacle(`${where} is defined more than once`);
  const { name, owner } = source.module.function(node);
  if (/^__\w+__$/.test(name) && !special.has(name))
    return obstacle(`${where} is called by Python itself, which awaits nothing`);
  const decorator = decoratorsOf(node).find((one) => !INDIFFERENT.has(source.infer.name(one) ?? ""));
  if (decorator !== undefined)
    return obstacle(`${where} is decorated with ${textOf(decorator)}, which may need a plain function`);
  const helper = { source, path, name, node, owner };
  return baseObstacle(helper) ?? helper;
}

/** The callee of a call or decorator; the decorator itself where it isn't called. */
function textOf(node: Node): string {
  return (node.child("function") ?? node).text;
}
