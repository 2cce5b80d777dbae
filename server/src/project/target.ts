import type { LibraryValue } from "../model/library-values";
import { type Reference, typedOf } from "../model/reference";
import type { Value } from "../model/values";
import type { ClassSummary, FunctionSummary } from "../model/summary";
import type { FileId } from "./files";
import type { FoundModule } from "./find-module";

/** A function or class of a project's file. */
export interface Defined<Summary> {
  readonly file: FileId;
  readonly path: string;
  readonly summary: Summary;
}

/** What a reference comes to. */
export type Target =
  | { readonly kind: "module"; readonly module: FoundModule }
  /**
   * A function; `on` is the class of the object that it is a method of, where it is asked of one; `derived` where that
   * may be of a class derived from this, which may have another.
   */
  | {
      readonly kind: "function";
      readonly symbol: Defined<FunctionSummary>;
      readonly on?: Defined<ClassSummary>;
      readonly derived?: true;
    }
  | { readonly kind: "class"; readonly symbol: Defined<ClassSummary> }
  /** An object of a class; `derived` where it may be of one derived from that. */
  | { readonly kind: "object"; readonly symbol: Defined<ClassSummary>; readonly derived?: true }
  /** What calling a plain generator function gives, or one that is made a context manager of. */
  | { readonly kind: "generator" | "manager"; readonly symbol: Defined<FunctionSummary> }
  /** One of several, as branches define them, nobody knows which. */
  | { readonly kind: "either"; readonly of: readonly TargetOne[] }
  /** What a call gives that must be awaited; `result` is what awaiting gives. */
  | { readonly kind: "awaitable"; readonly result: Target | undefined }
  /** Something that is installed beside the project, by what it is called in a file. */
  | { readonly kind: "installed"; readonly reference: Reference; readonly from: FileId }
  /** Something of a library. */
  | { readonly kind: "library"; readonly value: Value };

export type TargetOne = Exclude<Target, { readonly kind: "either" }>;

/** One of several, where all are known; that one where they are the same. */
export function eitherTarget(targets: readonly (Target | undefined)[]): Target | undefined {
  const of: TargetOne[] = [];
  for (const target of targets) {
    if (target === undefined) return undefined;
    for (const one of target.kind === "either" ? target.of : [target])
      if (!of.some((other) => isSame(one, other))) of.push(one);
  }
  const [first, ...others] = of;
  return others.length === 0 ? first : { kind: "either", of };
}

/** An object of a class, as an annotation says. */
export function typedTarget(target: TargetOne): Target | undefined {
  if (target.kind === "class") return { kind: "object", symbol: target.symbol, derived: true };
  if (target.kind === "installed") return { ...target, reference: typedOf(target.reference) };
  const name = target.kind === "library" && target.value.kind === "name" ? target.value.name : undefined;
  return name === undefined ? undefined : library({ kind: "instance", name });
}

/** Whether two targets are the same function, class or object. A resolver makes each symbol once. */
function isSame(one: TargetOne, other: TargetOne): boolean {
  if (one.kind !== other.kind || !("symbol" in one) || !("symbol" in other)) return one === other;
  const on = one.kind === "function" ? one.on : undefined;
  return one.symbol === other.symbol && on === (other.kind === "function" ? other.on : undefined);
}

export function moduleTarget(module: FoundModule | undefined): Target | undefined {
  return module === undefined ? undefined : { kind: "module", module };
}

export function library(value: Value | undefined): Target | undefined {
  return value === undefined ? undefined : { kind: "library", value };
}

export function isLibrary(value: Value): value is LibraryValue {
  return value.kind === "name" || value.kind === "instance";
}
