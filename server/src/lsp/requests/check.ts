import type { CancellationToken } from "vscode-languageserver";
import type { CheckAnswer, CheckParams } from "../../../../shared/requests";
import { cancelled } from "../answers";
import { diagnosticsOf } from "../diagnostics";
import type { Session } from "../session";
import { filesBelow, lookAt } from "./files";
import { Progress } from "./progress";

/** async-skill/check */
export async function check(
  { files: named, partialResultToken, follow }: CheckParams,
  session: Session,
  token: CancellationToken,
): Promise<CheckAnswer> {
  if (follow === true && session.files !== undefined) {
    let told = new Progress(session, partialResultToken, 0);
    return session.closedFiles.checkAll({
      begin: (total) => (told = new Progress(session, partialResultToken, total)),
      step: () => told.step(),
      isCancelled: () => token.isCancellationRequested,
    });
  }
  const uris = named ?? (await filesBelow(session, token));
  const progress = new Progress(session, partialResultToken, uris.length);
  const problems: string[] = [];
  let files = 0;
  let findings = 0;
  for await (const looked of lookAt(uris, session, (problem) => problems.push(problem))) {
    if (token.isCancellationRequested) throw cancelled();
    if (looked === undefined) {
      await progress.step();
      continue;
    }
    const { document } = looked;
    const diagnostics =
      (await diagnosticsOf(document, session, { token, isAboutTextAlone: true })).get(document.uri) ?? [];
    if (document.enabled) files++;
    findings += diagnostics.length;
    await progress.step({ uri: document.uri, diagnostics });
  }
  return { files, findings, problems };
}
