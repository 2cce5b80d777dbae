import type { ModuleSummary } from "../model/summary";
import type { FileId } from "../project/files";

/**
 * The last summary of each file, for all who look at the same files: the workspace that findings come from, and those
 * that are made for a question about all of them. A summary says what one text says, so it holds for whoever reads that
 * text there; the texts themselves are not held.
 */
export class KnownSummaries {
  readonly #byFile = new Map<FileId, { readonly of: string; readonly summary: ModuleSummary | undefined }>();

  /** The summary of a file's text, worked out where it is another text than the last one there. */
  of(file: FileId, text: string, make: () => ModuleSummary | undefined): ModuleSummary | undefined {
    const of = digest(text);
    const known = this.#byFile.get(file);
    if (known?.of === of) return known.summary;
    const summary = make();
    this.#byFile.set(file, { of, summary });
    return summary;
  }
}

/**
 * Tells the texts of one file apart: two multiplicative hashes of 32 bits over its UTF-16 code units, and its length.
 * Nobody gains anything by two texts that agree in all three but findings of his own that are off.
 */
function digest(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x5bd1e995);
    second ^= second >>> 15;
  }
  return `${text.length} ${first} ${second}`;
}
