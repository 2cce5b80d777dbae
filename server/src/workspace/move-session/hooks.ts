import { roleOfPath } from "../../config/roles";
import { decoratorsOf, isGenerator } from "../../model/definitions";
import { HOOK_WORDS, libraryRow } from "../../model/library/index";
import type { Hook } from "../../model/library/row";
import { localBindings } from "../../model/local-bindings";
import { type FileId, folderOf } from "../../project/files";
import { holdsWord } from "../../syntax/outline";
import type { Node } from "../../syntax/tree";
import type { Draft, Source } from "../across-files/draft";
import { givenTo, parameterOf } from "./parameter";
import { importedVariable } from "./variable";

/** A function of the project that an application runs as it starts, ends, or around all. */
export interface HookFunction {
  readonly source: Source;
  readonly node: Node;
  readonly runs: Hook["runs"];
  /** Which application runs it; of several functions that one runs the first of its table is told first. */
  readonly application: string;
  readonly rank: number;
  /** The file that tells the application of it. */
  readonly told: FileId;
}

/** Where an application is told what to run, and what it is given there. */
interface Telling {
  readonly hook: Hook;
  readonly rank: number;
  readonly application: string;
  readonly given: readonly Node[];
  readonly decorator?: Node | undefined;
  /** The file that has the application, where another one is given it. */
  readonly told?: FileId;
}

/** What a framework runs an asynchronous generator under. */
const INDIFFERENT: ReadonlySet<string> = new Set(["contextlib.asynccontextmanager"]);

/** The coroutine functions that applications of the project run as they start and end, those of tests left out. */
export function hookFunctions(files: readonly FileId[], draft: Draft): readonly HookFunction[] {
  const found = new Map<Node, HookFunction>();
  /** Applications that run nothing but what one kind of hook tells them of. */
  const alone = new Map<string, number>();
  for (const file of files) {
    const text = draft.textOf(file) ?? "";
    if (isTest(file, draft)) continue;
    for (const word of HOOK_WORDS) {
      const source = holdsWord(text, word) ? draft.source(file) : undefined;
      for (const id of source?.module.identifiers(word) ?? []) {
        if (!draft.steps.take()) return [];
        const telling =
          id.field === "attribute" ? toldByMember(id.parent!, source!, files) : toldByKeyword(id, source!);
        if (telling === undefined) continue;
        if (telling.hook.alone === true) alone.set(telling.application, telling.rank);
        for (const one of functionsTold(telling, source!)) if (!found.has(one.node)) found.set(one.node, one);
      }
    }
  }
  return [...found.values()]
    .filter(({ application, rank }) => (alone.get(application) ?? rank) === rank)
    .sort((a, b) => a.rank - b.rank);
}

export function isTest(file: FileId, { host }: Draft): boolean {
  const root = host.rootOf(folderOf(file)) ?? folderOf(file);
  return roleOfPath(file, root, [])?.role === "test";
}

function functionsTold(telling: Telling, source: Source): readonly HookFunction[] {
  const { hook, rank, application, given, decorator, told = source.file } = telling;
  return given.flatMap((name): HookFunction | readonly [] => {
    const found = functionBehind(name, decorator, source);
    if (found === undefined || !found.node.hasToken("async")) return [];
    if (isGenerator(found.node) !== (hook.runs === "around")) return [];
    return { ...found, runs: hook.runs, application, rank, told };
  });
}

/** `FastAPI(lifespan=lifespan)`, `Litestar(on_shutdown=[close])` */
function toldByKeyword(id: Node, source: Source): Telling | undefined {
  const argument = id.field === "name" && id.parent?.kind === "keyword_argument" ? id.parent : undefined;
  const call = argument?.parent?.kind === "argument_list" ? argument.parent.parent : undefined;
  if (argument === undefined || call?.kind !== "call") return undefined;
  const hooks = libraryRow(source.infer.callee(call) ?? "")?.hooks ?? [];
  const rank = hooks.findIndex(({ by, name }) => by === "keyword" && name === id.text);
  const value = argument.child("value");
  if (rank < 0 || value === undefined) return undefined;
  const given = value.kind === "list" || value.kind === "tuple" ? value.named : [value];
  return { hook: hooks[rank]!, rank, application: madeBy(call, source), given };
}

