import type { HelperElsewhere } from "../model/imports";
import { lastMember, memberOf, type Reference } from "../model/reference";
import type { FunctionSummary, ThreadWrapper } from "../model/summary";
import type { FileId } from "./files";
import type { Resolver } from "./resolver";
import type { Defined } from "./target";

/** Ways into a thread that hand on to one another are not followed further. */
const MOST_STEPS = 5;

/** Says what functions of the project are there to be handed: those that keep tasks, and those that a thread calls. */
export class Helpers {
  constructor(readonly resolver: Resolver) {}

  /** How it has a thread call what it is given; undefined where it does not. */
  threadWrapper(reference: Reference, from: FileId, steps = MOST_STEPS): ThreadWrapper | undefined {
    const function_ = this.#definedAt(reference, from);
    const wrapper = function_?.summary.threads;
    if (function_ === undefined || wrapper?.by === undefined) return wrapper;
    const handedOn = steps === 0 ? undefined : this.threadWrapper(wrapper.by.to, function_.file, steps - 1);
    return handedOn?.leads === wrapper.by.leads ? wrapper : undefined;
  }

  /** Whether it makes a task of what it is given, and keeps that. */
  keepsTask(reference: Reference, from: FileId): boolean {
    return this.#definedAt(reference, from)?.summary.keepsTask !== undefined;
  }

  /** Those of what a reference comes to, and those beside it. */
  at(reference: Reference, from: FileId): readonly HelperElsewhere[] {
    const target = this.resolver.target(reference, from);
    switch (target?.kind) {
      case "module":
        return target.module.kind === "file" ? this.#of(target.module.file, reference, from) : [];
      case "function":
      case "class":
        return this.#beside(target.symbol, reference, from);
      default:
        return [];
    }
  }

  /**
   * Of a module's own functions and classes alone: once one of them can be imported so can the others, while what a
   * module imports itself may be there before these are.
   */
  #beside({ file, path }: Defined<unknown>, reference: Reference, from: FileId): readonly HelperElsewhere[] {
    const module = lastMember(reference).object;
    const target = this.resolver.target(module, from);
    if (path.includes(".") || target?.kind !== "module") return [];
    if (target.module.kind !== "file" || target.module.file !== file) return [];
    return this.#of(file, module, from).map((helper) =>
      helper.path.startsWith(`${path}.`)
        ? { ...helper, path: helper.path.slice(path.length + 1) }
        : { ...helper, of: "its module" },
    );
  }

  /** What a module defines at its top, and its classes. */
  #of(file: FileId, module: Reference, from: FileId): readonly HelperElsewhere[] {
    return Object.entries(this.resolver.summary(file)?.symbols ?? {}).flatMap(([path, symbol]) => {
      if (symbol.kind !== "function") return [];
      const isMember = path.includes(".");
      const keepsTask = symbol.keepsTask === "by name";
      if (!keepsTask && (isMember || symbol.threads === undefined)) return [];
      const at = path.split(".").reduce(memberOf, module);
      if (this.#definedAt(at, from)?.path !== path) return [];
      const threads = isMember ? undefined : this.threadWrapper(at, from);
      return keepsTask || threads !== undefined ? [{ path, of: "it", threads, keepsTask }] : [];
    });
  }

  /** What decorates a function may do something else. */
  #definedAt(reference: Reference, from: FileId): Defined<FunctionSummary> | undefined {
    const target = this.resolver.target(reference, from);
    if (target?.kind !== "function") return undefined;
    const { generator, plain, wrappers } = target.symbol.summary;
    return !generator && plain && wrappers.length === 0 ? target.symbol : undefined;
  }
}
