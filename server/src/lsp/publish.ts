import { CodeLensRefreshRequest } from "vscode-languageserver";
import type { OpenDocument, Part } from "./document";
import { diagnosticsOf, type FoundByPart } from "./diagnostics";
import { isReport, newReport } from "./report";
import { after, afterQueue } from "./schedule";
import type { Session } from "./session";

/** How long nothing is typed before what quick edits left open is settled. */
const SETTLE_AFTER = 300;
/** The same while a quote stands open, which settling would let swallow the rest of the file. */
const SETTLE_HALF_TYPED_AFTER = 5_000;

export function opened(document: OpenDocument, session: Session): void {
  session.otherFiles.textChanged(document.uri);
  session.closedFiles.textChanged(document.uri);
  document.configured = session.configuring.ask([document]);
  publishSoon(document, session);
}

export function changed(document: OpenDocument, session: Session): void {
  session.otherFiles.textChanged(document.uri);
  session.closedFiles.textChanged(document.uri);
  publishSoon(document, session);
  document.putOff(
    "settle",
    after(document.isHalfTyped ? SETTLE_HALF_TYPED_AFTER : SETTLE_AFTER, () => settle(document, session)),
  );
  const rest = document.rest.textChanged();
  if (rest !== undefined)
    document.putOff(
      "retry",
      after(rest, () => retry(document, session)),
    );
}

/** Tells the findings that were held back till now. */
export function saved(document: OpenDocument, session: Session): void {
  const { isHeld } = document;
  document.isEdited = false;
  if (isHeld) void tellAnew(document, session);
}

export function closed(document: OpenDocument, session: Session): void {
  session.otherFiles.textChanged(document.uri);
  session.closedFiles.textChanged(document.uri);
  partsWent(document, document.parts, session);
}

/** Takes back what the client was told of parts that it shows no longer. */
export function partsWent(document: OpenDocument, parts: readonly Part[], { connection, features }: Session): void {
  for (const { uri } of parts) {
    if (document.reports.delete(uri) && !features.pullDiagnostics)
      void connection.sendDiagnostics({ uri, diagnostics: [] });
  }
}

/** Asks anew what holds for documents, after settings or a project changed. */
export function configurationChanged({ configuring, documents, closedFiles }: Session): void {
  void configuring.ask(documents.all());
  void closedFiles.configurationChanged();
}

/**
 * Tells findings anew where other settings hold. A client that has been told none yet, because they were waited for,
 * has nothing to ask again.
 */
export function reconfigured(changed: readonly OpenDocument[], session: Session): void {
  for (const document of changed) {
    document.rest.end();
    session.otherFiles.environmentIs(document.uri, document.environment);
    publishSoon(document, session);
  }
  session.tokens.update(session.documents.all());
  refreshLenses(session);
  if (changed.some(({ reports }) => reports.size > 0)) refresh(session);
}

/** Tells findings anew, in one go, where other files have made them others. */
export async function otherFilesChanged(documents: readonly OpenDocument[], session: Session): Promise<void> {
  const changed: OpenDocument[] = [];
  refreshLenses(session);
  for (const document of documents) {
    if (document.reports.size > 0 && isNews(document, await diagnosticsOf(document, session))) changed.push(document);
  }
  if (changed.length === 0) return;
  for (const document of changed) publishSoon(document, session);
  refresh(session);
}

function settle(document: OpenDocument, session: Session): void {
  const settled = session.log.attempt(`${document.uri} could not be settled`, () => document.settle(), false);
  // What is typed in one part may change what is found in others, which a client that pulls asks of the one alone.
  if (settled || document.parts.length > 1) void tellAnew(document, session);
}

/** Looks again at a document that rested, and was edited meanwhile. */
function retry(document: OpenDocument, session: Session): void {
  document.rest.end();
  void tellAnew(document, session);
}

async function tellAnew(document: OpenDocument, session: Session): Promise<void> {
  if (document.isHeld) return;
  if (!session.features.pullDiagnostics) publishSoon(document, session);
  else if (isNews(document, await diagnosticsOf(document, session))) refresh(session);
}

/** Whether the client has been told something else of a part, or nothing of the only one. */
function isNews({ reports, parts }: OpenDocument, found: FoundByPart): boolean {
  return parts.some(({ uri }) => {
    const report = reports.get(uri);
    return report === undefined ? parts.length === 1 : !isReport(report, found.get(uri) ?? []);
  });
}

function publishSoon(document: OpenDocument, session: Session): void {
  if (session.features.pullDiagnostics) return;
  document.putOff(
    "publish",
    afterQueue(() => {
      void document.configured.then(() => publish(document, session));
    }),
  );
}

async function publish(document: OpenDocument, session: Session): Promise<void> {
  if (document.isHeld) return;
  const found = await diagnosticsOf(document, session);
  if (document.isClosed) return;
  for (const { uri, version } of document.parts) {
    const diagnostics = found.get(uri);
    if (diagnostics === undefined || isReport(document.reports.get(uri), diagnostics)) continue;
    document.reports.set(uri, newReport(diagnostics, document.version));
    void session.connection.sendDiagnostics({
      uri,
      ...(version === null ? {} : { version }),
      diagnostics: [...diagnostics],
    });
  }
}

/** Has the client ask anew for what it shows of findings. */
function refresh({ connection, features, documents }: Session): void {
  if (features.pullDiagnostics && features.refreshDiagnostics)
    ignoringRefusal(connection.languages.diagnostics.refresh());
  const isHighlighted = [...documents.all()].some((document) => document.isHighlighted);
  if (isHighlighted && features.refreshSemanticTokens) ignoringRefusal(connection.languages.semanticTokens.refresh());
}

/** Has the client ask anew who calls what, after settings or other files changed. */
function refreshLenses({ connection, features, documents }: Session): void {
  const isShown = [...documents.all()].some(({ hasCodeLens }) => hasCodeLens);
  if (isShown && features.refreshCodeLens) ignoringRefusal(connection.sendRequest(CodeLensRefreshRequest.type));
}

function ignoringRefusal(refreshed: Promise<void>): void {
  refreshed.catch(() => {
    // A client that has no time for it asks again by itself.
  });
}
