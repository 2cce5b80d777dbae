import type { Snippet } from "./snippet";
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type TextEdit as LspTextEdit,
} from "vscode-languageserver";
import type { TextEdit } from "../../fixes/fix";
import { toRange } from "../convert";
import type { PythonFile } from "../python-file";
import type { Session } from "../session";
import { SNIPPETS } from "./snippets.generated";

/** A statement that has just been begun. */
const BEGUN = /^[ \t\f]*([A-Za-z_][\w-]*)$/;

/** Where a word stands that may become a snippet; offsets in the document. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** Whether a line up to the cursor holds nothing but the beginning of a word of ours. */
export function mayBeSnippet(before: string): boolean {
  return wantedFor(BEGUN.exec(before)?.[1]).length > 0;
}

/** The snippets whose words begin with one that is typed. */
function wantedFor(word: string | undefined): readonly { readonly label: string; readonly snippet: Snippet }[] {
  if (word === undefined) return [];
  const typed = word.toLowerCase();
  return SNIPPETS.flatMap((snippet) =>
    snippet.words.filter((one) => one.startsWith(typed)).map((label) => ({ label, snippet })),
  );
}

/**
 * The snippets whose words begin with the one that is typed, with what they need imported. Only where a statement
 * begins: that leaves out what stands behind a dot, in a string, in brackets.
 *
 * @param before the cursor's line up to the cursor
 */
export function snippets(file: PythonFile, offset: number, before: string, session: Session): CompletionItem[] {
  const word = BEGUN.exec(before)?.[1] ?? "";
  const wanted = wantedFor(word);
  const place = { start: offset - word.length, end: offset };
  if (!session.features.snippets || !file.enabled || wanted.length === 0 || !beginsStatement(file, place)) return [];
  return wanted.map(({ label, snippet }) => itemOf(label, snippet, place, file, session));
}

/**
 * Whether a statement begins with what is typed; `skill-timeout-else` reads as a subtraction that is spoiled by a
 * keyword.
 */
function beginsStatement({ python }: PythonFile, { start, end }: Place): boolean {
  const segment = python.segmentAt(end);
  if (segment === undefined) return false;
  const at = start - python.offsetOf(segment);
  const word = /^\w+/.exec(segment.text.slice(at, end - python.offsetOf(segment)))?.[0] ?? "";
  let node = segment.tree.at(at, at + word.length);
  while (node.parent?.start === at && node.kind !== "expression_statement") node = node.parent;
  const isWhole = word.length === end - start;
  return node.start === at && (node.kind === "expression_statement" || (!isWhole && node.kind === "ERROR"));
}

function itemOf(
  label: string,
  { name, description, needs, body, shown }: Snippet,
  place: Place,
  file: PythonFile,
  { features }: Session,
): CompletionItem {
  const imports = file.importsFor(needs);
  // What comes to the very place of the word is a part of what is written there: edits beside it must not touch it.
  const here = imports.filter(({ start, end }) => start <= place.end && place.start <= end);
  const newText = here.map(({ text }) => escaped(text)).join("") + body;
  return {
    label,
    labelDetails: { description: name },
    kind: CompletionItemKind.Snippet,
    detail: description,
    documentation: features.markdownHover
      ? { kind: MarkupKind.Markdown, value: `\`\`\`python\n${shown}\n\`\`\`` }
      : { kind: MarkupKind.PlainText, value: shown },
    filterText: label,
    insertTextFormat: InsertTextFormat.Snippet,
    ...(features.adjustsIndentation ? { insertTextMode: InsertTextMode.adjustIndentation } : {}),
    textEdit: { range: toRange(file, place), newText },
    additionalTextEdits: elsewhere(
      file,
      place,
      imports.filter((edit) => !here.includes(edit)),
    ),
  };
}

/** Imports beside the word. Those that a notebook would want in another cell can't come along. */
function elsewhere(file: PythonFile, place: Place, edits: readonly TextEdit[]): LspTextEdit[] {
  const { uri } = file.partAt(place.start);
  return edits
    .filter(({ start }) => file.partAt(start).uri === uri)
    .map((edit) => ({ range: toRange(file, edit), newText: edit.text }));
}

function escaped(text: string): string {
  return text.replaceAll(/[$\\}]/g, "\\$&");
}
