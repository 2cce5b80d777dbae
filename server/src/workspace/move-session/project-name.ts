import type { FixBuilder } from "../../fixes/builder";
import { type NewImport, order, statementOf } from "../../fixes/import-additions";
import { type HeadImport, headImports } from "../../fixes/import-head";
import { isRuntimeImport } from "../../fixes/imports";
import { lineSpan } from "../../fixes/text";
import type { FileId } from "../../project/files";
import type { Node } from "../../syntax/tree";
import type { Source } from "../across-files/draft";
import type { FileEdits } from "../across-files/file-edits";
import { importedVariable } from "./variable";

/** A name that a module of the project defines. */
export interface ProjectName {
  readonly file: FileId;
  readonly name: string;
}

/** Deeper folders have no module that is imported by all of their names. */
const MOST_PARTS = 20;

/** Names of the project as functions of other files write them, with the imports that this takes. */
export class ProjectNames {
  /** What is imported among a file's imports of its project, by module. */
  readonly #imports = new Map<Source, Map<string, Set<string>>>();

  constructor(readonly edits: FileEdits) {}

  /** How a name is written in a function; undefined where it would mean something else there. */
  writtenIn(function_: Node, wanted: ProjectName, source: Source): string | undefined {
    const { module, file } = source;
    const local = module.scopes(function_.tree).inside(function_)?.bindings;
    const isFree = (name: string): boolean => local?.has(name) !== true;
    if (file === wanted.file) return isFree(wanted.name) ? wanted.name : undefined;
    const known = importedName(wanted, isFree, source);
    if (known !== undefined) return known;
    if (!isFree(wanted.name) || module.bindings(wanted.name).length > 0) return undefined;
    const from = moduleOf(wanted.file, source);
    if (from === undefined) return undefined;
    const own = projectImports(source);
    if (own.length === 0 || own.some((one) => one.from && one.module === from))
      return this.edits.in(source).needFrom(from, wanted.name, function_.child("body")!);
    const imports = this.#imports.get(source) ?? new Map<string, Set<string>>();
    this.#imports.set(source, imports.set(from, (imports.get(from) ?? new Set()).add(wanted.name)));
    return wanted.name;
  }

  /** Writes the imports; to be called once all names are known. */
  writeImports(): void {
    for (const [source, imports] of this.#imports) {
      for (const [module, names] of imports)
        importAmong(projectImports(source), { module, names: [...names] }, this.edits.in(source));
    }
  }
}

/** The name that a file's own imports have for it. */
function importedName(
  wanted: ProjectName,
  isFree: (name: string) => boolean,
  { module, draft, file }: Source,
): string | undefined {
  for (const binding of module.imports) {
    if (binding.source.kind !== "import" || !isRuntimeImport(binding) || !isFree(binding.name)) continue;
    if (module.bindings(binding.name).length > 1) continue;
    const found = importedVariable(binding.source.name, file, draft);
    if (found?.file === wanted.file && found.name === wanted.name) return binding.name;
    if (draft.workspace.moduleFile(binding.source.name, file) === wanted.file) return `${binding.name}.${wanted.name}`;
  }
  return undefined;
}

/** The imports at the head of a file that bring modules of its project. */
function projectImports({ module, draft, file }: Source): readonly HeadImport[] {
  return headImports(module).filter((one) => draft.workspace.moduleFile(one.module, file) !== undefined);
}

/** Adds an import to those that a file has of its project, wherever they stand. */
function importAmong(own: readonly HeadImport[], added: NewImport, builder: FixBuilder): void {
  const statement = statementOf(added);
  const line = statement + builder.context.module.document.lineBreak;
  const above = own.findLast(({ node }) => order(node.text, statement) < 0);
  const { node } = above ?? own[0]!;
  const span = lineSpan(node.tree.text, node.start, node.end);
  const at = above === undefined ? span.start : span.end;
  builder.edit(node, at, at, line);
}

/** How a file calls the module that another one is: by dots where it calls others so. */
function moduleOf(wanted: FileId, source: Source): string | undefined {
  const { draft, file } = source;
  const names = [relativeName(wanted, file), ...absoluteNames(wanted)];
  if (!/^[ \t]*from[ \t]+\./m.test(source.document.text)) names.push(names.shift()!);
  return names.find((name) => draft.workspace.moduleFile(name, file) === wanted);
}

function partsOf(file: FileId): readonly string[] {
  return file
    .replace(/(?:\/__init__)?\.pyi?$/, "")
    .split("/")
    .filter((part) => part !== "");
}

function relativeName(wanted: FileId, file: FileId): string {
  const to = partsOf(wanted);
  const from = partsOf(file.slice(0, file.lastIndexOf("/")));
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) common++;
  return ".".repeat(from.length - common + 1) + to.slice(common).join(".");
}

function absoluteNames(wanted: FileId): readonly string[] {
  const parts = partsOf(wanted).slice(-MOST_PARTS);
  return parts.map((_, i) => parts.slice(i).join("."));
}
