import * as vscode from "vscode";
import {
  type BaseLanguageClient,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
  Command,
  Location,
  Position,
  Range,
} from "vscode-languageclient";
import { applyFresh } from "./apply";
import { source } from "./identity";

/** Our findings at the cursor of the active editor. */
export function findingsAtCursor(): readonly vscode.Diagnostic[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return [];
  return vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter((one) => one.source === source && one.range.contains(editor.selection.active));
}

/**
 * Shows, one below the other, the places that lead from a finding to what it is about: that at the cursor, or the one
 * that the server's code action names by protocol values.
 */
export async function showPath(client: BaseLanguageClient, address: unknown, range: unknown): Promise<void> {
  const leads = ({ relatedInformation }: vscode.Diagnostic): boolean => (relatedInformation ?? []).length > 0;
  const named =
    typeof address === "string" && Range.is(range) ? client.protocol2CodeConverter.asRange(range) : undefined;
  const uri =
    named === undefined
      ? vscode.window.activeTextEditor?.document.uri
      : client.protocol2CodeConverter.asUri(String(address));
  const finding =
    named === undefined || uri === undefined
      ? findingsAtCursor().find(leads)
      : vscode.languages
          .getDiagnostics(uri)
          .find((one) => one.source === source && one.range.isEqual(named) && leads(one));
  if (uri === undefined || finding === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("There is no finding at the cursor that leads to other places."),
    );
    return;
  }
  const places = [
    new vscode.Location(uri, finding.range),
    ...(finding.relatedInformation ?? []).map(({ location }) => location),
  ];
  await vscode.commands.executeCommand("editor.action.peekLocations", uri, finding.range.start, places, "peek");
}

/** Shows places in a peek at a position, all of them protocol values that the server's code lens names. */
export async function showPlaces(
  client: BaseLanguageClient,
  address: unknown,
  position: unknown,
  places: unknown,
): Promise<void> {
  if (typeof address !== "string" || !Position.is(position) || !Array.isArray(places)) return;
  const { protocol2CodeConverter: convert } = client;
  const locations = (places as readonly unknown[])
    .filter((one): one is Location => Location.is(one))
    .map((one) => convert.asLocation(one));
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    convert.asUri(address),
    convert.asPosition(position),
    locations,
  );
}

/** Applies the action of a kind that the server offers at the cursor, or the one of several that the user chooses. */
export async function applyActionOfKind(client: BaseLanguageClient, kind: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const { code2ProtocolConverter: convert } = client;
  // Asked of our server alone: the editor's own command waits for all providers, and gives up when one comes meanwhile.
  const answer = await client.sendRequest(CodeActionRequest.type, {
    textDocument: convert.asTextDocumentIdentifier(editor.document),
    range: convert.asRange(editor.selection),
    context: { diagnostics: [], only: [kind], triggerKind: CodeActionTriggerKind.Invoked },
  });
  const actions = (answer ?? []).filter((one): one is CodeAction => !Command.is(one));
  const action = actions.length > 1 ? await chosen(actions) : actions[0];
  if (action === undefined) {
    if (actions.length === 0)
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There is no finding at the cursor that this could be done about."),
      );
    return;
  }
  const { edit } = action.edit === undefined ? await client.sendRequest(CodeActionResolveRequest.type, action) : action;
  if (edit !== undefined) await applyFresh(client, edit);
}

async function chosen(actions: readonly CodeAction[]): Promise<CodeAction | undefined> {
  const item = await vscode.window.showQuickPick(actions.map((action) => ({ label: action.title, action })));
  return item?.action;
}
