import type { Given } from "../given";
import type { WayElsewhere } from "../ways";
import { keyOf } from "../dependency";
import {
  type CoroutineElsewhere,
  type LeftOpenElsewhere,
  NO_IMPORTS,
  type PathElsewhere,
  UNKNOWN_COROUTINE,
  type Imports,
  type HelperElsewhere,
} from "../imports";
import { canonicalName, isInTable, libraryRow } from "../library/index";
import { STANDARD_MODULES } from "../library/standard-modules";
import type { Node } from "../../syntax/tree";
import type { Reference } from "../reference";
import { definitionPath } from "../definition-path";
import type { Tells } from "../tells";
import type { ThreadWrapper } from "../summary";
import type { UsedElsewhere } from "../used-elsewhere";
import type { Value } from "../values";
import type { Inference } from "./inference";

/** What other files of the project say of a reference. */
export function valueElsewhere(reference: Reference, { imports, reads }: Inference): Value | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  return imports.value(reference);
}

/** What a star import from another file brings under a name. */
export function starredElsewhere(module: string, name: string, { imports, reads }: Inference): Value | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  return imports.starred(module, name);
}

/** How running what another file defines stalls the thread. */
export function blockingElsewhere(
  reference: Reference,
  way: WayElsewhere,
  given: Given | undefined,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): PathElsewhere | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  return imports.blockingPath(reference, way, given);
}

/** Whether a function is still run that another file's function decorates. */
export function decoratesElsewhere(
  reference: Reference,
  made: boolean,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): boolean {
  if (imports === NO_IMPORTS) return false;
  reads.add(keyOf({ kind: "other files" }));
  return imports.decorates(reference, made);
}

/** Whether classes of other files derive from one of this file; undefined where nobody knows. */
export function isDerivedElsewhere(class_: Node, inference: OfFile): boolean | undefined {
  return askedOf(class_, inference, (path, imports) => imports.derivedElsewhere(path));
}

/** Whether another file runs a function of this one alone on its loop. */
export function runsAloneElsewhere(function_: Node, inference: OfFile): boolean {
  return askedOf(function_, inference, (path, imports) => imports.runsAlone(path));
}

/** Whether a scheduler of the project's own steps a function of this file, and no event loop runs it. */
export function isSteppedElsewhere(function_: Node, inference: OfFile): boolean {
  return askedOf(function_, inference, (path, imports) => imports.isStepped(path));
}

/** Whether one of some imported names is of a scheduler of the project's own, or of a module that imports from one. */
export function schedulesElsewhere(
  names: readonly string[],
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): boolean {
  if (imports === NO_IMPORTS) return false;
  reads.add(keyOf({ kind: "other files" }));
  return imports.schedules(names);
}

/** What is known of a coroutine function of another file. */
export function coroutineElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): CoroutineElsewhere {
  if (imports === NO_IMPORTS) return UNKNOWN_COROUTINE;
  reads.add(keyOf({ kind: "other files" }));
  return imports.coroutine(reference);
}

/** Whether calling something of an installed package surely gives a coroutine. */
export function givesCoroutineElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): boolean {
  if (imports === NO_IMPORTS) return false;
  reads.add(keyOf({ kind: "other files" }));
  return imports.givesCoroutine(reference);
}

/**
 * Who tells errors that a function of this file raises from a group of them, among all who call it, in whatever file.
 */
export function callersTellElsewhere(
  function_: Node,
  { imports, reads, module }: Pick<Inference, "imports" | "reads" | "module">,
): Tells | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  const path = definitionPath(function_, module);
  return path === undefined ? undefined : imports.callersTell(path);
}

/** Whether other files use a function of this file, or may; undefined where nobody knows. */
export function usedElsewhere(
  function_: Node,
  { imports, reads, module }: Pick<Inference, "imports" | "reads" | "module">,
): UsedElsewhere | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  const path = definitionPath(function_, module);
  return path === undefined ? undefined : imports.usedElsewhere(path);
}

/** The first other file that takes one of some names of this file and says one of some words beside. */
export function saidByTakers(
  names: readonly string[],
  words: readonly string[],
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): string | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  return imports.saidByTakers(names, words);
}

