import type { Change, Diagnostic, LspClient, Range } from "./lsp-client";

/** What a pull of diagnostics brought. */
export interface Pulled {
  readonly diagnostics: readonly Diagnostic[];
  /** When its last byte had come, by `performance.now()`. */
  readonly at: number;
}

interface Report {
  readonly kind: "full" | "unchanged";
  readonly resultId?: string;
  readonly items?: readonly Diagnostic[];
}

/** A file that is open in a server. */
export class OpenFile {
  #version = 1;
  #resultId: string | undefined;
  #diagnostics: readonly Diagnostic[] = [];

  private constructor(
    readonly client: LspClient,
    readonly uri: string,
  ) {}

  static open(client: LspClient, uri: string, text: string): OpenFile {
    client.notify("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });
    return new OpenFile(client, uri);
  }

  /** Returns the new version. */
  change(...changes: readonly Change[]): number {
    this.#version++;
    this.client.notify("textDocument/didChange", {
      textDocument: { uri: this.uri, version: this.#version },
      contentChanges: changes,
    });
    return this.#version;
  }

  /** As VS Code does, it names the report that it has, so that a server may answer that nothing is new. */
  async pull(): Promise<Pulled> {
    const previous = this.#resultId === undefined ? {} : { previousResultId: this.#resultId };
    const { result, at } = await this.client.request<Report>("textDocument/diagnostic", {
      textDocument: { uri: this.uri },
      ...previous,
    });
    this.#resultId = result.resultId ?? undefined;
    this.#diagnostics = result.items ?? this.#diagnostics;
    return { diagnostics: this.#diagnostics, at };
  }

  /** Milliseconds from sending an edit to having its diagnostics. */
  async timeEdit(changes: readonly Change[]): Promise<number> {
    const begin = performance.now();
    this.change(...changes);
    return (await this.pull()).at - begin;
  }

  /** Milliseconds of the question that the lightbulb asks at a diagnostic. */
  async timeCodeAction(diagnostic: Diagnostic): Promise<number> {
    const range: Range = diagnostic.range;
    const begin = performance.now();
    const context = { diagnostics: [diagnostic], triggerKind: 2 };
    return (
      (await this.client.request("textDocument/codeAction", { textDocument: { uri: this.uri }, range, context })).at -
      begin
    );
  }

  close(): void {
    this.client.notify("textDocument/didClose", { textDocument: { uri: this.uri } });
  }
}
