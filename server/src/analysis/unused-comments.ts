import { Infer } from "../model/infer";
import { Steps } from "../model/steps";
import type { Rule, Suppression, UnusedSuppression } from "../rules/contract";
import type { Segment } from "../syntax/document";
import type { Found, InFile } from "./check";
import { covers, unusedPart } from "./ignoring";
import { findSuppressions } from "./suppressions";

export interface Placed<T> {
  readonly item: T;
  readonly segment: Segment;
}

/** The comments of a segment that speak of the whole file. */
export function fileComments(segment: Segment): readonly Suppression[] {
  return findSuppressions(segment.tree).filter((comment) => comment.syntax === "ignore-file");
}

/**
 * What of comments on lines keeps nothing away.
 * @param uses the rules whose findings a comment keeps away: those that are told, and those that are switched off
 */
export function unusedOnLines(
  comments: readonly Suppression[],
  uses: readonly ReadonlyMap<Suppression, ReadonlySet<string>>[],
): readonly UnusedSuppression[] {
  return comments.flatMap(
    (comment) => unusedPart(comment, new Set(uses.flatMap((one) => [...(one.get(comment) ?? [])]))) ?? [],
  );
}

/**
 * What of comments about the whole file keeps nothing away.
 * @param found the rules that find something in the file
 * @param silent those of the rules that are switched off that would, asked only where the others leave a doubt
 */
export function unusedInFile(
  comments: readonly Placed<Suppression>[],
  found: ReadonlySet<string>,
  silent: () => Iterable<string>,
): readonly Placed<UnusedSuppression>[] {
  const unusedBeside = (rules: ReadonlySet<string>): readonly Placed<UnusedSuppression>[] =>
    comments.flatMap(({ item, segment }) => {
      const unused = unusedPart(item, new Set([...rules].filter((rule) => covers(item, rule))));
      return unused === undefined ? [] : [{ item: unused, segment }];
    });
  if (unusedBeside(found).length === 0) return [];
  return unusedBeside(new Set([...found, ...silent()]));
}

/** What rules tell of comments that keep nothing away. */
export function findingsAbout(
  unused: readonly UnusedSuppression[],
  rules: readonly Rule[],
  { module, settings, role }: Pick<InFile, "module" | "settings" | "role">,
): readonly Found[] {
  const steps = new Steps();
  const context = { module, infer: new Infer(module, undefined, steps), settings, role };
  return rules.flatMap((rule) =>
    unused.flatMap((one) =>
      (rule.checkUnused?.(one, context) ?? []).map((finding) => ({
        rule,
        finding,
        steps,
        start: finding.start,
        end: finding.end,
      })),
    ),
  );
}
