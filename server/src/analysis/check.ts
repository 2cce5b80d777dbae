import type { DependencyKey } from "../model/dependency";
import type { FileWords } from "../model/file-words";
import type { Imports } from "../model/imports";
import { Infer } from "../model/infer";
import { isAloneInTest } from "../model/lone-test";
import { keepsNobodyWaiting } from "../model/one-shot";
import { isSteppedByHand } from "../model/own-scheduler";
import { isNeverRun } from "../model/unreachable";
import { Steps } from "../model/steps";
import type { Module } from "../model/module";
import type { Role } from "../config/roles";
import type { Kind } from "../syntax/kinds.generated";
import type { Segment } from "../syntax/document";
import { effectOf } from "./role";
import { goesOnUnattended } from "../rules/support/when/started-by-hand";
import type { CommentFinding, Finding, Rule, RuleContext } from "../rules/contract";
import type { Settings } from "../config/settings";

/** A finding with the rule that made it, its range within the segment, and what was counted while it was made. */
export interface Found {
  readonly steps: Steps;
  readonly rule: Rule;
  readonly finding: Finding | CommentFinding;
  readonly start: number;
  readonly end: number;
}

export interface Checked {
  readonly found: readonly Found[];
  /** What is not told: in a file of this role, or as it keeps nobody waiting. */
  readonly untold: readonly Found[];
  /** What the findings, or their absence, depend on. */
  readonly reads: ReadonlySet<DependencyKey>;
  /** Whether it took more steps than it may, so that what would have been found later is missing. */
  readonly cutShort: boolean;
}

/** What holds for a file as a whole. */
export interface InFile {
  readonly module: Module;
  readonly settings: Settings;
  readonly role: Role;
  readonly words?: FileWords;
  readonly imports?: Imports;
}

/** Runs rules over one segment in one pass, as far as the steps go. */
export function checkSegment(
  segment: Segment,
  rules: readonly Rule[],
  { module, settings, role, words, imports }: InFile,
  steps = new Steps(),
): Checked {
  const infer = new Infer(module, words, steps, imports);
  const context: RuleContext = { module, infer, settings, role };
  const { tree } = segment;
  const byKind = rulesByKind(rules);
  const told: Found[] = [];
  const untold: Found[] = [];
  look: for (const node of tree.nodesOf(kindsOf(byKind))) {
    if (tree.broken && node.hasError) continue;
    for (const rule of byKind.get(node.kind) ?? []) {
      const result = rule.check(node, context);
      // What a rule made of answers that were cut short is worth nothing.
      if (steps.spent) break look;
      for (const finding of result === undefined
        ? []
        : Array.isArray(result)
          ? (result as readonly Finding[])
          : [result as Finding]) {
        const worthTelling = isWorthTelling(rule, finding, context);
        if (steps.spent) break look;
        (worthTelling ? told : untold).push({ rule, finding, steps, ...rangeOf(finding) });
      }
    }
  }
  return { found: withoutOutdone(told).sort(byPlace), untold, reads: infer.reads, cutShort: steps.spent };
}

/**
 * Code that can't work is told everywhere; other findings where the role of the file lets them, and where somebody
 * waits for the event loop.
 */
function isWorthTelling({ name, stallsLoop }: Rule, { at, fails }: Finding, context: RuleContext): boolean {
  if (fails === true) return true;
  const { infer, role } = context;
  const effect = effectOf(name, role);
  const node = "from" in at ? at.from : at;
  if (effect === "silent" || (effect === "unattended" && !goesOnUnattended(node, context))) return false;
  if (stallsLoop !== true) return true;
  return (
    !keepsNobodyWaiting(node, infer) &&
    !isSteppedByHand(node, infer) &&
    !(role === "test" && isAloneInTest(node, infer)) &&
    !isNeverRun(node, infer)
  );
}

/** What tells a finding from others: its rule and the range within its segment. */
export function foundKey(rule: string, start: number, end: number): string {
  return `${rule} ${start} ${end}`;
}

const byKeys = new WeakMap<readonly Found[], ReadonlyMap<string, Found>>();

/** Findings by `foundKey`, the first where several share one. */
export function byKey(founds: readonly Found[]): ReadonlyMap<string, Found> {
  const known = byKeys.get(founds);
  if (known !== undefined) return known;
  const made = new Map(founds.toReversed().map((one) => [foundKey(one.rule.name, one.start, one.end), one]));
  byKeys.set(founds, made);
  return made;
}

/** Orders findings by where they are. */
export function byPlace(
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): number {
  return a.start - b.start || a.end - b.end;
}

/** Without those beside which another finding at the very same place says more. */
function withoutOutdone(found: readonly Found[]): Found[] {
  const placeOf = ({ start, end }: Found): string => `${start} ${end}`;
  const byRange = new Map<string, Set<string>>();
  for (const one of found) {
    const rules = byRange.get(placeOf(one));
    if (rules === undefined) byRange.set(placeOf(one), new Set([one.rule.name]));
    else rules.add(one.rule.name);
  }
  return found.filter((one) => {
    const beside = byRange.get(placeOf(one))!;
    return one.rule.yieldsTo?.some((other) => beside.has(other)) !== true;
  });
}

function rangeOf({ at }: Finding): { readonly start: number; readonly end: number } {
  return "from" in at ? { start: at.from.start, end: at.to.end } : { start: at.start, end: at.end };
}

const cache = new WeakMap<readonly Rule[], ReadonlyMap<Kind, readonly Rule[]>>();
const kindsCache = new WeakMap<ReadonlyMap<Kind, readonly Rule[]>, ReadonlySet<Kind>>();

function rulesByKind(rules: readonly Rule[]): ReadonlyMap<Kind, readonly Rule[]> {
  const known = cache.get(rules);
  if (known !== undefined) return known;
  const map = new Map<Kind, Rule[]>();
  for (const rule of rules) for (const kind of rule.kinds) map.set(kind, [...(map.get(kind) ?? []), rule]);
  cache.set(rules, map);
  return map;
}

function kindsOf(byKind: ReadonlyMap<Kind, readonly Rule[]>): ReadonlySet<Kind> {
  const known = kindsCache.get(byKind);
  if (known !== undefined) return known;
  const kinds = new Set(byKind.keys());
  kindsCache.set(byKind, kinds);
  return kinds;
}
