import type { Diagnostic } from "../analysis/diagnostic";

/** More edits than this between two questions are no typing. */
const MOST_EDITS = 100;
/**
 * More findings than this don't go at once because somebody types: whether their statements are whole is not asked of
 * each.
 */
const MOST_GONE = 100;

/** So many UTF-16 code units come in the place of what stands between two offsets. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/**
 * What a client goes on being shown while the statement that it is about is half written, and nothing can be found in
 * it. The engine knows nothing of it: no fix is made of such a finding, and it is told only where findings are shown
 * while one types.
 */
export class StandingFindings {
  /** What was shown last, and the edits since then. */
  #shown: readonly Diagnostic[] = [];
  readonly #edits: Replacement[] = [];

  /** Takes in an edit of the text. */
  edited(edit: Replacement): void {
    if (this.#shown.length === 0) return;
    if (this.#edits.length === MOST_EDITS) this.forget();
    else this.#edits.push(edit);
  }

  /** Lets all of them go: they may be wrong for another reason than the text. */
  forget(): void {
    this.#shown = [];
    this.#edits.length = 0;
  }

  /**
   * Those that were shown till now and are found no longer, where they stand by now, as far as their statements are
   * half written.
   *
   * @param found what is found now; it is shown from now on, beside what is given back
   */
  beside(found: readonly Diagnostic[], isHalfWritten: (offset: number) => boolean): readonly Diagnostic[] {
    const standing = this.#gone(found).filter(({ start }) => isHalfWritten(start));
    this.#shown = standing.length === 0 ? found : [...found, ...standing];
    this.#edits.length = 0;
    return standing;
  }

  #gone(found: readonly Diagnostic[]): readonly Diagnostic[] {
    if (this.#shown.length === 0) return [];
    const known = new Set(found.map(keyOf));
    const gone: Diagnostic[] = [];
    for (const shown of this.#shown) {
      const place = this.#edits.reduce<Span | undefined>(moved, shown);
      if (place === undefined || known.has(keyOf({ rule: shown.rule, start: place.start }))) continue;
      if (gone.length === MOST_GONE) return [];
      gone.push(this.#edits.reduce(after, shown));
    }
    return gone;
  }
}

/** One finding of a rule begins at one place. */
function keyOf({ rule, start }: Pick<Diagnostic, "rule" | "start">): string {
  return `${rule} ${start}`;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of the text where it stands after an edit; undefined where what it begins with went. */
function moved(span: Span | undefined, edit: Replacement): Span | undefined {
  if (span === undefined || edit.start >= span.end) return span;
  const { start, end } = span;
  const by = edit.length - (edit.end - edit.start);
  if (edit.end <= start) return { start: start + by, end: end + by };
  if (edit.start <= start) return undefined;
  return { start, end: edit.end <= end ? end + by : edit.start };
}

/** The same of a finding that doesn't go, with all that it speaks of. */
function after(diagnostic: Diagnostic, edit: Replacement): Diagnostic {
  const { start, end, underlineEnd, related } = diagnostic;
  const underlined = underlineEnd === undefined ? undefined : moved({ start, end: underlineEnd }, edit);
  return {
    ...diagnostic,
    ...moved({ start, end }, edit),
    ...(underlined === undefined ? {} : { underlineEnd: underlined.end }),
    related: related.flatMap((one) => {
      const place = moved(one, edit);
      return place === undefined ? [] : [{ ...one, ...place }];
    }),
  };
}
