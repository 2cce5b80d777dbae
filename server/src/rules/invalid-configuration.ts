import type { ProjectFinding, Rule } from "../analysis/rule";
import { applyEdits } from "../fixes/apply";
import type { Fix } from "../fixes/fix";
import type { ConfigurationProblem, RuleMention } from "../project/configuration";
import { nearest } from "../project/nearest";
import { readToml, type TomlFile, type TomlRange } from "../project/toml";
import { PAGES } from "./pages.generated";

export const invalidConfiguration: Rule = {
  name: "invalid-configuration",
  kinds: [],
  needs: [],
  check: () => undefined,
  checkProject({ file, mentions, configurationProblems }) {
    const unknown = mentions.filter(({ name }) => !Object.hasOwn(PAGES, name));
    return [...unknown.map((mention) => unknownRule(mention, file)), ...configurationProblems.map((one) => problem(one, file))];
  },
};

function unknownRule(mention: RuleMention, file: TomlFile): ProjectFinding {
  const { start, end, name } = mention;
  return {
    start,
    end,
    message: `There is no rule ${name}: this has no effect`,
    fixes: () => {
      const close = nearest(name, Object.keys(PAGES));
      return close === undefined ? [] : replacement(file, mention, mention.write(close));
    },
  };
}

function problem({ start, end, message, replacement: text }: ConfigurationProblem, file: TomlFile): ProjectFinding {
  return {
    start,
    end,
    message: `${message}: this has no effect`,
    fixes: () => (text === undefined ? [] : replacement(file, { start, end }, text)),
  };
}

/** Unsafe: what had no effect gets one, and another may have been meant. None where the file would break, as by a second key of one name. */
function replacement(file: TomlFile, { start, end }: TomlRange, text: string): readonly Fix[] {
  const edits = [{ start, end, text }];
  if (readToml(applyEdits(file.text, edits)).problem !== undefined) return [];
  return [{ kind: "fix", title: `Replace with ${text}`, applicability: "unsafe", annotation: "The setting takes effect", edits, needs: [] }];
}
