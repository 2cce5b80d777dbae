import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensParams } from "vscode-languageserver";
import type { Callee } from "../analysis/blocking-callees";
import { attempt } from "./attempt";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/**
 * textDocument/semanticTokens/full: what is called that keeps the event loop waiting; null where there is none, so that
 * another source may speak.
 */
export async function semanticTokens(
  { textDocument: { uri } }: SemanticTokensParams,
  session: Session,
): Promise<SemanticTokens | null> {
  const document = session.documents.showing(uri);
  if (!(document instanceof PythonFile)) return null;
  await document.configured;
  if (!document.isHighlighted) return null;
  const work = (): readonly Callee[] => document.callees().filter(({ start }) => document.partAt(start).uri === uri);
  const callees = await attempt(`The calls of ${uri} could not be highlighted`, document, session, work, []);
  if (callees.length === 0) return null;
  const builder = new SemanticTokensBuilder();
  for (const { start, end, isMember } of callees) {
    const { line, character } = document.positionAt(start);
    builder.push(line, character, end - start, isMember ? 1 : 0, 1);
  }
  return builder.build();
}
