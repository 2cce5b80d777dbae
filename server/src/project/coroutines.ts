import type { CoroutineElsewhere } from "../model/imports";
import { UNKNOWN_COROUTINE } from "../model/imports";
import type { FunctionSummary } from "../model/summary";
import { memberOf, type Reference } from "../model/reference";
import type { FileId } from "./files";
import type { Resolver } from "./resolver";
import type { Defined } from "./target";

/** More functions are not looked at to know that one of them never waits, or never fails. */
const MOST_FUNCTIONS = 50;

/** Says what is known of coroutine functions, by the summaries of all files that they come to. */
export class Coroutines {
  constructor(readonly resolver: Resolver) {}

  of(reference: Reference, from: FileId): CoroutineElsewhere {
    const function_ = this.#functionAt(reference, from);
    if (function_ === undefined) {
      const takesErrors = this.#takesErrors(reference, from);
      return { ...UNKNOWN_COROUTINE, neverFails: takesErrors, losesNoErrors: takesErrors };
    }
    return {
      over: this.#isSafe(function_, "waitsBy"),
      neverFails: this.#isSafe(function_, "failsBy"),
      losesNoErrors: this.#isSafe(function_, "losesBy"),
      hook: function_.summary.hook,
    };
  }

  /** What a plain function calls, be it by others of the project, that works in the thread of the event loop alone. */
  boundToThread(reference: Reference, from: FileId): string | undefined {
    const queue = [this.#plainAt(reference, from)];
    const seen = new Set(queue.map((one) => one?.summary));
    for (let i = 0; i < queue.length && i < MOST_FUNCTIONS; i++) {
      const { file, summary } = queue[i] ?? {};
      if (summary?.bound !== undefined) return summary.bound;
      for (const { to } of summary?.calls ?? []) {
        const other = to === undefined || file === undefined ? undefined : this.#plainAt(to, file);
        if (other !== undefined && !seen.has(other.summary)) queue.push(other);
        seen.add(other?.summary);
      }
    }
    return undefined;
  }

  #plainAt(reference: Reference, from: FileId): Defined<FunctionSummary> | undefined {
    const target = this.resolver.target(reference, from);
    return target?.kind === "function" && !target.symbol.summary.async ? target.symbol : undefined;
  }

  /** The coroutine function beside the plain one that a reference comes to. */
  asyncTwin(reference: Reference, from: FileId): string | undefined {
    const target = this.resolver.target(reference, from);
    return target?.kind === "function" ? target.symbol.summary.twin : undefined;
  }

  #isSafe(function_: Defined<FunctionSummary>, by: "waitsBy" | "failsBy" | "losesBy"): boolean {
    const seen = new Set<string>();
    const queue = [function_];
    for (let i = 0; i < queue.length; i++) {
      const { file, summary } = queue[i]!;
      const functions = summary[by];
      if (functions === undefined || i >= MOST_FUNCTIONS) return false;
      for (const references of functions) {
        if (references.some((reference) => this.#takesErrors(reference, file))) continue;
        const other = references.map((reference) => this.#functionAt(reference, file)).find((one) => one !== undefined);
        if (other === undefined) return false;
        const key = `${other.file}\n${other.path}`;
        if (!seen.has(key)) queue.push(other);
        seen.add(key);
      }
    }
    return true;
  }

  /** Whether a reference comes to a context manager that takes whatever its block raises. */
  #takesErrors(reference: Reference, from: FileId): boolean {
    if (!reference.endsWith("()")) return false;
    const target = this.resolver.target(reference, from);
    if (target?.kind === "manager") return target.symbol.summary.failsBy !== undefined;
    const exit = target?.kind === "object" ? this.resolver.target(memberOf(reference, "__exit__"), from) : undefined;
    return exit?.kind === "function" && !exit.symbol.summary.async && exit.symbol.summary.failsBy !== undefined;
  }

  #functionAt(reference: Reference, from: FileId): Defined<FunctionSummary> | undefined {
    const function_ = this.#definedAt(reference, from);
    return function_?.summary.async === true ? function_ : undefined;
  }

  /** What decorates a function may fail for it, or do something else. */
  #definedAt(reference: Reference, from: FileId): Defined<FunctionSummary> | undefined {
    const target = this.resolver.target(reference, from);
    if (target?.kind !== "function") return undefined;
    const { generator, plain, wrappers } = target.symbol.summary;
    return !generator && plain && wrappers.length === 0 ? target.symbol : undefined;
  }
}
