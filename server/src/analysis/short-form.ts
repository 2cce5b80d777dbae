import type { RulePage } from "../rules/contract";

/** What a rule's page says in few words: what it finds, why that matters, what to do. Markdown without headings. */
export function shortForm({ rule, summary, docs }: RulePage): string {
  const parts = [
    `**${rule}**: ${summary}`,
    firstParagraph(docs, "Why it matters"),
    firstSentence(firstParagraph(docs, "What to do")),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** What a rule's page says in a line: what it finds, and what to do. */
export function inOneLine({ summary, docs }: RulePage): string {
  return [summary, firstSentence(firstParagraph(docs, "What to do"))]
    .flatMap((text) => text.split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

function firstParagraph(docs: string, heading: string): string {
  const begin = `## ${heading}\n`;
  const at = docs.indexOf(begin);
  return at < 0
    ? ""
    : (docs
        .slice(at + begin.length)
        .trim()
        .split(/\n\s*\n|\n#/)[0] ?? "");
}

/** Up to a full stop that no code holds. */
function firstSentence(paragraph: string): string {
  return /^(?:`[^`]*`|[^`])*?[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
}
