import { ErrorCodes, ResponseError, type TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { AgentFileAnswer } from "../../../../shared/requests";
import { AGENT_FILES, changeFor } from "../../analysis/agent-files";
import { pageOf } from "../../analysis/pages";
import { RULES } from "../../rules/index";
import { toRange } from "../convert";

/** async-skill/agentFiles */
export function agentFiles(): readonly AgentFileAnswer[] {
  return AGENT_FILES.map(({ path, readers }) => ({ path, readers }));
}

/** async-skill/agentFileEdit */
export function agentFileEdit({ path, text }: { readonly path: string; readonly text?: string }): TextEdit | null {
  const file = AGENT_FILES.find((one) => one.path === path);
  if (file === undefined) throw new ResponseError(ErrorCodes.InvalidParams, `no agent is known to read ${path}`);
  const pages = RULES.map(({ name }) => pageOf(name));
  const change = changeFor(file, text, pages);
  return change === undefined
    ? null
    : { range: toRange(TextDocument.create(path, "markdown", 0, text ?? ""), change), newText: change.text };
}
