import { type CompletionItem, CompletionItemKind, type CompletionParams, MarkupKind } from "vscode-languageserver";
import { pageOf, ruleNames } from "../../analysis/pages";
import { SEVERITIES } from "../../config/settings";
import { shortForm } from "../../analysis/short-form";
import { HTTP_CLIENTS } from "../../config/configuration";
import { KEY_TEXTS } from "../../config/keys";
import { lineEnd, lineStart } from "../../syntax/lines";
import { mustBe } from "../answers";
import { attempt } from "../attempt";
import type { OpenDocument } from "../document";
import { ProjectFile } from "../project-file";
import { PythonFile } from "../python-file";
import type { Session } from "../session";
import { mayBeSnippet, snippets } from "./snippets";
import { tomlCursor } from "./toml-cursor";

/** An ignore comment up to the cursor, whose list of names is open. */
const IN_COMMENT = /#\s*async-skill:\s*(?:ignore-file|ignore)\s*\[([^\]#]*)$/;
const SECTION = "tool.async-skill";
const LISTS_OF_RULES: ReadonlySet<string> = new Set(["select", "ignore"]);
/** Where a name of a rule is written in a list, or in a table. */
const IN_QUOTES = /["'][\w-]*$/;
const AT_NAME = /[{,][ \t]*["']?[\w-]*$/;
/** Where a word is the value. */
const AT_VALUE = /^[ \t]*["']\w*$/;
const AT_LEVEL = /=[ \t]*["']\w*$/;
const AT_KEY = /^[ \t]*[\w-]*$/;

/**
 * textDocument/completion: snippets, names of rules in ignore comments, names and values of settings in our section of
 * pyproject.toml.
 */
export async function completion(
  { textDocument, position }: CompletionParams,
  session: Session,
): Promise<CompletionItem[]> {
  const document = session.documents.showing(textDocument.uri);
  if (document === undefined) return [];
  const offset = document.offsetAt(position, textDocument.uri);
  if (document instanceof ProjectFile) return inProject(document.text.slice(0, offset), session);
  if (!(document instanceof PythonFile)) return [];
  // Editors ask with each word that is typed: the line tells most of them that there is nothing.
  const line = lineAround(document, offset);
  const list = IN_COMMENT.exec(line.before)?.[1];
  if (list === undefined && !mayBeSnippet(line.before)) return [];
  const { version } = document;
  const work = (): CompletionItem[] => {
    mustBe(version, document);
    if (list === undefined) return snippets(document, offset, line.before, session);
    return inComment(document, position.line, list, line.after, session);
  };
  return attempt(`The completion in ${document.uri} could not be made`, document, session, work, []);
}

/** The text of a line before and behind an offset. */
function lineAround({ python }: PythonFile, offset: number): { readonly before: string; readonly after: string } {
  const segment = python.segmentAt(offset);
  if (segment === undefined) return { before: "", after: "" };
  const { text } = segment;
  const at = offset - python.offsetOf(segment);
  return { before: text.slice(lineStart(text, at), at), after: text.slice(at, lineEnd(text, at)) };
}

/**
 * Rules that the comment doesn't name yet; those that find something on its line or the next first.
 *
 * @param list what stands in the brackets before the cursor
 * @param behind the rest of the line
 */
function inComment(
  document: OpenDocument,
  line: number,
  list: string,
  behind: string,
  session: Session,
): CompletionItem[] {
  const here = new Set(
    document
      .diagnostics()
      .filter(({ start, end }) => touches(document, start, end, line))
      .map(({ rule }) => rule),
  );
  const after = /^[^\]]*/.exec(behind)?.[0] ?? "";
  const named = new Set([...list.split(/[,\s]+/).slice(0, -1), ...after.split(/[,\s]+/).slice(1)]);
  return rules(
    session,
    (name) => !named.has(name),
    (name) => here.has(name),
  );
}

function touches(document: OpenDocument, start: number, end: number, line: number): boolean {
  return document.positionAt(start).line <= line + 1 && line <= document.positionAt(end).line;
}

/** @param before the file up to the cursor */
function inProject(before: string, session: Session): CompletionItem[] {
  const { table, keys, key, value, line } = tomlCursor(before);
  if (table === `${SECTION}.severity`) return AT_VALUE.test(value) ? levels() : AT_KEY.test(line) ? rules(session) : [];
  if (table !== SECTION) return [];
  if (key === "http-client" && AT_VALUE.test(value)) return values(["auto", ...HTTP_CLIENTS]);
  if (LISTS_OF_RULES.has(key) && isOpen(value, "[", "]"))
    return IN_QUOTES.test(value) ? rulesBeside(value, session) : [];
  if (key === "severity" && isOpen(value, "{", "}"))
    return AT_LEVEL.test(value) ? levels() : AT_NAME.test(value) ? rules(session) : [];
  return AT_KEY.test(line) && !isOpen(value, "[", "]") ? keysBeside(keys) : [];
}

/** Whether a bracket is open at the end of a value. */
function isOpen(value: string, open: string, close: string): boolean {
  return value.lastIndexOf(open) > value.lastIndexOf(close);
}

/** The rules that a list doesn't name yet. */
function rulesBeside(list: string, session: Session): CompletionItem[] {
  const named = new Set(list.split(/[[\]"',\s]+/).slice(0, -1));
  return rules(session, (rule) => !named.has(rule));
}

function keysBeside(written: ReadonlySet<string>): CompletionItem[] {
  return Object.entries(KEY_TEXTS)
    .filter(([key]) => !written.has(key))
    .map(([key, detail]) => ({
      label: key,
      kind: CompletionItemKind.Property,
      documentation: detail,
      insertText: `${key} = `,
    }));
}

function levels(): CompletionItem[] {
  return values([...SEVERITIES.toReversed(), "off"]);
}

function values(labels: readonly string[]): CompletionItem[] {
  return labels.map((label, i) => ({ label, kind: CompletionItemKind.EnumMember, sortText: String(i) }));
}

function rules(
  { features }: Session,
  isWanted: (rule: string) => boolean = () => true,
  isFirst: (rule: string) => boolean = () => false,
): CompletionItem[] {
  const kind = features.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
  return ruleNames()
    .filter((rule) => isWanted(rule))
    .map((rule) => ({
      label: rule,
      kind: CompletionItemKind.EnumMember,
      sortText: `${isFirst(rule) ? 0 : 1} ${rule}`,
      documentation: { kind, value: shortForm(pageOf(rule)) },
    }));
}
