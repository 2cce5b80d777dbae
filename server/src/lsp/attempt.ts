import { ResponseError } from "vscode-languageserver";
import { TimeLimitError } from "../limits/time-limit-error";
import { ParserLimitError } from "../syntax/parser";
import type { OpenDocument } from "./document";
import type { Log } from "./log";
import type { Session } from "./session";

/** A document rests so many times as long as it has kept everybody waiting. */
const PAUSES = 4;
/** The same where what it has cost is not known. */
const PAUSE_AFTER_PARSER = 5_000;

/**
 * Has the engine work on a document in a turn of its own, and gives `otherwise` where it fails. Whatever goes wrong
 * costs this document what was asked for, and no other anything: one that takes too long, or too much memory, is thrown
 * away and rests for a while. Messages may be taken in before that turn; what it gives is told before any other is.
 *
 * @throws ResponseError where the work does
 */
export async function attempt<Result>(
  what: string,
  document: OpenDocument,
  { log, limited }: Session,
  work: () => Result,
  otherwise: Result,
): Promise<Result> {
  if (document.unchecked !== undefined) return otherwise;
  try {
    return await limited(() => (document.unchecked === undefined ? work() : otherwise));
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    if (error instanceof TimeLimitError) rest(document, error, error.milliseconds * PAUSES, log);
    else if (error instanceof ParserLimitError) rest(document, error, PAUSE_AFTER_PARSER, log);
    else log.error(what, error);
    return otherwise;
  }
}

function rest(document: OpenDocument, { message }: Error, pause: number, log: Log): void {
  document.startAfresh();
  document.rest.begin(message, pause);
  log.warn(`${document.uri} is not checked: ${message}`);
}
