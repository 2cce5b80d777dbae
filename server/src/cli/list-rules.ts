import { pageOf, ruleNames } from "../analysis/pages";
import { RULES } from "../rules/index";
import { EXIT, type ExitCode } from "./exit";
import { styles } from "./output/styles";
import type { Terminal } from "./terminal";

/** `async-skill rules`: a line for each rule, in the order of the catalogue. */
export function listRules(terminal: Terminal): ExitCode {
  const style = styles(terminal.colors.out);
  const width = Math.max(...ruleNames().map((name) => name.length));
  for (const { name } of RULES) {
    const { severity, fix } = pageOf(name);
    terminal.out(
      `${style.bold(name.padEnd(width))}  ${style.severity(severity, severity.padEnd(11))}  ${fix === "none" ? "no fix" : `${fix} fix`}\n`,
    );
  }
  return EXIT.clean;
}
