import { LspClient } from "./lsp-client";
import { OpenFile } from "./open-file";
import type { Setting } from "./setting";

/** The text, open in each of the servers in their order; they have said what they find. */
export async function openInAll({ servers, scratch }: Setting, text: string): Promise<readonly OpenFile[]> {
  return await Promise.all(
    servers.map(async (server) => {
      const client = await LspClient.start(server, scratch, "pulled");
      const file = OpenFile.open(client, uriIn(scratch), text);
      const { diagnostics } = await file.pull();
      // The fastest server is one that was told to look for nothing.
      if (diagnostics.length === 0) throw new Error(`${server.name} finds nothing: it is not set up as it should be`);
      return file;
    }),
  );
}

export function uriIn(folder: string, name = "joined"): string {
  return `file://${folder}/${name}.py`;
}

export async function stopAll(files: readonly OpenFile[]): Promise<void> {
  for (const { client } of files) await client.stop();
}
