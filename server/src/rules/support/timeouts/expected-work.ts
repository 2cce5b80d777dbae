import type { RuleContext } from "../../contract";
import type { Timeout } from "../../../model/library/row";
import { isLongCommand, isLongRequest, MINUTES, secondsOfLongRequest } from "../values/slow-work";
import type { NetworkCall } from "./network-call";

/** The seconds of work that the code speaks of; 0 where it speaks of none. */
export function secondsOfWork(call: NetworkCall, timeout: Timeout, context: RuleContext): number {
  if (isLongRequest(call.call, context)) return secondsOfLongRequest(call.call, timeout.each === true);
  return call.row.waitsFor === "the process" && isLongCommand(wordsOf(call)) ? MINUTES : 0;
}

/** What a call says of a command line, be it the name of a variable that holds one. */
function wordsOf({ positional }: NetworkCall): readonly string[] {
  return positional.flatMap((argument) =>
    [...argument.subtree()]
      .filter(({ kind }) => kind === "identifier" || kind === "string_content")
      .map(({ text }) => text),
  );
}
