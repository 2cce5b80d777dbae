import { docstringOf } from "../../../model/definitions";
import { rememberedOf } from "../../../model/remembered";
import { NAMES_AND_TEXTS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";

/** What gives an answer line by line, or event by event, as it comes. */
const READS_AS_IT_COMES = /^a?iter_(?:lines|sse)$/;

/** What names and texts say of an answer whose next part comes when something has happened. */
const SPEAKS_OF_EVENTS = /(?:^|[^a-z])events?(?:$|[^a-z])|event-stream|\bsse\b|\bdata:/i;

/**
 * Whether a request asks for events, which come when they come: `client.stream("GET", events_url)`, whose lines the
 * function goes through.
 */
export function isEventStream(request: Node): boolean {
  const callee = request.child("function");
  const function_ = request.closest("function_definition");
  return (callee?.child("attribute") ?? callee)?.text === "stream" && function_ !== undefined && goesThrough(function_);
}

const goesThrough = rememberedOf((function_) => {
  const docstring = docstringOf(function_);
  let reads = false;
  let speaks = false;
  for (const node of function_.subtree()) {
    if (!NAMES_AND_TEXTS.has(node.kind) || docstring?.contains(node) === true) continue;
    reads ||= node.field === "attribute" && READS_AS_IT_COMES.test(node.text);
    speaks ||= SPEAKS_OF_EVENTS.test(node.text);
  }
  return reads && speaks;
});
