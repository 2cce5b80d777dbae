import type { Analyzer } from "../../server/src/analysis/analyzer";
import type { PythonDocument } from "../../server/src/syntax/document";
import { diagnoseEverything } from "./engine";
import type { Settings } from "../../server/src/config/settings";
import { lineSpan } from "../../server/src/fixes/text";

/** What a fixed text is compared with: how often each rule finds something, and the comments. */
export interface Before {
  readonly findings: ReadonlyMap<string, number>;
  readonly comments: ReadonlyMap<string, number>;
}

/** Also the findings that keep silent beside a more specific one are there before. */
export function stateBefore(document: PythonDocument, settings: Partial<Settings> = {}): Before {
  const found = diagnoseEverything(document.text, settings);
  // What is found in a comment may change it.
  const comments = commentsOf(document).filter(
    (comment) => !found.some(({ start, end }) => comment.start <= start && end <= comment.end),
  );
  return { findings: count(found.map(({ rule }) => rule)), comments: count(comments.map(({ text }) => text)) };
}

/** What was there before and could not be found then: a process that is waited for without a limit, and the like. */
const REVEALED: Readonly<Record<string, readonly string[]>> = {
  "missing-timeout": ["blocking-subprocess"],
  "list-built-from-stream": ["read-all-lines-in-loop"],
};

/** A handler that takes every exception takes a cancellation as well, once there is something to await. */
const REVEALED_BY_AWAITING: ReadonlySet<string> = new Set(["swallowed-cancellation"]);

/** What our own analysis holds against a text that a fix for a finding of `rule` was applied to. */
export function problemsAfter(fixed: Analyzer, rule: string, before: Before): readonly string[] {
  const findings = count(fixed.diagnostics().map((diagnostic) => diagnostic.rule));
  const comments = count(commentsOf(fixed.document).map(({ text }) => text));
  return [
    ...((findings.get(rule) ?? 0) >= (before.findings.get(rule) ?? 0) ? ["the finding stays"] : []),
    ...[...findings].flatMap(([other, number]) =>
      number > (before.findings.get(other) ?? 0) && !reveals(rule, other) ? [`brings ${other}`] : [],
    ),
    ...[...before.comments].flatMap(([comment, number]) =>
      (comments.get(comment) ?? 0) < number ? [`loses ${comment}`] : [],
    ),
  ];
}

function reveals(rule: string, other: string): boolean {
  return (
    REVEALED[other]?.includes(rule) === true ||
    (REVEALED_BY_AWAITING.has(other) && /^(?:blocking|cpu-bound)-/.test(rule))
  );
}

interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The comments that have to stay: those behind an import may go with it, as may what excuses an `except:` that isn't
 * bare any more.
 */
function commentsOf(document: PythonDocument): readonly Comment[] {
  return document.segments.flatMap((segment) => {
    if (!segment.text.includes("#")) return [];
    const offset = document.offsetOf(segment);
    const comments = [...segment.tree.root.descendants("comment")].filter(
      (comment) => !isBehindImport(segment.text, comment.start) && !excusesBare(segment.text, comment.start),
    );
    return comments.map(({ text, start, end }) => ({ text, start: start + offset, end: end + offset }));
  });
}

/** On an import's line, or in its brackets. */
function isBehindImport(text: string, at: number): boolean {
  return (
    /^[ \t]*(?:import|from)\s/.test(text.slice(lineSpan(text, at, at).start, at)) ||
    /(?:^|[\r\n])[ \t]*from\s[^()]*\([^()]*$/.test(text.slice(0, at))
  );
}

/** What other checkers are told of a clause that names no exception, right behind it. */
export function excusesBare(text: string, at: number): boolean {
  return (
    /\bexcept:[ \t]*$/.test(text.slice(0, at)) &&
    /^#\s*(?:noqa|ruff|pylint):.*(?:E722|bare-except|W0702)/.test(text.slice(at))
  );
}

function count(items: readonly string[]): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const item of items) counted.set(item, (counted.get(item) ?? 0) + 1);
  return counted;
}
