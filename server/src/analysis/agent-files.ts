import type { RulePage } from "../rules/contract";
import { inOneLine } from "./short-form";

/** A file that agents read what holds in a repository from. */
export interface AgentFile {
  /** From the repository's folder on. */
  readonly path: string;
  /** Who reads it, by their names. */
  readonly readers: readonly string[];
  /** What a file that is made for this alone begins with. */
  readonly header: string;
}

const NAME = "python-async-io";
const DESCRIPTION =
  "Async and I/O in Python: blocking calls, timeouts, task groups, cancellation. For work on Python code that awaits.";

/** Files that are read whatever is worked on, and files that are read for Python alone, the most widely read first. */
export const AGENT_FILES: readonly AgentFile[] = [
  { path: "AGENTS.md", readers: ["Codex", "GitHub Copilot", "Cursor", "Zed"], header: "" },
  { path: "CLAUDE.md", readers: ["Claude Code"], header: "" },
  { path: ".github/copilot-instructions.md", readers: ["GitHub Copilot"], header: "" },
  {
    path: `.github/instructions/${NAME}.instructions.md`,
    readers: ["GitHub Copilot"],
    header: `---\ndescription: "${DESCRIPTION}"\napplyTo: "**/*.py"\n---\n\n`,
  },
  // What stands behind `globs` is a list with commas, and no text in quotes.
  {
    path: `.cursor/rules/${NAME}.mdc`,
    readers: ["Cursor"],
    header: `---\ndescription: "${DESCRIPTION}"\nglobs: **/*.py\nalwaysApply: false\n---\n\n`,
  },
  {
    path: `.claude/rules/${NAME}.md`,
    readers: ["Claude Code", "GitHub Copilot"],
    header: '---\npaths:\n  - "**/*.py"\n---\n\n',
  },
  {
    path: `.agents/skills/${NAME}/SKILL.md`,
    readers: ["Codex", "GitHub Copilot", "OpenCode"],
    header: `---\nname: ${NAME}\ndescription: "${DESCRIPTION}"\n---\n\n`,
  },
];

/** A replacement in a text, by offsets. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const BEGIN = "<!-- async-skill:begin -->";
const END = "<!-- async-skill:end -->";

/**
 * What has to change in a file for it to hold what is for agents: all of it where there is no file yet, the marked part
 * alone where it has one, else something at its end. Undefined where it holds that already.
 */
export function changeFor(
  { header }: AgentFile,
  before: string | undefined,
  pages: readonly RulePage[],
): Change | undefined {
  const marked = `${BEGIN}\n\n${instructions(pages)}\n${END}`;
  if (before === undefined || before.trim() === "")
    return { start: 0, end: before?.length ?? 0, text: `${header}${marked}\n` };
  const lineBreak = before.includes("\r\n") ? "\r\n" : "\n";
  const text = marked.replaceAll("\n", lineBreak);
  const start = before.indexOf(BEGIN);
  const end = before.indexOf(END, start);
  if (start < 0 || end < 0) {
    const gap = before.endsWith("\n") ? lineBreak : lineBreak + lineBreak;
    return { start: before.length, end: before.length, text: `${gap}${text}${lineBreak}` };
  }
  return before.slice(start, end + END.length) === text ? undefined : { start, end: end + END.length, text };
}

/** What the rules' pages say in short, by the commands of the skill. */
function instructions(pages: readonly RulePage[]): string {
  const commands = [...new Set(pages.map(({ command }) => command))].filter((command) => !command.startsWith("("));
  const sections = commands.map((command) => {
    const rules = pages
      .filter((page) => page.command === command)
      .map((page) => `- \`${page.rule}\`: ${inOneLine(page)}`);
    return `### ${command}\n\n${rules.join("\n")}\n`;
  });
  return `${INTRODUCTION}\n${sections.join("\n")}`;
}

const INTRODUCTION = `## Async and I/O in Python

What is found in Python code is listed below, by the commands that it breaks, and what to do instead. Where the command
\`async-skill\` is installed, check what you have changed with \`async-skill check PATH...\`; \`async-skill explain RULE\` says more
about a rule, and \`async-skill explain FILE:LINE\` about a line. Where a finding is wrong, end its line with
\`# async-skill: ignore[RULE] reason\`.
`;
