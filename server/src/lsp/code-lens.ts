import type { CodeLens, CodeLensParams, Location } from "vscode-languageserver";
import { type AsyncCallers, asyncCallers } from "../workspace/async-callers";
import { PythonDocument } from "../syntax/document";
import { contentModified, mustBe } from "./answers";
import { attempt } from "./attempt";
import { toRange } from "./convert";
import type { OpenDocument } from "./document";
import { hasProject } from "./project-fixes";
import { PythonFile } from "./python-file";
import type { Session } from "./session";

/** What a lens is known by when it is shown. */
interface LensData {
  readonly uri: string;
  readonly version: number | null;
}

function isLensData(data: unknown): data is LensData {
  return (
    typeof data === "object" && data !== null && "uri" in data && typeof data.uri === "string" && "version" in data
  );
}

/** textDocument/codeLens: one above each plain function that blocks; who calls it is looked for once it is shown. */
export async function codeLenses({ textDocument: { uri } }: CodeLensParams, session: Session): Promise<CodeLens[]> {
  const document = session.documents.showing(uri);
  if (document === undefined) return [];
  await document.configured;
  if (!document.hasCodeLens || !(document instanceof PythonFile) || !hasProject(document, session)) return [];
  const work = (): CodeLens[] => {
    const data: LensData = { uri, version: document.version };
    return document.helpers().map((name) => ({ range: toRange(document, name), data }));
  };
  const lenses = await attempt(`The helpers of ${uri} could not be found`, document, session, work, []);
  session.otherFiles.asked();
  return lenses;
}

/** codeLens/resolve */
export async function resolveCodeLens(lens: CodeLens, session: Session): Promise<CodeLens> {
  const data: unknown = lens.data;
  if (!isLensData(data)) return lens;
  const { uri, version } = data;
  const document = session.documents.get(uri);
  if (document === undefined) throw contentModified();
  await session.otherFiles.gather(uri);
  const work = (): AsyncCallers | undefined => {
    mustBe(version, document);
    return callersOf(lens, document, session);
  };
  const callers = await attempt(`The callers in ${uri} could not be found`, document, session, work, undefined);
  const title = titleOf(callers?.functions);
  const { placesCommand } = session.features;
  if (callers === undefined || callers.calls.length === 0 || placesCommand === undefined)
    return { ...lens, command: { title, command: "" } };
  const places = callers.calls.map(({ file, range }): Location => ({ uri: session.otherFiles.addressOf(file), range }));
  return { ...lens, command: { title, command: placesCommand, arguments: [uri, lens.range.start, places] } };
}

function callersOf(
  { range }: CodeLens,
  document: OpenDocument,
  { otherFiles, parser }: Session,
): AsyncCallers | undefined {
  const file = otherFiles.fileOf(document.uri);
  const { project } = otherFiles;
  if (file === undefined || project === undefined) return undefined;
  const name = { start: document.offsetAt(range.start, document.uri), end: document.offsetAt(range.end, document.uri) };
  return asyncCallers(file, name, project, (text) => new PythonDocument(parser, text));
}

function titleOf(callers: number | undefined): string {
  if (callers === undefined) return "blocks whoever calls it";
  if (callers === 0) return "blocks; no async caller is known";
  return `blocks the event loop: ${callers} async caller${callers === 1 ? "" : "s"}`;
}
