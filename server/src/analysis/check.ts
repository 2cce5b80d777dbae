import type { FileWords } from "../model/file-words";
import { Infer } from "../model/infer";
import { keepsNobodyWaiting } from "../model/one-shot";
import type { Module } from "../model/module";
import type { Role } from "../project/roles";
import type { Segment } from "../syntax/document";
import { effectOf } from "./role";
import type { CommentFinding, Finding, Rule, RuleContext } from "./rule";
import type { Settings } from "./settings";

/** A finding with the rule that made it, and its range within the segment. */
export interface Found {
  readonly rule: Rule;
  readonly finding: Finding | CommentFinding;
  readonly start: number;
  readonly end: number;
  /** Whether it is a hint at most, whatever else is said of it. */
  readonly isHint: boolean;
}

export interface Checked {
  readonly found: readonly Found[];
  /** What is not told in a file of this role. */
  readonly untold: readonly Found[];
  /** The module-level names that the findings, or their absence, depend on. */
  readonly reads: ReadonlySet<string>;
}

/** What holds for a file as a whole. */
export interface InFile {
  readonly module: Module;
  readonly settings: Settings;
  readonly role: Role;
  readonly words?: FileWords;
}

/** Runs rules over one segment in one pass. */
export function checkSegment(segment: Segment, rules: readonly Rule[], { module, settings, role, words }: InFile): Checked {
  const infer = new Infer(module, words);
  const context: RuleContext = { module, infer, settings, role };
  const { tree } = segment;
  const byKind = rulesByKind(rules);
  const found: Found[] = [];
  for (const node of tree.nodesOf(kindsOf(byKind))) {
    if (tree.broken && node.hasError) continue;
    for (const rule of byKind.get(node.kind) ?? []) {
      const result = rule.check(node, context);
      for (const finding of result === undefined ? [] : Array.isArray(result) ? (result as readonly Finding[]) : [result as Finding]) {
        found.push({ rule, finding, ...rangeOf(finding), isHint: hurtsNobody(rule, finding, infer) });
      }
    }
  }
  const told = found.filter(({ rule, finding }) => finding.fails === true || effectOf(rule.name, role) !== "silent");
  const untold = told.length === found.length ? [] : found.filter((one) => !told.includes(one));
  return { found: told.filter((one) => !isOutdone(one, told)).sort(byPlace), untold, reads: infer.reads };
}

function hurtsNobody(rule: Rule, { at, fails }: Finding, infer: Infer): boolean {
  return rule.stallsLoop === true && fails !== true && keepsNobodyWaiting("from" in at ? at.from : at, infer);
}

/** Orders findings by where they are. */
export function byPlace(a: { readonly start: number; readonly end: number }, b: { readonly start: number; readonly end: number }): number {
  return a.start - b.start || a.end - b.end;
}

function isOutdone(one: Found, all: readonly Found[]): boolean {
  const { yieldsTo } = one.rule;
  return (
    yieldsTo !== undefined && all.some((other) => other !== one && other.start === one.start && other.end === one.end && yieldsTo.includes(other.rule.name))
  );
}

function rangeOf({ at }: Finding): { readonly start: number; readonly end: number } {
  return "from" in at ? { start: at.from.start, end: at.to.end } : { start: at.start, end: at.end };
}

const cache = new WeakMap<readonly Rule[], ReadonlyMap<string, readonly Rule[]>>();
const kindsCache = new WeakMap<ReadonlyMap<string, readonly Rule[]>, ReadonlySet<string>>();

function rulesByKind(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const known = cache.get(rules);
  if (known !== undefined) return known;
  const map = new Map<string, Rule[]>();
  for (const rule of rules) for (const kind of rule.kinds) map.set(kind, [...(map.get(kind) ?? []), rule]);
  cache.set(rules, map);
  return map;
}

function kindsOf(byKind: ReadonlyMap<string, readonly Rule[]>): ReadonlySet<string> {
  const known = kindsCache.get(byKind);
  if (known !== undefined) return known;
  const kinds = new Set(byKind.keys());
  kindsCache.set(byKind, kinds);
  return kinds;
}
