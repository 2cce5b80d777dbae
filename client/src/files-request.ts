import * as vscode from "vscode";
import type { BaseLanguageClient, RequestType } from "vscode-languageclient";
import type { AboutFiles, FilesProgress } from "../../shared/requests";
import { filesProgress } from "./requests";

let count = 0;

/** Asks the server about many files, and shows how far it has come; undefined where the user has cancelled it. */
export function askAboutFiles<Params extends AboutFiles, Answer>(
  client: BaseLanguageClient,
  title: string,
  type: RequestType<Params, Answer, void>,
  params: Omit<Params, "partialResultToken">,
  onFound: (found: FilesProgress["found"]) => void = () => {},
): Thenable<Answer | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let before = 0;
    const answer = await askFor(client, type, params, token, ({ done, total, found }) => {
      progress.report({
        message: vscode.l10n.t("{0} of {1} files", done, total),
        increment: total === 0 ? 0 : ((done - before) / total) * 100,
      });
      before = done;
      onFound(found);
    }).catch((error: unknown) => {
      if (token.isCancellationRequested) return undefined;
      throw error;
    });
    return token.isCancellationRequested ? undefined : answer;
  });
}

/** The same without anything that shows. */
export async function askFor<Params extends AboutFiles, Answer>(
  client: BaseLanguageClient,
  type: RequestType<Params, Answer, void>,
  params: Omit<Params, "partialResultToken">,
  token: vscode.CancellationToken,
  onProgress: (progress: FilesProgress) => void,
): Promise<Answer> {
  const partialResultToken = `async-skill-${count++}`;
  const listening = client.onProgress(filesProgress, partialResultToken, onProgress);
  try {
    return await client.sendRequest<Answer>(type.method, { ...params, partialResultToken }, token);
  } finally {
    listening.dispose();
  }
}
