import { type Hover, type HoverParams, MarkupKind } from "vscode-languageserver";
import { findPage } from "../analysis/pages";
import { findSuppressions } from "../analysis/suppressions";
import { mustBe } from "./answers";
import { attempt } from "./attempt";
import { toRange } from "./convert";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/** textDocument/hover: a rule's name in an ignore comment shows the rule's page. */
export async function hover({ textDocument, position }: HoverParams, session: Session): Promise<Hover | null> {
  const document = session.documents.showing(textDocument.uri);
  if (!(document instanceof PythonFile)) return null;
  const { version } = document;
  const work = (): Hover | null => {
    mustBe(version, document);
    return hoverAt(document, document.offsetAt(position, textDocument.uri), session);
  };
  return attempt(`The hover in ${document.uri} could not be made`, document, session, work, null);
}

function hoverAt(document: PythonFile, offset: number, { features, rulePages }: Session): Hover | null {
  const { python } = document;
  const segment = python.segmentAt(offset);
  if (segment === undefined) return null;
  const base = python.offsetOf(segment);
  for (const { syntax, names, nameRanges } of findSuppressions(segment.tree)) {
    if (syntax === "noqa") continue;
    const index = nameRanges.findIndex(({ start, end }) => base + start <= offset && offset <= base + end);
    const name = index < 0 ? undefined : names[index];
    const page = name === undefined ? undefined : findPage(name);
    if (name === undefined || page === undefined) continue;
    const { start, end } = nameRanges[index]!;
    const link = rulePages.linkOf(name);
    return {
      contents: {
        kind: features.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText,
        value: link === undefined ? page.docs : `${page.docs}\n\n[${name}](${link})`,
      },
      range: toRange(document, { start: base + start, end: base + end }),
    };
  }
  return null;
}
