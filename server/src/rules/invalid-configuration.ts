import type { ProjectFinding, Rule } from "./contract";
import { applyEdits } from "../fixes/apply";
import type { Fix } from "../fixes/fix";
import { readToml, type TomlFile } from "../config/toml";
import { type ConfigurationTrouble, configurationTroubles } from "../config/troubles";
import { PAGES } from "./pages.generated";

export const invalidConfiguration: Rule = {
  name: "invalid-configuration",
  kinds: [],
  needs: [],
  check: () => undefined,
  checkProject: (project) =>
    configurationTroubles(project, Object.keys(PAGES)).map((trouble) => finding(trouble, project.file)),
};

function finding(trouble: ConfigurationTrouble, file: TomlFile): ProjectFinding {
  const { start, end, message } = trouble;
  return { start, end, message, fixes: () => replacement(trouble, file) };
}

/**
 * Unsafe: what had no effect gets one, and another may have been meant. None where the file would break, as by a second
 * key of one name.
 */
function replacement({ start, end, instead }: ConfigurationTrouble, file: TomlFile): readonly Fix[] {
  const text = instead();
  if (text === undefined) return [];
  const edits = [{ start, end, text }];
  if (readToml(applyEdits(file.text, edits)).problem !== undefined) return [];
  return [
    {
      kind: "fix",
      title: `Replace with ${text}`,
      applicability: "unsafe",
      annotation: "The setting takes effect",
      differs: "takes effect",
      edits,
      needs: [],
    },
  ];
}
