import * as vscode from "vscode";
import { type BaseLanguageClient, DocumentDiagnosticRequest, type Middleware, vsdiag } from "vscode-languageclient";
import type { FindingData } from "../../shared/requests";
import { source } from "./identity";

type Report = vsdiag.DocumentDiagnosticReport;

/**
 * Withholds a finding of ours for as long as another tool (Ruff, SonarQube, Pylint, Flake8, Pylance) shows the same at
 * the same place, so that nothing is underlined twice. Our fixes stay: the server offers them on what the other tool
 * shows.
 */
export class Compatibility {
  /** All findings that the server has told of a document, by its address. */
  readonly #told = new Map<string, readonly vscode.Diagnostic[]>();
  readonly #shown = new Map<string, readonly vscode.Diagnostic[]>();

  /**
   * Asked for with each report: what the server doesn't repeat is kept here, since it doesn't know what was withheld of
   * it.
   */
  sift(document: vscode.TextDocument | vscode.Uri, report: Report | null | undefined): Report | null | undefined {
    if (report === null || report === undefined) return report;
    const uri = "uri" in document ? document.uri : document;
    const key = uri.toString();
    const told = report.kind === vsdiag.DocumentDiagnosticReportKind.full ? report.items : this.#told.get(key);
    if (told === undefined) return report;
    this.#told.set(key, told);
    const items = this.left(uri, told);
    // Told again, findings would stand where they stood; left alone they have moved with the text.
    if (report.kind === vsdiag.DocumentDiagnosticReportKind.unChanged && isSame(items, this.#shown.get(key)))
      return report;
    this.#shown.set(key, items);
    return { resultId: report.resultId, kind: vsdiag.DocumentDiagnosticReportKind.full, items: [...items] } as Report;
  }

  /** Pulls anew where other tools have come to show, or show no more, what ours shows. */
  follow(client: BaseLanguageClient): vscode.Disposable {
    const changed = (uris: readonly vscode.Uri[]): void => {
      const other = uris.some((uri) => {
        const told = this.#told.get(uri.toString());
        return told !== undefined && !isSame(this.left(uri, told), this.#shown.get(uri.toString()));
      });
      if (other) client.getFeature(DocumentDiagnosticRequest.method).refresh();
    };
    return vscode.Disposable.from(
      vscode.languages.onDidChangeDiagnostics(({ uris }) => changed(uris)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("asyncSkill.compatibility"))
          changed([...this.#told.keys()].map((key) => vscode.Uri.parse(key)));
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#told.delete(uri.toString());
        this.#shown.delete(uri.toString());
      }),
    );
  }

  /** What others don't show already. */
  left(uri: vscode.Uri, told: readonly vscode.Diagnostic[]): readonly vscode.Diagnostic[] {
    const mode = vscode.workspace.getConfiguration("asyncSkill", uri).get("compatibility");
    if (mode === "off") return told;
    if (mode === "always") return told.filter((own) => peersOf(own).length === 0);
    const others = vscode.languages.getDiagnostics(uri).filter((one) => one.source !== source);
    return others.length === 0 ? told : told.filter((own) => !others.some((other) => saysTheSame(other, own)));
  }
}

/** A report that is whole, without what others show already. */
export function beside(
  compatibility: Compatibility,
  { provideDiagnostics }: Pick<Middleware, "provideDiagnostics">,
): Pick<Middleware, "provideDiagnostics"> {
  return {
    provideDiagnostics: async (document, previousResultId, token, next) =>
      compatibility.sift(
        document,
        await (provideDiagnostics?.(document, previousResultId, token, next) ??
          next(document, previousResultId, token)),
      ),
  };
}

/** Whether another tool's finding is one that a rule's page names as the same, at a place of ours. */
function saysTheSame(other: vscode.Diagnostic, own: vscode.Diagnostic): boolean {
  const code = typeof other.code === "object" ? other.code.value : other.code;
  if (code === undefined) return false;
  // Sonar puts the language in front: python:S7488.
  const plain = String(code).replace(/^.*:/, "").toUpperCase();
  return peersOf(own).some((peer) => peer.toUpperCase() === plain) && other.range.intersection(own.range) !== undefined;
}

/** The codes by which other tools call what a finding says. */
function peersOf(own: vscode.Diagnostic): readonly string[] {
  return (own as { readonly data?: FindingData }).data?.peers ?? [];
}

function isSame(some: readonly vscode.Diagnostic[], others: readonly vscode.Diagnostic[] | undefined): boolean {
  return some.length === others?.length && some.every((one, index) => one === others[index]);
}
