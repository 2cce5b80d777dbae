// Pyright's language server in the extension host, as Pylance and basedpyright run theirs.
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

/** The server's module; scripts/vscode/suite.mjs puts it in. */
declare const PYRIGHT: string;

export interface Pyright {
  start(): Promise<void>;
  /** Takes all that it has shown away, too. */
  stop(): Promise<void>;
}

export function pyrightServer(): Pyright {
  const client = new LanguageClient(
    "pyright",
    "Pyright",
    { module: PYRIGHT, transport: TransportKind.ipc },
    { documentSelector: [{ scheme: "file", language: "python" }] },
  );
  return { start: () => client.start(), stop: () => client.stop() };
}
