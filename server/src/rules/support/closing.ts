import type { Node } from "../../syntax/tree";

const CLOSES =
  /^_*(?:async_?|a)?(?:close|disconnect|shut_?down|stop|clean_?up|terminate|wait_closed|finali[sz]e|release|log_?out|remove|unregister|unsubscribe|unload|drop|purge|un?mount|prune|wipe|tear_?down|dispose|kill|cancel|abort|flush|delete|leave|unlink|detach|reset|clear)/;
const LOGS = /^(?:debug|info|warning|warn|error|exception|critical|log|print)$/;

const TELLS =
  /^_*(?:async_?)?(?:cmd|set|send|notify|broadcast|publish|emit|push|announce|turn|power|deliver|dispatch|put|write|feed|trigger|fire|webhook)(?:_|$)/;
const SETS_UP =
  /^_*(?:async_?)?(?:re)?(?:load|build|start|stop|connect|apply|refresh|init|initiali[sz]e|set_?up)(?:_|$)/;

const ASKS =
  /^_*(?:async_?|a)?(?:get_|(?:list|count|find|is|has|exists|select|look_?up|resolve|peek|check|probe|ping)(?:_|$))/;

/**
 * Whether a function or method, by its name, answers a short question. What is fetched, downloaded or searched for may
 * take long.
 */
export function asks(name: string): boolean {
  return ASKS.test(name);
}

const WORKS =
  /^_*(?:async_?|a)?(?:download|upload|fetch|search|crawl|scrape|save|store|create|insert|update|upsert|import|export|sync|copy|move|run|process|execute|handle|consume|produce|work|poll|watch|listen|serve|stream|pump|pipe|scan|migrate|index|embed|train|render|convert|retry|call)(?:e[rsd]|_|s?$)|_loop$|_(?:with|and)_retry$/;

/** Whether a function or method, by its name, changes something, or is at it for long. */
export function works(name: string): boolean {
  return WORKS.test(name);
}

/**
 * Whether a function or method, by its name, tells somebody something: that one doesn't hear it is nothing to the
 * others.
 */
export function tells(name: string): boolean {
  return TELLS.test(name);
}

/**
 * Whether a function or method, by its name, brings a part of the program up or to date: the other parts have theirs to
 * do.
 */
export function setsUp(name: string): boolean {
  return SETS_UP.test(name);
}

/** Whether a function or method, by its name, gives something back or ends it. */
export function closes(name: string): boolean {
  return CLOSES.test(name);
}

/** Whether a function or method, by its name, only writes down what happened. */
export function logs(name: string): boolean {
  return LOGS.test(name);
}

/** The last part of the name that a call calls. */
export function lastNameOf(call: Node): string {
  const callee = call.kind === "call" ? call.child("function") : undefined;
  return (callee?.child("attribute") ?? callee)?.text ?? "";
}
