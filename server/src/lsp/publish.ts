import type { OpenDocument } from "./document";
import { diagnosticsOf } from "./diagnostics";
import { isReport, newReport } from "./report";
import { after, afterQueue } from "./schedule";
import type { Session } from "./session";

/** How long nothing is typed before what quick edits left open is settled. */
const SETTLE_AFTER = 300;
/** The same while a quote stands open, which settling would let swallow the rest of the file. */
const SETTLE_HALF_TYPED_AFTER = 5_000;

export function opened(document: OpenDocument, session: Session): void {
  session.otherFiles.textChanged(document.uri);
  document.configured = session.configuring.ask([document]);
  publishSoon(document, session);
}

export function changed(document: OpenDocument, session: Session): void {
  session.otherFiles.textChanged(document.uri);
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

export function closed(document: OpenDocument, { connection, features, otherFiles }: Session): void {
  otherFiles.textChanged(document.uri);
  if (features.pullDiagnostics || document.report === undefined) return;
  void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
}

/** Asks anew what holds for documents, after settings or a project changed. */
export function configurationChanged({ configuring, documents }: Session): void {
  void configuring.ask(documents.values());
}

/** Tells findings anew where other settings hold. A client that has been told none yet, because they were waited for, has nothing to ask again. */
export function reconfigured(changed: readonly OpenDocument[], session: Session): void {
  for (const document of changed) {
    document.rest.end();
    publishSoon(document, session);
  }
  if (changed.some(({ report }) => report !== undefined)) refresh(session);
}

/** Tells findings anew, in one go, where other files have made them others. */
export async function otherFilesChanged(documents: readonly OpenDocument[], session: Session): Promise<void> {
  const changed: OpenDocument[] = [];
  for (const document of documents) {
    if (document.report !== undefined && !isReport(document.report, await diagnosticsOf(document, session))) changed.push(document);
  }
  if (changed.length === 0) return;
  for (const document of changed) publishSoon(document, session);
  refresh(session);
}

function settle(document: OpenDocument, session: Session): void {
  const settled = session.log.attempt(`${document.uri} could not be settled`, () => document.settle(), false);
  if (settled) void tellAnew(document, session);
}

/** Looks again at a document that rested, and was edited meanwhile. */
function retry(document: OpenDocument, session: Session): void {
  document.rest.end();
  void tellAnew(document, session);
}

async function tellAnew(document: OpenDocument, session: Session): Promise<void> {
  if (!session.features.pullDiagnostics) publishSoon(document, session);
  else if (!isReport(document.report, await diagnosticsOf(document, session))) refresh(session);
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
  const diagnostics = await diagnosticsOf(document, session);
  if (session.documents.get(document.uri) !== document) return;
  if (isReport(document.report, diagnostics)) return;
  document.report = newReport(diagnostics, document.version);
  const { version } = document;
  void session.connection.sendDiagnostics({ uri: document.uri, ...(version === null ? {} : { version }), diagnostics: [...diagnostics] });
}

function refresh({ connection, features }: Session): void {
  if (!features.pullDiagnostics || !features.refreshDiagnostics) return;
  connection.languages.diagnostics.refresh().catch(() => {
    // A client that has no time for it asks again by itself.
  });
}
