import { type Hover, type HoverParams, MarkupKind } from "vscode-languageserver";
import { findPage } from "../analysis/pages";
import { shortForm } from "../analysis/short-form";
import { findSuppressions } from "../analysis/suppressions";
import { KEY_TEXTS } from "../config/keys";
import { entriesIn } from "../config/toml";
import { mustBe } from "./answers";
import { attempt } from "./attempt";
import { toRange } from "./convert";
import type { OpenDocument } from "./document";
import { ProjectFile } from "./project-file";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/** Something with a text to show; offsets in the document. */
interface Told {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * textDocument/hover: what a rule's page says in short, at a finding and at the rule's name in an ignore comment or in
 * the project's settings.
 */
export async function hover({ textDocument, position }: HoverParams, session: Session): Promise<Hover | null> {
  const document = session.documents.showing(textDocument.uri);
  if (document === undefined) return null;
  const { version } = document;
  const work = (): Hover | null => {
    mustBe(version, document);
    return hoverAt(document, document.offsetAt(position, textDocument.uri), session);
  };
  return attempt(`The hover in ${document.uri} could not be made`, document, session, work, null);
}

function hoverAt(document: OpenDocument, offset: number, session: Session): Hover | null {
  const told = [...named(document, offset, session), ...found(document, offset, session)];
  const [first] = told;
  if (first === undefined) return null;
  const texts = new Set(
    told.filter(({ start, end }) => start === first.start && end === first.end).map(({ text }) => text),
  );
  const kind = session.features.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
  return { contents: { kind, value: [...texts].join("\n\n---\n\n") }, range: toRange(document, first) };
}

/** The findings at an offset; the client shows what they say by itself. */
function found(document: OpenDocument, offset: number, session: Session): readonly Told[] {
  return document.diagnostics().flatMap(({ rule, start, end, underlineEnd = end }) => {
    if (offset < start || underlineEnd < offset) return [];
    const text = pageText(rule, session);
    return text === undefined ? [] : [{ start, end: underlineEnd, text }];
  });
}

/** What the name that stands at an offset means. */
function named(document: OpenDocument, offset: number, session: Session): readonly Told[] {
  const ruleAt = (name: string, start: number, end: number): readonly Told[] => {
    const text = start <= offset && offset <= end ? pageText(name, session) : undefined;
    return text === undefined ? [] : [{ start, end, text }];
  };
  if (document instanceof ProjectFile) {
    const { mentions, file } = document.project;
    const keys = entriesIn(file, ["tool", "async-skill"]).flatMap(({ path, key: { start, end } }) => {
      const name = path.at(-1) ?? "";
      return start <= offset && offset <= end && Object.hasOwn(KEY_TEXTS, name)
        ? [{ start, end, text: KEY_TEXTS[name as keyof typeof KEY_TEXTS] }]
        : [];
    });
    return [...mentions.flatMap(({ name, start, end }) => ruleAt(name, start, end)), ...keys];
  }
  if (!(document instanceof PythonFile)) return [];
  const { python } = document;
  const segment = python.segmentAt(offset);
  if (segment === undefined) return [];
  const base = python.offsetOf(segment);
  return findSuppressions(segment.tree)
    .filter(({ syntax }) => syntax !== "noqa")
    .flatMap(({ names, nameRanges }) =>
      names.flatMap((name, i) => ruleAt(name, base + nameRanges[i]!.start, base + nameRanges[i]!.end)),
    );
}

function pageText(rule: string, { rulePages }: Session): string | undefined {
  const page = findPage(rule);
  if (page === undefined) return undefined;
  const link = rulePages.linkOf(rule);
  return link === undefined ? shortForm(page) : `${shortForm(page)}\n\n[${rule}](${link})`;
}
