import type { ModuleSummary } from "../model/summary";
import type { FileId, Files } from "./files";
import type { Summaries } from "./resolver";
import { isStub, sourceOf, stubOf, typesOf, withTypes } from "./stubs";

/**
 * What files say together with their stubs: a stub tells types, and never what is done, which is the source's alone.
 * Kept for as long as the same files are there.
 */
export class TypedSummaries implements Summaries {
  readonly #known = new Map<FileId, ModuleSummary>();

  constructor(
    readonly files: Files,
    readonly summaries: Summaries,
    readonly stubFor: (source: FileId) => FileId | undefined = (source) => stubOf(source, files),
  ) {}

  get(file: FileId): ModuleSummary | undefined {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const own = this.summaries.get(file);
    if (own === undefined) return undefined;
    const stubFile = isStub(file) ? undefined : this.stubFor(file);
    const stub = stubFile === undefined ? undefined : this.summaries.get(stubFile);
    if (stubFile !== undefined && stub === undefined) return own;
    const typed = stub === undefined ? (isStub(file) ? typesOf(own) : own) : withTypes(own, stub);
    this.#known.set(file, typed);
    return typed;
  }

  /** Takes in that a file has another summary; gives the file of which another says more by it. */
  forget(file: FileId): FileId {
    const source = isStub(file) ? sourceOf(file) : file;
    this.#known.delete(file);
    this.#known.delete(source);
    return source;
  }
}
