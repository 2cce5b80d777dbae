import type { OpenDocument } from "./document";
import { diagnosticsOf } from "./diagnostics";
import { isReport, newReport } from "./report";
import { after, afterQueue } from "./schedule";
import type { Session } from "./session";

/** How long nothing is typed before what quick edits left open is settled. */
const SETTLE_AFTER = 300;

export function opened(document: OpenDocument, session: Session): void {
  configure(document, session);
}

export function changed(document: OpenDocument, session: Session): void {
  publishSoon(document, session);
  document.putOff(
    "settle",
    after(SETTLE_AFTER, () => settle(document, session)),
  );
}

export function closed(document: OpenDocument, { connection, features }: Session): void {
  if (features.pullDiagnostics || document.report === undefined) return;
  void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
}

/** Asks anew what holds for documents, after settings or a project changed. */
export function configurationChanged(session: Session): void {
  const documents = [...session.documents.values()];
  for (const document of documents) configure(document, session);
  void Promise.all(documents.map((document) => document.configured)).then(() => refresh(session));
}

function configure(document: OpenDocument, session: Session): void {
  const configured = session.configurations
    .of(document.uri)
    .then((configuration) => document.configure(configuration))
    .catch((error: unknown) => session.log.error(`The settings of ${document.uri} are not known`, error));
  document.configured = configured;
  void configured.then(() => publishSoon(document, session));
}

function settle(document: OpenDocument, session: Session): void {
  const settled = session.log.attempt(`${document.uri} could not be settled`, () => document.settle(), false);
  if (!settled) return;
  if (!session.features.pullDiagnostics) publishSoon(document, session);
  else if (!isReport(document.report, diagnosticsOf(document, session))) refresh(session);
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

function publish(document: OpenDocument, session: Session): void {
  if (session.documents.get(document.uri) !== document) return;
  const diagnostics = diagnosticsOf(document, session);
  if (isReport(document.report, diagnostics)) return;
  document.report = newReport(diagnostics);
  const { version } = document;
  void session.connection.sendDiagnostics({ uri: document.uri, ...(version === null ? {} : { version }), diagnostics: [...diagnostics] });
}

function refresh({ connection, features }: Session): void {
  if (!features.pullDiagnostics || !features.refreshDiagnostics) return;
  connection.languages.diagnostics.refresh().catch(() => {
    // A client that has no time for it asks again by itself.
  });
}
