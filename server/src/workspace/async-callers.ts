import { executionOf } from "../model/execution";
import type { FileId } from "../project/files";
import type { PythonDocument } from "../syntax/document";
import type { Range } from "../syntax/places";
import { holdsWord } from "../syntax/outline";
import type { Node } from "../syntax/tree";
import type { ProjectHost } from "./host";
import type { FunctionName } from "./blocking-helpers";
import { Draft, type Source } from "./across-files/draft";
import { keyOf } from "./across-files/functions";

/** The calls in async code by which a helper is come to. */
export interface AsyncCallers {
  /** How many functions these stand in. */
  readonly functions: number;
  readonly calls: readonly CallPlace[];
}

export interface CallPlace {
  readonly file: FileId;
  readonly range: Range;
}

/** A function of the project by the names that lead to it. */
interface Target {
  readonly file: FileId;
  readonly path: string;
}

/** In more files than this nobody is looked for who calls a function, as the answer is to come at once. */
const MOST_FILES = 3000;

/**
 * Who in async code comes to a function of a file, by itself or through other plain functions, in all files of the
 * project: as far as that is known for sure. Undefined where the project is too large to look through, or the function
 * is not one that can be followed.
 */
export function asyncCallers(
  file: FileId,
  name: FunctionName,
  host: ProjectHost,
  open: (text: string) => PythonDocument,
): AsyncCallers | undefined {
  const files = host.pythonFiles(file);
  const draft = new Draft(host, open);
  const source = draft.source(file);
  const path = source === undefined ? undefined : pathAt(name, source);
  if (files === undefined || files.length > MOST_FILES || path === undefined) return undefined;
  const search = new Search([...new Set([file, ...files])], draft);
  const callers = search.from({ file, path });
  return draft.steps.spent ? undefined : callers;
}

function pathAt({ start, end }: FunctionName, source: Source): string | undefined {
  const segment = source.document.segmentAt(start);
  if (segment === undefined) return undefined;
  const offset = source.document.offsetOf(segment);
  const definition = segment.tree.at(start - offset, end - offset).parent;
  return definition?.kind === "function_definition" ? source.pathOf(definition) : undefined;
}

class Search {
  /**
   * The words that were looked for in all files, and those that are to be; what each function is called by, as far as
   * they led there.
   */
  readonly #words = new Set<string>();
  readonly #waiting: string[] = [];
  readonly #calls = new Map<string, { readonly source: Source; readonly call: Node }[]>();

  constructor(
    readonly files: readonly FileId[],
    readonly draft: Draft,
  ) {}

  from(start: Target): AsyncCallers {
    const functions = new Set<string>();
    const calls: CallPlace[] = [];
    const seen = new Set<string>();
    const targets = [start];
    for (const target of targets) {
      const key = keyOf(target.file, target.path);
      if (seen.has(key)) continue;
      seen.add(key);
      this.#lookFor(target.path.slice(target.path.lastIndexOf(".") + 1));
      for (const { source, call } of this.#calls.get(key) ?? []) {
        const execution = executionOf(call);
        if (execution.kind !== "async" && execution.kind !== "sync") continue;
        const path = source.pathOf(execution.function);
        if (execution.kind === "async") {
          functions.add(keyOf(source.file, path ?? `${source.lineOf(execution.function)}`));
          calls.push({ file: source.file, range: rangeOf(call, source) });
        } else if (path !== undefined) targets.push({ file: source.file, path });
      }
    }
    return { functions: functions.size, calls };
  }

  /** Finds the calls by a word, and by those that it is imported under. */
  #lookFor(word: string): void {
    this.#waiting.push(word);
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      if (this.#words.has(next)) continue;
      this.#words.add(next);
      this.#lookForOne(next);
    }
  }

  #lookForOne(word: string): void {
    for (const file of this.files) {
      if (!holdsWord(this.draft.textOf(file) ?? "", word)) continue;
      const source = this.draft.source(file);
      for (const id of source?.module.identifiers(word) ?? []) {
        if (!this.draft.steps.take()) return;
        this.#look(id, source!);
      }
    }
  }

  #look(id: Node, source: Source): void {
    const alias = id.closest("aliased_import", "block", "module")?.child("alias");
    if (alias !== undefined) {
      this.#waiting.push(alias.text);
      return;
    }
    const callee = id.field === "attribute" ? id.parent! : id;
    const call = callee.parent;
    if (call?.kind !== "call" || callee.field !== "function") return;
    const definition = source.definitionOf(callee);
    if (definition === undefined || definition === "other" || definition.kind !== "function") return;
    const key = keyOf(definition.file, definition.path);
    const known = this.#calls.get(key);
    if (known === undefined) this.#calls.set(key, [{ source, call }]);
    else known.push({ source, call });
  }
}

function rangeOf(node: Node, { document, module }: Source): Range {
  const offset = document.offsetOf(module.segmentOf(node));
  return { start: document.positionAt(offset + node.start), end: document.positionAt(offset + node.end) };
}
