import { pageFile, pageOf } from "../analysis/pages";
import { EXIT, type ExitCode } from "./exit";
import { styles } from "./output/styles";
import type { Terminal } from "./terminal";

/** `async-skill explain RULE`: the rule's page without its examples. */
export function explainRule(rule: string, terminal: Terminal): ExitCode {
  const page = pageOf(rule);
  const style = styles(terminal.colors.out);
  const docs = page.docs.split("\n").map((line) => (line.startsWith("#") ? style.bold(line) : line));
  const facts = [
    `Severity: ${page.severity}`,
    `Fix: ${page.fix}`,
    `Skill: ${page.command}`,
    ...(page.peers.length === 0 ? [] : [`Also known as: ${page.peers.join(", ")}`]),
    new URL(pageFile(rule), import.meta.url).href,
  ];
  terminal.out(`${docs.join("\n")}\n\n${facts.join("\n")}\n`);
  return EXIT.clean;
}
