import type { Diagnostic } from "../../server/src/analysis/diagnostic";
import type { Block } from "../../scripts/rule-page";
import type { Settings } from "../../server/src/config/settings";
import type { Fix, Offer } from "../../server/src/fixes/fix";
import { type Role, roleOfPath } from "../../server/src/config/roles";

/** The settings that the words behind a block's fence ask for. */
export function settingsOf(block: Block): Partial<Settings> {
  const { python, dependencies, locked, client, role, path } = block.attributes;
  return {
    ...(python === undefined ? {} : { python: python.split(".").map(Number) as unknown as readonly [number, number] }),
    ...(dependencies === undefined
      ? {}
      : {
          dependencies: dependencies
            .split(",")
            .map((name) => name.trim())
            .filter((name) => name !== ""),
        }),
    ...(locked === undefined ? {} : { locked: Object.fromEntries([locked.split(" ") as [string, string]]) }),
    ...(client === undefined ? {} : { httpClient: client as Settings["httpClient"] }),
    ...(role === undefined ? {} : { role: { role: role as Role, by: "setting" } }),
    ...(path === undefined ? {} : { role: roleOfPath(`/project/${path}`, "/project", []) }),
  };
}

/** An offer as a page shows it: what stands behind the fence, and the block. */
export function render(
  language: string,
  offer: Offer,
  edit: (fix: Fix) => string,
): { readonly info: string; readonly text: string } {
  if (offer.kind === "refusal") return { info: `text refused="${offer.title}"`, text: `${offer.reason}\n` };
  if (changesProjectOnly(offer)) return { info: `text project="${offer.title}"`, text: `${offer.annotation ?? ""}\n` };
  const annotation = offer.annotation === undefined ? "" : ` annotation="${offer.annotation}"`;
  return {
    info: `${language} fix="${offer.title.replaceAll('"', "'")}"${offer.applicability === "unsafe" ? " unsafe" : ""}${annotation}`,
    text: edit(offer),
  };
}

/** A fix that leaves the Python as it is. */
export function changesProjectOnly(offer: Offer): boolean {
  return offer.kind === "fix" && offer.edits.length === 0 && offer.raisesPython !== undefined;
}

export function countByRule(findings: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, others } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1 + (others?.length ?? 0));
  return counts;
}

/** What stands behind a fence's backticks. */
export function fence(line: string): string {
  return line.slice(3);
}

/** Blocks for a newer Python than the one at hand, or broken on purpose, are not given to CPython. */
export function runsHere(block: Block): boolean {
  return block.language === "py" && block.attributes["syntax"] === undefined;
}