/** What each object of a class of another file opens, and that nothing can close. */
export function leftOpenElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): LeftOpenElsewhere | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  return imports.leftOpen(reference);
}

/** How another file's coroutine function has a thread call what it is given. */
export function threadWrapperElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): ThreadWrapper | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  return imports.threadWrapper(reference);
}

/** The functions of another file that do so, or keep tasks. */
export function helpersElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): readonly HelperElsewhere[] {
  if (imports !== NO_IMPORTS) reads.add(keyOf({ kind: "other files" }));
  return imports.helpersAt(reference);
}

/** What a function of another file calls at last that works in the thread of the event loop alone. */
export function boundElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): string | undefined {
  if (imports !== NO_IMPORTS) reads.add(keyOf({ kind: "other files" }));
  return imports.boundToThread(reference);
}

/** Whether a function of another file makes a task of what it is given, and keeps that. */
export function keepsTaskElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): boolean {
  if (imports !== NO_IMPORTS) reads.add(keyOf({ kind: "other files" }));
  return imports.keepsTask(reference);
}

/** The name of the coroutine function beside another file's plain one. */
export function asyncTwinElsewhere(
  reference: Reference,
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): string | undefined {
  if (imports === NO_IMPORTS) return undefined;
  reads.add(keyOf({ kind: "other files" }));
  return imports.asyncTwin(reference);
}

/** Whether another file's class, or an object of one, derives from one of some classes of libraries. */
export function derivesElsewhere(
  reference: Reference,
  classes: readonly string[],
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): boolean {
  if (imports === NO_IMPORTS) return false;
  reads.add(keyOf({ kind: "other files" }));
  return imports.derivesFrom(reference, classes);
}

/** Whether one of some modules of the project has the loop make its tasks in a way of its own. */
export function makesTasksElsewhere(
  modules: readonly string[],
  { imports, reads }: Pick<Inference, "imports" | "reads">,
): boolean {
  if (imports === NO_IMPORTS) return false;
  reads.add(keyOf({ kind: "other files" }));
  return imports.makesTasks(modules);
}

/** What an import gives a name: something of a library, or of a module of the project that is called so. */
export function imported(name: string, inference: Pick<Inference, "imports" | "reads">): Value {
  return hidesLibrary(name, inference)
    ? { kind: "outside", reference: name }
    : { kind: "name", name: canonicalName(name) };
}

/** Whether the project has a module of its own where an import seems to name a library. */
export function hidesLibrary(name: string, { imports, reads }: Pick<Inference, "imports" | "reads">): boolean {
  const top = name.split(".", 1)[0]!;
  if (imports === NO_IMPORTS || !isInTable(top) || STANDARD_MODULES.has(top)) return false;
  reads.add(keyOf({ kind: "own modules" }));
  return imports.hidesLibrary(top);
}

/** Whether a value is something that a file of the project defines, be it one that nobody has looked at yet. */
export function isOfProject(value: Value | undefined, inference: Inference): boolean {
  if (value?.kind === "outside") return true;
  if (value?.kind !== "name" || libraryRow(value.name) !== undefined) return false;
  return valueElsewhere(value.name, inference)?.kind === "outside";
}

/** What a name that no table knows stands for in another file; what nobody knows stays a name. */
export function resolved(value: Value | undefined, inference: Inference): Value | undefined {
  if (value?.kind !== "name" || inference.imports === NO_IMPORTS || libraryRow(value.name) !== undefined) return value;
  const found = valueElsewhere(value.name, inference);
  return found === undefined || found.kind === "outside" ? value : found;
}

type OfFile = Pick<Inference, "imports" | "reads" | "module">;

/** Asks other files about something that this one defines. */
function askedOf<Answer>(
  definition: Node,
  { imports, reads, module }: OfFile,
  ask: (path: string, imports: Imports) => Answer,
): Answer | false {
  if (imports === NO_IMPORTS) return false;
  reads.add(keyOf({ kind: "other files" }));
  const path = definitionPath(definition, module);
  return path !== undefined && ask(path, imports);
}
