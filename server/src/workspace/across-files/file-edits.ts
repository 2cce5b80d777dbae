import { applyEdits, editsOf } from "../../fixes/apply";
import { FixBuilder, type FixSettings } from "../../fixes/builder";
import type { FileId } from "../../project/files";
import type { Source } from "./draft";
import { obstacle, type Obstacle } from "./obstacle";

/** Texts in which functions have another colour, and their calls with them, and what that changes besides. */
export interface Recoloured {
  readonly kind: "recoloured";
  readonly texts: ReadonlyMap<FileId, string>;
  readonly annotations: readonly string[];
}

/** The edits of one change over several files. */
export class FileEdits {
  readonly #builders = new Map<Source, FixBuilder>();

  constructor(readonly settings: FixSettings) {}

  /** Collects those of a file. */
  in(source: Source): FixBuilder {
    let builder = this.#builders.get(source);
    if (builder === undefined)
      this.#builders.set(
        source,
        (builder = new FixBuilder({ module: source.module, infer: source.infer, settings: this.settings })),
      );
    return builder;
  }

  /** The texts that come of them, or why they can't be right. */
  build(): Recoloured | Obstacle {
    const texts = new Map<FileId, string>();
    const annotations: string[] = [];
    for (const [source, builder] of this.#builders) {
      const fix = builder.build({ title: "", applicability: "unsafe" });
      if (fix.obstacle !== undefined) return obstacle(`in ${source.draft.nameOf(source.file)} ${fix.obstacle}`);
      if (fix.annotation !== undefined) annotations.push(fix.annotation);
      texts.set(source.file, applyEdits(source.document.text, editsOf(source.module, fix)));
    }
    return { kind: "recoloured", texts, annotations };
  }
}
