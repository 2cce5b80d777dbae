import type { FixSettings } from "../../fixes/builder";
import type { FileId } from "../../project/files";
import { YIELDS } from "../../syntax/node-kinds";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import { FileEdits } from "../across-files/file-edits";
import { isObstacle } from "../across-files/obstacle";
import { ownNodes } from "../../model/definitions";
import { executionOf } from "../../model/execution";
import { endOf, writeBehind } from "./hook-places";
import { hookFunctions, type HookFunction, isTest } from "./hooks";
import type { Held } from "./held";
import { makersOf } from "./made-by";
import { type ProjectName, ProjectNames } from "./project-name";
import { Reach } from "./reach";

export interface Closed {
  readonly texts: ReadonlyMap<FileId, string>;
  /** The functions that close it now, as people say it; empty where none is in sight. */
  readonly by: readonly string[];
  /** Whether nobody else has to close anything. */
  readonly all: boolean;
}

const NOTHING: Closed = { texts: new Map(), by: [], all: false };

/**
 * Closes what a module, or objects made at import, hold, where an application of the project ends: in the function that
 * it runs then, in whatever file.
 *
 * @param draft the project with the client in its place
 */
export function closeAtEnd(
  held: Held,
  method: string,
  files: readonly FileId[],
  draft: Draft,
  settings: FixSettings,
): Closed {
  const hooks = hookFunctions(files, draft);
  if (hooks.length === 0) return NOTHING;
  const { wanted, mine, others } = whatToClose(held, hooks, files, draft);
  const writing = new Writing(hooks, draft, settings);
  let missing = others;
  for (const name of wanted) missing = !writing.closeName(name, method) || missing;
  for (const { hook, target } of mine) missing = !writing.close(hook, target, method) || missing;
  const texts = writing.texts();
  return texts === undefined ? NOTHING : { texts, by: [...writing.by], all: !missing && writing.by.size > 0 };
}

interface ToClose {
  readonly wanted: readonly ProjectName[];
  /** Objects that a hook makes for itself. */
  readonly mine: readonly { readonly hook: HookFunction; readonly target: string }[];
  readonly others: boolean;
}

function whatToClose(held: Held, hooks: readonly HookFunction[], files: readonly FileId[], draft: Draft): ToClose {
  const { holder, source, word } = held;
  if (holder.kind === "variable") return { wanted: [{ file: source.file, name: word }], mine: [], others: false };
  const own = draft.source(source.file);
  const node = own?.classAt(holder.path);
  if (own === undefined || node === undefined) return { wanted: [], mine: [], others: true };
  const owned = { owner: own.module.class(node), source: own };
  const { variables, inFunctions, others } = makersOf(owned, files, draft, (file) => isTest(file, draft));
  const mine = inFunctions.flatMap(({ call }) => madeByHook(call, hooks) ?? []);
  return { wanted: variables, mine, others: others || mine.length < inFunctions.length };
}

/** `api = Api()` in what runs around an application, before that starts. */
function madeByHook(call: Node, hooks: readonly HookFunction[]): ToClose["mine"][number] | undefined {
  const execution = executionOf(call);
  const hook =
    execution.kind === "async"
      ? hooks.find(({ node, runs }) => node === execution.function && runs === "around")
      : undefined;
  const assignment = call.parent?.kind === "assignment" && call.field === "right" ? call.parent : undefined;
  const target = assignment?.child("left");
  if (hook === undefined || (target?.kind !== "identifier" && target?.kind !== "attribute")) return undefined;
  const isAlways = assignment?.parent?.parent === hook.node.child("body");
  const isBefore = [...ownNodes(hook.node, YIELDS)].every((stop) => stop.start > call.end);
  return isAlways && isBefore ? { hook, target: target.text } : undefined;
}

class Writing {
  readonly by = new Set<string>();
  readonly edits: FileEdits;
  readonly #ends = new Map<Node, { readonly source: Source; readonly statements: string[] }>();
  readonly #reach: Reach;
  readonly #names: ProjectNames;

  constructor(
    readonly hooks: readonly HookFunction[],
    draft: Draft,
    settings: FixSettings,
  ) {
    this.#reach = new Reach(draft);
    this.edits = new FileEdits(settings);
    this.#names = new ProjectNames(this.edits);
  }

  /** Whether there is a function that closes what a module holds. */
  closeName(name: ProjectName, method: string): boolean {
    const ending = hooksThatReach(name.file, this.hooks, this.#reach).filter(({ runs }) => runs !== "at start");
    return ending.some((hook) => {
      const { node, source } = hook;
      const written = endOf(hook) === undefined ? undefined : this.#names.writtenIn(node, name, source);
      return written !== undefined && this.close(hook, written, method);
    });
  }

  close(hook: HookFunction, target: string, method: string): boolean {
    const { source, node } = hook;
    const end = endOf(hook);
    if (end === undefined) return false;
    const there = this.#ends.get(end) ?? { source, statements: [] };
    this.#ends.set(end, there);
    there.statements.push(`await ${target}.${method}()`);
    this.by.add(source.placeOf(node.child("body")!));
    return true;
  }

  texts(): ReadonlyMap<FileId, string> | undefined {
    for (const [end, { source, statements }] of this.#ends) writeBehind(end, statements, this.edits.in(source));
    this.#names.writeImports();
    const built = this.edits.build();
    return isObstacle(built) ? undefined : built.texts;
  }
}

/**
 * The functions of the one application that comes to a file by its imports; none where several do, or where the file
 * comes to theirs as well, so that importing it there would go round in a circle.
 */
export function hooksThatReach(file: FileId, hooks: readonly HookFunction[], reach: Reach): readonly HookFunction[] {
  const reaching = hooks.filter(({ told, source }) => reach.leads(told, file) || reach.leads(source.file, file));
  if (new Set(reaching.map(({ application }) => application)).size > 1) return [];
  return reaching.filter(({ source }) => source.file === file || !reach.leads(file, source.file));
}
