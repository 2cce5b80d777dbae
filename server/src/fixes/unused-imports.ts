import type { Module } from "../model/module";
import type { Scope } from "../model/scopes";
import type { Segment } from "../syntax/document";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import type { TextEdit } from "./fix";
import { MAGIC_NAMES } from "../syntax/magics";
import { holdsWord } from "../syntax/outline";
import { inOrder, isCommentAlone, lineSpan } from "./text";
import { NAMES_AND_TEXTS } from "../syntax/node-kinds";

const NAME = /[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*/g;

/** The names that edits take from the text, or put there again. */
export function namesTaken(module: Module, edits: readonly TextEdit[]): ReadonlySet<string> {
  const names = new Set<string>();
  const replacing = inOrder(edits.filter(({ start, end }) => start < end));
  const segments = new Set(replacing.flatMap(({ start }) => module.document.segmentAt(start) ?? []));
  for (const segment of segments) {
    const offset = module.document.offsetOf(segment);
    let next = 0;
    for (const node of segment.tree.nodesOf(NAMES_AND_TEXTS)) {
      const [start, end] = [offset + node.start, offset + node.end];
      while (next < replacing.length && replacing[next]!.end <= start) next++;
      const edit = replacing[next];
      if (edit === undefined) break;
      if (node.kind === "identifier") {
        if (edit.start <= start && end <= edit.end && !isImported(node)) names.add(node.text);
        continue;
      }
      // An annotation in quotes names what it is changed in.
      for (let at = next; at < replacing.length && replacing[at]!.start < end; at++) {
        if (!isWithin(replacing[at]!, start, end)) continue;
        const gone = segment.text.slice(replacing[at]!.start - offset, replacing[at]!.end - offset);
        for (const [name] of gone.matchAll(NAME)) names.add(name);
      }
    }
  }
  return names;
}

function isWithin(edit: TextEdit, start: number, end: number): boolean {
  return start <= edit.start && edit.end <= end;
}

/** Whether the identifier stands in an import, so that its edit is one of the import itself. */
function isImported(id: Node): boolean {
  return (
    id
      .closest("import_statement", "import_from_statement", "future_import_statement", "block")
      ?.kind.includes("import") === true
  );
}

/** A name in an import statement. */
export interface Imported {
  readonly statement: Node;
  readonly name: Node;
}

/**
 * The entries of a name in import statements that nothing uses any more behind the edits: of the module, or of a
 * function.
 */
export function unusedImports(module: Module, name: string, edits: readonly TextEdit[]): readonly Imported[] {
  if (edits.some((edit) => mentions(withoutComments(edit.text), name))) return [];
  return [...importsOfFunctions(module, name, edits), ...importsOfModule(module, name, edits)];
}

function importsOfModule(module: Module, name: string, edits: readonly TextEdit[]): readonly Imported[] {
  const bindings = module.bindings(name);
  const found = bindings.flatMap((binding) =>
    binding.source.kind === "import" && isTopLevel(binding.node) ? (importedBy(binding.node) ?? []) : [],
  );
  if (found.length === 0 || found.length < bindings.length) return [];
  // A use is found soon where there are many; whether strings name it is asked of all.
  for (const segment of module.document.segments) {
    if (
      segment.text.includes(name) &&
      (isUsed(segment.tree.root, name, found, module, edits) || mayBeUsedByMagic(segment.text, name))
    )
      return [];
  }
  return exported(module, name, edits) ? [] : found;
}

/** Whether a line that IPython reads in its own way names something: `%timeit load()`. */
function mayBeUsedByMagic(text: string, name: string): boolean {
  if (!text.includes(MAGIC_NAMES)) return false;
  return text.split(/[\r\n]/).some((line) => line.startsWith(MAGIC_NAMES) && mentions(line, name));
}

/** The entry of an import statement that binds a name. */
export function importedBy(name: Node): Imported | undefined {
  const statement = name.closest("import_statement", "import_from_statement");
  const entry = statement?.all("name").find((one) => one.contains(name));
  return statement === undefined || entry === undefined ? undefined : { statement, name: entry };
}

/** Whether a name is used below a node, the imports and what is edited aside. */
function isUsed(
  root: Node,
  name: string,
  imports: readonly Imported[],
  module: Module,
  edits: readonly TextEdit[],
): boolean {
  const offset = module.document.offsetOf(module.segmentOf(root));
  for (const id of root.descendants("identifier")) {
    if (id.text !== name || isMemberName(id) || imports.some(({ statement }) => statement.contains(id))) continue;
    if (isOfInnerFunction(id, root, module)) continue;
    if (!edits.some((edit) => edit.start <= offset + id.start && offset + id.end <= edit.end)) return true;
  }
  return false;
}

/**
 * Whether an identifier names what a function within another, or within the module, binds, be it a parameter: an import
 * further out is none of its business.
 */
function isOfInnerFunction(id: Node, outer: Node, module: Module): boolean {
  const scopes = module.scopes(id.tree);
  for (
    let scope: Scope | undefined = scopes.of(id);
    scope !== undefined && scope.node !== outer;
    scope = scope.parent
  ) {
    if (scope.kind !== "module" && scope.kind !== "class" && scope.bindings.has(id.text)) return true;
  }
  const function_ = id.closest("parameters", "lambda_parameters")?.parent;
  const own = function_ === undefined || function_ === outer ? undefined : scopes.inside(function_);
  return own?.bindings.get(id.text)?.some(({ node }) => node === id) ?? false;
}

const IMPORTS: ReadonlySet<Kind> = new Set(["import_statement", "import_from_statement"]);

/** The imports of a name that stand in the functions which are edited. */
function importsOfFunctions(module: Module, name: string, edits: readonly TextEdit[]): readonly Imported[] {
  return module.document.segments.flatMap((segment) => {
    const offset = module.document.offsetOf(segment);
    const isEdited = edits.some((edit) => edit.start < offset + segment.text.length && offset < edit.end);
    if (!isEdited || !segment.text.includes("import")) return [];
    return [...segment.tree.nodesOf(IMPORTS)].flatMap((statement) => {
      const entry = statement.all("name").find((one) => boundBy(one) === name);
      const around = statement.closest("function_definition");
      if (entry === undefined || around === undefined || !mayGo(statement, module, edits)) return [];
      const found = { statement, name: entry };
      return isUsed(around, name, [found], module, edits) ? [] : [found];
    });
  });
}

/**
 * Whether a statement in a block can go: something else is left there, and what another edit moves stays where it goes.
 */
export function mayGo(statement: Node, module: Module, edits: readonly TextEdit[]): boolean {
  const span = removalOf(statement);
  const offset = module.document.offsetOf(module.segmentOf(statement));
  if (span === undefined || isAlone(statement)) return false;
  return !edits.some(
    (edit) => edit.start < offset + span.end && offset + span.start < Math.max(edit.end, edit.start + 1),
  );
}

/** Whether a block would be empty without a statement. */
function isAlone(statement: Node): boolean {
  return statement.parent?.named.every((other) => other === statement || other.kind === "comment") ?? true;
}

/** The name that an entry of an import statement binds. */
function boundBy(entry: Node): string {
  return entry.child("alias")?.text ?? entry.text.split(".")[0]!;
}

/**
 * Whether the identifier is a name behind a dot, of a keyword argument, of a function or in an import: no import serves
 * it.
 */
function isMemberName(id: Node): boolean {
  if (isImported(id) || id.field === "attribute") return true;
  return id.field === "name" && (id.parent?.kind === "keyword_argument" || id.parent?.kind === "function_definition");
}

/** Names in `__all__`, or in annotations that are strings, keep their import. */
function exported(module: Module, name: string, edits: readonly TextEdit[]): boolean {
  return module.document.segments.some(
    (segment) =>
      segment.text.includes(name) &&
      mayQuote(segment.text, name) &&
      /__all__|->|:/.test(segment.text) &&
      quotes(segment, name, module, edits),
  );
}

/** Whether a name stands between two quotes of one line. */
function mayQuote(text: string, name: string): boolean {
  return text.split("\n").some((line) => {
    const first = line.search(/["']/);
    return first >= 0 && holdsWord(line.slice(first + 1, Math.max(line.lastIndexOf('"'), line.lastIndexOf("'"))), name);
  });
}

function quotes({ tree }: Segment, name: string, module: Module, edits: readonly TextEdit[]): boolean {
  for (const content of tree.root.descendants("string_content")) {
    const text = withEdits(content, module, edits);
    if (text === name || (mentions(text, name) && content.closest("type") !== undefined)) return true;
  }
  return false;
}

/** What stands in quotes once the edits within them are made. */
function withEdits(content: Node, module: Module, edits: readonly TextEdit[]): string {
  const offset = module.document.offsetOf(module.segmentOf(content));
  const inside = edits.filter((edit) => isWithin(edit, offset + content.start, offset + content.end));
  let { text } = content;
  for (const { start, end, text: put } of inOrder(inside).toReversed()) {
    text = text.slice(0, start - offset - content.start) + put + text.slice(end - offset - content.start);
  }
  return text;
}

/** Code without the comments of lines that have no quotes before them. */
function withoutComments(code: string): string {
  return code.replace(/^([^"'#\r\n\u2028\u2029]*)#.*$/gm, "$1");
}

/** Whether a text says a name, or something that is reached through it. */
function mentions(text: string, name: string): boolean {
  return (text.match(/[\w.\u0080-\uFFFF]+/g) ?? []).some((path) => path === name || path.startsWith(`${name}.`));
}

/**
 * What goes with a statement: its whole lines, or its part of a line that others share; undefined where it can't go.
 */
export function removalOf(statement: Node): { readonly start: number; readonly end: number } | undefined {
  const { text } = statement.tree;
  const span = lineSpan(text, statement.start, statement.end);
  // A comment behind the import speaks of it.
  const isAlone =
    text.slice(span.start, statement.start).trim() === "" && isCommentAlone(text.slice(statement.end, span.end));
  if (isAlone) return span;
  const next = nextOnLine(statement);
  if (next !== undefined) return { start: statement.start, end: next.start };
  const before = statement.previous?.kind === ";" ? statement.previous.previous : undefined;
  return before === undefined ? undefined : { start: before.end, end: statement.end };
}

/** The statement that follows a semicolon behind another. */
function nextOnLine({ next: semicolon }: Node): Node | undefined {
  return semicolon?.kind === ";" &&
    semicolon.next?.isNamed === true &&
    semicolon.next.kind !== "comment" &&
    !/[\r\n]/.test(semicolon.tree.text.slice(semicolon.end, semicolon.next.start))
    ? semicolon.next
    : undefined;
}

/** Whether a statement surely runs when its module is imported. */
export function isTopLevel(node: Node): boolean {
  return node.closest("function_definition", "class_definition", "if_statement", "try_statement") === undefined;
}
