import { TextDocument } from "vscode-languageserver-textdocument";
import type { ConfigurationAnswer } from "../../../../shared/requests";
import { DEFAULT_SETTINGS } from "../../config/settings";
import { beginSection, sectionStart } from "../../config/change-section";
import { HTTP_CLIENTS } from "../../config/configuration";
import { applyEdits } from "../../fixes/apply";
import type { Session } from "../session";
import { settingsEdit, shownText } from "../settings-file";

/** async-skill/createConfiguration */
export async function createConfiguration(
  { uri }: { readonly uri: string },
  session: Session,
): Promise<ConfigurationAnswer | null> {
  const [configuration] = await session.configurations.of([uri]);
  const file = configuration?.settingsFile;
  if (file === undefined) return null;
  const { defaultTimeout } = DEFAULT_SETTINGS;
  const begin = (text: string) => beginSection(text, { defaultTimeout, httpClients: HTTP_CLIENTS });
  const text = shownText(file, session) ?? "";
  const after = applyEdits(text, begin(text) ?? []);
  const start = sectionStart(after);
  if (start === undefined) return null;
  const edit = settingsEdit(file, begin, session);
  if (edit === undefined && after !== text) return null;
  const position = TextDocument.create(file.uri, "toml", 0, after).positionAt(start);
  return { uri: file.uri, ...(edit === undefined ? {} : { edit }), range: { start: position, end: position } };
}
