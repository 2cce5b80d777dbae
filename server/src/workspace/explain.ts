import { DEFAULT_SETTINGS } from "../config/settings";
import { type BlockingStep, BlockingPaths } from "../model/blocking";
import { calledBy, valueOf, wrappersOf } from "../model/called";
import { isGenerator } from "../model/definitions";
import { executionOf } from "../model/execution";
import type { Imports } from "../model/imports";
import { Infer } from "../model/infer";
import { libraryRow } from "../model/library/index";
import { Module } from "../model/module";
import { nameOfRun, type Run, RUNNING_KINDS, runInWords, runsAt } from "../model/runs";
import { Steps } from "../model/steps";
import type { SummaryRange } from "../model/summary";
import type { Value } from "../model/values";
import { stallsCaller } from "../rules/support/blocking/stalls";
import type { PythonDocument, Segment } from "../syntax/document";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";

/** What a place runs, be it that no rule tells of it. */
export interface Explained {
  /** Offsets in the document. */
  readonly start: number;
  readonly end: number;
  /** What it runs, as it reads in a message: `calls load()`. */
  readonly what: string;
  /** What comes of it, or why that isn't known. */
  readonly reason: string;
  /** The way to a blocking call, where there is one: in the file itself where it has no address. */
  readonly steps: readonly ExplainedStep[];
}

export interface ExplainedStep {
  readonly uri: string | undefined;
  readonly range: SummaryRange;
  readonly message: string;
}

const KINDS: ReadonlySet<Kind> = new Set(RUNNING_KINDS);

/** What is run by the code that begins between two offsets of a document, in its order. */
export function explain(document: PythonDocument, imports: Imports, from: number, to: number): readonly Explained[] {
  const module = new Module(document);
  return document.segments.flatMap((segment) => {
    const offset = document.offsetOf(segment);
    if (offset > to || offset + segment.text.length < from) return [];
    const explainer = new Explainer(document, segment, new Infer(module, undefined, new Steps(), imports));
    return [...segment.tree.nodesOf(KINDS)].flatMap((node) =>
      offset + node.start < from || offset + node.start > to || !node.isNamed ? [] : explainer.of(node),
    );
  });
}

class Explainer {
  readonly #paths: BlockingPaths;

  constructor(
    readonly document: PythonDocument,
    readonly segment: Segment,
    readonly infer: Infer,
  ) {
    this.#paths = new BlockingPaths(infer.further, stallsCaller(DEFAULT_SETTINGS));
  }

  of(node: Node): readonly Explained[] {
    return runsAt(node, this.infer).flatMap((run) => this.#explained(run) ?? []);
  }

  #explained(run: Run): Explained | undefined {
    const path = this.#paths.from(run);
    // An attribute is hardly ever a property, and a loop goes through lists most of the time.
    if (path === undefined && run.way !== "call") return undefined;
    const offset = this.document.offsetOf(this.segment);
    return {
      start: offset + run.at.start,
      end: offset + run.at.end,
      what: runInWords({ way: run.way, callee: nameOfRun(run) }),
      reason:
        path === undefined
          ? this.#whyNot(run)
          : whenRun(run.at, path.blocks === "second loop" ? "starts a second event loop for" : "blocks"),
      steps: path?.steps.map((step) => this.#step(step)) ?? [],
    };
  }

  #step(step: BlockingStep): ExplainedStep {
    const message = runInWords(step);
    if (step.kind === "elsewhere") return { uri: step.uri, range: step.range, message };
    const offset = this.document.offsetOf(this.infer.module.segmentOf(step.at));
    return {
      uri: undefined,
      range: {
        start: this.document.positionAt(offset + step.at.start),
        end: this.document.positionAt(offset + step.at.end),
      },
      message,
    };
  }

  #whyNot(run: Run): string {
    if (run.at.kind === "call") {
      const row = this.infer.row(run.at);
      if (row?.blocks !== undefined)
        return "is known to block by itself, where its arguments and the code around don't say otherwise";
      if (row !== undefined) return `is ${row.name} of a library, which doesn't block`;
    }
    const { further } = this.infer;
    const called = calledBy(run, undefined, further);
    if (called.some(({ kind }) => kind === "either"))
      return "is one of several that branches define, of which one comes to no call that is known to block";
    if (called.some(({ kind }) => kind === "own")) return "comes to no call that is known to block";
    const [elsewhere] = called;
    if (elsewhere?.kind === "elsewhere") {
      const isOurs = further.imports.value(elsewhere.reference) !== undefined;
      return isOurs
        ? "comes to no call that is known to block"
        : "is of no file of the project, and no library that is known";
    }
    return this.#whyUnknown(valueOf(run, undefined, this.infer));
  }

  #whyUnknown(value: Value | undefined): string {
    switch (value?.kind) {
      case undefined:
        return "stands for something that the code doesn't tell: what it runs is not known";
      case "function": {
        const { node, async } = value.definition;
        if (async) return "is a coroutine function, which runs where what it gives is awaited";
        if (isGenerator(node)) return "is a generator function, which runs where somebody goes through what it gives";
        if (wrappersOf(node, this.infer) === undefined)
          return "is abstract, or decorated by something that may run something else";
        return "comes to no call that is known to block";
      }
      case "class":
        return "makes an object, and runs no code that is known";
      case "name":
        return libraryRow(value.name) === undefined
          ? `is ${value.name} of Python's library, which isn't known to block`
          : "doesn't block";
      default:
        return "runs no code of the project that is known";
    }
  }
}

/** On whose behalf something is run that blocks. */
function whenRun(at: Node, does: string): string {
  switch (executionOf(at).kind) {
    case "async":
      return `${does} the event loop`;
    case "sync":
      return `${does} whoever calls the function around`;
    case "module":
      return `${does} whoever imports the module`;
    case "later":
      return `${does} whoever runs it later`;
  }
}
