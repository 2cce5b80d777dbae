import { createTwoFilesPatch } from "diff";
import { printableLine } from "./printable";
import type { Styles } from "./styles";

/**
 * What changes in a file, as `patch` and `git apply` read it.
 *
 * @param onTerminal whether people read it instead, whose terminal must not obey what stands in it
 */
export function unifiedDiff(shown: string, before: string, after: string, style: Styles, onTerminal: boolean): string {
  const name = shown.replaceAll("\\", "/");
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
  return patch
    .split("\n")
    .map((line) => paint(onTerminal ? printableLine(line) : line, style))
    .join("\n");
}

function paint(line: string, style: Styles): string {
  if (line.startsWith("+++") || line.startsWith("---")) return style.bold(line);
  if (line.startsWith("@@")) return style.cyan(line);
  if (line.startsWith("+")) return style.green(line);
  return line.startsWith("-") ? style.red(line) : line;
}
