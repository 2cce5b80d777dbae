import { type CompletionItem, CompletionItemKind, type CompletionParams, MarkupKind } from "vscode-languageserver";
import { pageOf, ruleNames } from "../analysis/pages";
import { SEVERITIES } from "../analysis/settings";
import { shortForm } from "../analysis/short-form";
import { HTTP_CLIENTS } from "../config/configuration";
import { KEY_TEXTS } from "../config/keys";
import { lineEnd, lineStart } from "../syntax/lines";
import { mustBe } from "./answers";
import { attempt } from "./attempt";
import type { OpenDocument } from "./document";
import { ProjectFile } from "./project-file";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/** An ignore comment up to the cursor, whose list of names is open. */
const IN_COMMENT = /#\s*async-skill:\s*(?:ignore-file|ignore)\s*\[([^\]#]*)$/;
const HEADER = /^[ \t]*\[+([^\]\r\n]*)\]/gm;
const SECTION = "tool.async-skill";
/** A list of rules up to the cursor, within an open quote. */
const IN_RULES = /(?:^|\n)[ \t]*(?:select|ignore)[ \t]*=[ \t]*\[([^\]]*)["'][\w-]*$/;
const IN_CLIENT = /(?:^|\n)[ \t]*http-client[ \t]*=[ \t]*["']\w*$/;
/** At the beginning of a line or of an entry in an inline table, where the name of a setting is written. */
const AT_KEY = /(?:^|\n)[ \t]*[\w-]*$/;
const AT_RULE_OF_TABLE = /(?:^|\n)[ \t]*severity[ \t]*=[ \t]*\{(?:[^}"']*(?:"[^"]*"|'[^']*'))*[^}"'=]*$/;
const AT_LEVEL = /=[ \t]*["']\w*$/;

/** textDocument/completion: names of rules in ignore comments, names and values of settings in our section of pyproject.toml. */
export async function completion({ textDocument, position }: CompletionParams, session: Session): Promise<CompletionItem[]> {
  const document = session.documents.showing(textDocument.uri);
  if (document === undefined) return [];
  const offset = document.offsetAt(position, textDocument.uri);
  if (document instanceof ProjectFile) return inProject(document.text.slice(0, offset), session);
  if (!(document instanceof PythonFile)) return [];
  // Editors ask with each word that is typed, and this is the rare one.
  const line = lineAround(document, offset);
  const list = IN_COMMENT.exec(line.before)?.[1];
  if (list === undefined) return [];
  const { version } = document;
  const work = (): CompletionItem[] => {
    mustBe(version, document);
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
function inComment(document: OpenDocument, line: number, list: string, behind: string, session: Session): CompletionItem[] {
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

/** @param before the file up to the cursor, which may be half written: so it is told by its text what the cursor stands in */
function inProject(before: string, session: Session): CompletionItem[] {
  const header = [...before.matchAll(HEADER)].at(-1);
  const name = header?.[1]?.replaceAll(/\s/g, "");
  const own = header === undefined ? "" : before.slice(header.index + header[0].length);
  if (name === `${SECTION}.severity`) return AT_LEVEL.test(own) ? levels() : AT_KEY.test(own) ? rules(session) : [];
  if (name !== SECTION) return [];
  const list = IN_RULES.exec(own)?.[1];
  if (list !== undefined) return rules(session, (rule) => !new RegExp(`["']${rule}["']`).test(list));
  if (IN_CLIENT.test(own)) return values(["auto", ...HTTP_CLIENTS]);
  if (/(?:^|\n)[ \t]*severity[ \t]*=[ \t]*\{[^}]*$/.test(own)) return AT_LEVEL.test(own) ? levels() : AT_RULE_OF_TABLE.test(own) ? rules(session) : [];
  return AT_KEY.test(own) && !isInList(own) ? keys(own) : [];
}

/** Whether a list that was begun is not closed. */
function isInList(text: string): boolean {
  return text.lastIndexOf("[") > text.lastIndexOf("]");
}

function keys(own: string): CompletionItem[] {
  return Object.entries(KEY_TEXTS)
    .filter(([key]) => !new RegExp(`^[ \\t]*${key}[ \\t]*=`, "m").test(own))
    .map(([key, detail]) => ({ label: key, kind: CompletionItemKind.Property, documentation: detail, insertText: `${key} = ` }));
}

function levels(): CompletionItem[] {
  return values([...SEVERITIES.toReversed(), "off"]);
}

function values(labels: readonly string[]): CompletionItem[] {
  return labels.map((label, i) => ({ label, kind: CompletionItemKind.EnumMember, sortText: String(i) }));
}

function rules({ features }: Session, isWanted: (rule: string) => boolean = () => true, isFirst: (rule: string) => boolean = () => false): CompletionItem[] {
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