/** `@app.on_event("shutdown")`, `app.on_cleanup.append(close)` */
function toldByMember(first: Node, source: Source, files: readonly FileId[]): Telling | undefined {
  const object = first.child("object")!;
  const known = applicationBehind(object, source, files);
  if (known === undefined) return undefined;
  const { hooks, application, file } = known;
  let member = first;
  let name = first.child("attribute")!.text;
  while (member.parent?.kind === "attribute" && member.field === "object") {
    member = member.parent;
    name += `.${member.child("attribute")!.text}`;
  }
  const call = member.parent?.kind === "call" && member.field === "function" ? member.parent : undefined;
  const told = call ?? member;
  const definition = told.parent?.kind === "decorator" ? told.parent.parent?.child("definition") : undefined;
  const by = definition === undefined ? "call" : "decorator";
  const args = call?.child("arguments")?.named ?? [];
  const said = args.map(({ text }) => text.replaceAll(/["']/g, ""));
  const rank = hooks.findIndex(
    (hook) => hook.by === by && hook.name === name && (hook.event === undefined || said.includes(hook.event)),
  );
  if (rank < 0) return undefined;
  const decorated = definition?.child("name");
  const of = { hook: hooks[rank]!, rank, application, told: file };
  return decorated === undefined
    ? { ...of, given: args.filter(({ kind }) => kind !== "string") }
    : { ...of, given: [decorated], decorator: told };
}

/** An application is not followed through more functions that are given it. */
const MOST_GIVEN = 5;

interface Application {
  readonly hooks: readonly Hook[];
  readonly application: string;
  /** The file that has it. */
  readonly file: FileId;
}

/** What is known of the application that an expression stands for, be it the parameter that all calls give one. */
function applicationBehind(object: Node, source: Source, files: readonly FileId[], depth = 0): Application | undefined {
  const hooks = hooksOf(object, source);
  if (hooks.length > 0) return { hooks, application: applicationOf(object, source), file: source.file };
  const parameter = depth < MOST_GIVEN ? parameterOf(object, source) : undefined;
  if (parameter === undefined || parameter.binding.annotation !== undefined) return undefined;

  const ofApplication = givenTo(parameter, files)?.filter((one) => !isTest(one.source.file, one.source.draft));
  const given = ofApplication?.map(({ argument, source: from }) =>
    argument === undefined ? undefined : applicationBehind(argument, from, files, depth + 1),
  );
  const [first] = given ?? [];
  return given?.every((one) => one?.hooks === first?.hooks) === true ? first : undefined;
}

/** What the class of an application says of its hooks, be it made in another file. */
function hooksOf(object: Node, source: Source): readonly Hook[] {
  const own = source.infer.instanceOf(object);
  if (own !== undefined) return libraryRow(own)?.hooks ?? [];
  const made = source.infer.name(object);
  const elsewhere = made === undefined ? undefined : importedVariable(made, source.file, source.draft);
  const other = elsewhere === undefined ? undefined : source.draft.source(elsewhere.file);
  const value = other?.infer.global(elsewhere!.name);
  return value?.kind === "instance" ? (libraryRow(value.name)?.hooks ?? []) : [];
}

/** What an application is known by: the variable that holds it, or where it is made. */
function applicationOf(object: Node, source: Source): string {
  const local = object.kind === "identifier" ? localBindings(object, source.module) : undefined;
  const [made] = local ?? [];
  if (made !== undefined)
    return made.source.kind === "expression" && made.source.value.kind === "call"
      ? madeBy(made.source.value, source)
      : `${source.file}\n${source.lineOf(made.node)}`;
  const [binding] = object.kind === "identifier" ? source.module.bindings(object.text) : [];
  const name = binding?.source.kind === "import" ? binding.source.name : source.infer.name(object);
  const elsewhere = name === undefined ? undefined : importedVariable(name, source.file, source.draft);
  return elsewhere === undefined ? `${source.file}\n${object.text}` : `${elsewhere.file}\n${elsewhere.name}`;
}

function madeBy(call: Node, source: Source): string {
  const target = call.parent?.kind === "assignment" ? call.parent.child("left") : undefined;
  const isGlobal = target?.kind === "identifier" && localBindings(target, source.module) === undefined;
  return `${source.file}\n${isGlobal ? target.text : source.lineOf(call)}`;
}

/** The function that a name stands for, where no decorator but the one that tells of it may make another of it. */
function functionBehind(
  name: Node,
  decorator: Node | undefined,
  source: Source,
): { readonly source: Source; readonly node: Node } | undefined {
  const found = decorator === undefined ? functionNamed(name, source) : { source, node: name.parent! };
  const isItself =
    found && decoratorsOf(found.node).every((one) => one === decorator || isIndifferent(one, found.source));
  return isItself === true ? found : undefined;
}

function isIndifferent(decorator: Node, { infer }: Source): boolean {
  return INDIFFERENT.has(infer.name(decorator) ?? "");
}

function functionNamed(name: Node, source: Source): { readonly source: Source; readonly node: Node } | undefined {
  const definition = source.definitionOf(name);
  if (definition === undefined || definition === "other" || definition.kind !== "function") return undefined;
  const other = source.draft.source(definition.file);
  const node = other?.functionAt(definition.path);
  return other === undefined || node === undefined ? undefined : { source: other, node };
}
