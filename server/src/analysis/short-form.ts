import type { RulePage } from "./rule";

/** What a rule's page says in few words: what it finds, why that matters, what to do. Markdown without headings. */
export function shortForm({ rule, summary, docs }: RulePage): string {
  const first = (heading: string): readonly string[] => {
    const begin = `## ${heading}\n`;
    const at = docs.indexOf(begin);
    const paragraph =
      at < 0
        ? ""
        : (docs
            .slice(at + begin.length)
            .trimStart()
            .split(/\n\s*\n|\n#/)[0] ?? "");
    return paragraph === "" ? [] : [paragraph.trim()];
  };
  return [`**${rule}**: ${summary}`, ...first("Why it matters"), ...first("What to do")].join("\n\n");
}
