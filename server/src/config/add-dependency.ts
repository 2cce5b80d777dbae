import { readRequirements } from "./requirements";
import { entryAt, hasPath, readToml, type TomlFile } from "./toml";
import { newLine, type TomlEdit, toList } from "./toml-edit";

/**
 * Declares a dependency where the project declares the others, in its formatting. Empty where it is declared already;
 * undefined where the file doesn't say what the project depends on.
 */
export function addDependency(text: string, name: string): readonly TomlEdit[] | undefined {
  const file = readToml(text);
  const declared = readRequirements(file);
  if (file.problem !== undefined || declared === undefined) return undefined;
  if (declared.some((requirement) => requirement.name === name)) return [];
  return toProject(file, name) ?? toPoetry(file, name);
}

function toProject(file: TomlFile, name: string): readonly TomlEdit[] | undefined {
  const list = entryAt(file, ["project", "dependencies"])?.value;
  if (list?.kind === "array") return toList(file.text, list, name);
  const table = file.tables.find(({ path }) => path.length === 1 && path[0] === "project");
  if (table === undefined || hasPath(file, ["tool", "poetry", "dependencies"])) return undefined;
  return [newLine(file.text, table.end, `dependencies = ["${name}"]`)];
}

function toPoetry(file: TomlFile, name: string): readonly TomlEdit[] | undefined {
  const table = file.tables.find(({ path }) => path.join(".") === "tool.poetry.dependencies");
  return table === undefined ? undefined : [newLine(file.text, table.end, `${name} = "*"`)];
}
