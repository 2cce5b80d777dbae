import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";

/** Seconds that work of minutes is given. */
export const MINUTES = 600;

/** Commands and words of command lines that stand for work of minutes: what is fetched from far, built, or made of pictures and sound. */
const LONG_COMMANDS =
  /(?:^|[\s/_-])(?:build|clone|compile|convert|docker|download|fetch|ffmpeg|install|make|npm|pip3?|podman|pull|push|pytest|sync|update|upgrade|yarn)(?:$|[\s_-])/;

/** What names and addresses say of requests whose answer is made up while one waits, or is as long as a film. */
const LONG_REQUESTS = /stream|completion|llm|openai|anthropic|ollama|gemini|inference|embedding|transcri|speech|\btts|download|upload/i;

const TELLING: ReadonlySet<Kind> = new Set(["identifier", "string_content"]);

/** Whether a command line says that it works for minutes. */
export function isLongCommand(words: readonly string[]): boolean {
  return words.some((word) => LONG_COMMANDS.test(word));
}

/** Whether the function around a request speaks of what takes longer than an answer does. */
export function isLongRequest(call: Node): boolean {
  const around = call.closest("function_definition") ?? call;
  for (const node of around.subtree()) if (TELLING.has(node.kind) && LONG_REQUESTS.test(node.text)) return true;
  return false;
}
