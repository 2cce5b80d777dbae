import type { Role } from "../config/roles";
import type { Module } from "../model/module";
import type { PythonDocument, Segment } from "../syntax/document";
import type { Found } from "./check";
import type { Diagnostic } from "./diagnostic";
import { effectOf } from "./role";
import type { Rule } from "../rules/contract";
import type { Settings } from "../config/settings";
import { leastOf, severityOf, softer } from "./severity";
import { underlineEnd } from "./underlined";

/** A finding with positions that are relative to its segment, and to those of what it relates to. */
export interface Kept extends Omit<Diagnostic, "related" | "others"> {
  readonly related: readonly {
    readonly segment: Segment;
    readonly start: number;
    readonly end: number;
    readonly message: string;
  }[];
  /** The act that it is a part of: within what begins there in the segment, or in the whole file. */
  readonly act: { readonly what: string; readonly from: number | undefined; readonly share: number } | undefined;
  /** Whether a comment keeps it away. */
  readonly ignored: boolean;
}

/** What is kept of a finding, whose nodes are not. */
export function keep({ rule, finding, start, end }: Found, ignored: boolean, { module, settings, role }: KeptIn): Kept {
  const underlined = underlineEnd(finding);
  return {
    rule: rule.name,
    severity: softer(
      softer(severityOf(rule, settings, leastOf(finding)), finding.severity),
      isSofter(rule, finding, role) ? "hint" : undefined,
    ),
    message: finding.message,
    start,
    end,
    ...(underlined === undefined ? {} : { underlineEnd: underlined }),
    related: (finding.related ?? []).map(({ at, message }) => ({
      segment: module.segmentOf(at),
      start: at.start,
      end: at.end,
      message,
    })),
    elsewhere: finding.elsewhere ?? [],
    isPath: finding.isPath ?? false,
    unnecessary: finding.unnecessary ?? false,
    ...("stalledBy" in finding && finding.stalledBy !== undefined ? { stalledBy: finding.stalledBy } : {}),
    act: actOf(finding),
    ignored,
  };
}

/** What decides how a finding of a file is told. */
interface KeptIn {
  readonly module: Module;
  readonly settings: Settings;
  readonly role: Role;
}

/** A finding where it stands now; what it relates to may have moved by more or less than itself. */
export function placed(kept: Kept, segment: Segment, document: PythonDocument): Diagnostic {
  const offset = document.offsetOf(segment);
  const { rule, severity, message, elsewhere, isPath, unnecessary, stalledBy } = kept;
  return {
    rule,
    severity,
    message,
    elsewhere,
    isPath,
    unnecessary,
    ...(stalledBy === undefined ? {} : { stalledBy }),
    start: kept.start + offset,
    end: kept.end + offset,
    ...(kept.underlineEnd === undefined ? {} : { underlineEnd: kept.underlineEnd + offset }),
    related: kept.related.flatMap((related) => {
      if (!document.has(related.segment)) return [];
      const from = document.offsetOf(related.segment);
      return [{ start: related.start + from, end: related.end + from, message: related.message }];
    }),
  };
}

/** What tells a finding's act from all others of the rule in the file. */
export function nameOfAct({ act }: Kept, segment: Segment, document: PythonDocument): string | undefined {
  if (act === undefined) return undefined;
  return act.from === undefined ? act.what : `${document.offsetOf(segment) + act.from} ${act.what}`;
}

function isSofter({ name }: Rule, { fails }: Found["finding"], role: Role): boolean {
  return fails !== true && effectOf(name, role) !== "full";
}

function actOf({ act }: Found["finding"]): Kept["act"] {
  return act && { what: act.what, from: act.within === "file" ? undefined : act.within.start, share: act.share ?? 0 };
}
