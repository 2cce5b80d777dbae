import type { CommentFinding, Finding } from "../rules/contract";

/**
 * Where the underline of a finding ends (offset within the segment) that would run over several lines: a call is known
 * by what it calls. Undefined where it ends with the finding.
 */
export function underlineEnd(finding: Finding | CommentFinding): number | undefined {
  if (!("at" in finding) || "from" in finding.at) return undefined;
  const call = finding.at;
  const callee = call.kind === "call" ? call.child("function") : undefined;
  if (callee === undefined) return undefined;
  const lineBreak = call.text.search(/[\r\n]/);
  // A chain of calls over several lines is known by its first.
  return lineBreak < 0 ? undefined : Math.min(callee.end, call.start + lineBreak);
}
