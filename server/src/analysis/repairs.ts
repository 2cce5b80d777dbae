import type { Remedy } from "../fixes/fix";
import type { PythonDocument } from "../syntax/document";
import type { Found } from "./check";
import type { Diagnostic } from "./diagnostic";
import { MOST_TOGETHER, offeredBy, type Repairable, repairable, repairableWith } from "./repairable";
import { functionOf, withRest } from "./same-function";

/** What can be done about the findings of one state of a text, worked out when somebody asks. */
export class Repairs {
  readonly #alone = new Map<Diagnostic, Repairable>();
  readonly #whole = new Map<Diagnostic, Repairable>();

  constructor(
    readonly document: PythonDocument,
    readonly told: () => readonly Diagnostic[],
    readonly find: (diagnostic: Diagnostic) => Found | undefined,
  ) {}

  /** A finding with what repairs it, and what else belongs to that in its function. */
  of(diagnostic: Diagnostic): Repairable {
    let known = this.#whole.get(diagnostic);
    if (known === undefined) {
      const offers = (): readonly Remedy[] => withRest(this.alone(diagnostic).offers, () => this.#besides(diagnostic));
      this.#whole.set(diagnostic, (known = offeredBy(diagnostic, offers)));
    }
    return known;
  }

  /** To be called where the text changes. */
  clear(): void {
    this.#alone.clear();
    this.#whole.clear();
  }

  /** A finding with what repairs it and those that are one act with it. */
  alone(diagnostic: Diagnostic): Repairable {
    let known = this.#alone.get(diagnostic);
    if (known === undefined) {
      const { others } = diagnostic;
      const alone = repairable(diagnostic, () => this.find(diagnostic));
      known =
        others === undefined
          ? alone
          : repairableWith(alone, () => others.slice(0, MOST_TOGETHER).map((one) => this.alone(one).offers));
      this.#alone.set(diagnostic, known);
    }
    return known;
  }

  /** What is offered for the other findings of the functions that a fix changes. */
  #besides(diagnostic: Diagnostic): readonly (readonly Remedy[])[] {
    const own = [diagnostic, ...(diagnostic.others ?? []).slice(0, MOST_TOGETHER)];
    const functions = new Set(own.flatMap((one) => functionOf(this.find(one)) ?? []));
    const places = own.flatMap((one) => this.#spanOfFunction(one) ?? []);
    const isNear = ({ start, end }: Diagnostic): boolean =>
      places.some((place) => start >= place.start && end <= place.end);
    return this.told()
      .flatMap((one) => [one, ...(one.others ?? [])])
      .filter((one) => {
        if (own.includes(one) || !isNear(one)) return false;
        const function_ = functionOf(this.find(one));
        return function_ !== undefined && functions.has(function_);
      })
      .slice(0, MOST_TOGETHER)
      .map((one) => this.alone(one).offers);
  }

  #spanOfFunction(diagnostic: Diagnostic): { readonly start: number; readonly end: number } | undefined {
    const function_ = functionOf(this.find(diagnostic));
    const segment = this.document.segmentAt(diagnostic.start);
    if (function_ === undefined || segment === undefined) return undefined;
    const offset = this.document.offsetOf(segment);
    return { start: offset + function_.start, end: offset + function_.end };
  }
}
