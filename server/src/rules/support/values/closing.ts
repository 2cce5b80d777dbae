import type { Node } from "../../../syntax/tree";

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

const TAKES_LONG =
  /^_*(?:async_?|a)?(?:download|upload|crawl|scrape|import|export|sync|copy|stream|pump|pipe|migrate|train|render|convert|transcode|transcribe|generate|summari[sz]e|ingest|embed|index)(?:e[rsd]|_|s?$)|_loop$/;

/** Whether a function or method, by its name, is at it for long, so that much is lost where what comes of it is. */
export function takesLong(name: string): boolean {
  return TAKES_LONG.test(name);
}

const CHANGES =
  /^_*(?:async_?|a)?(?:save|store|create|insert|update|upsert|move|write|put|send|publish|delete|remove|drop|purge|commit)(?:e[rsd]|_|s?$)/;

/** Whether a function or method, by its name, changes what is kept or seen elsewhere. */
export function changes(name: string): boolean {
  return CHANGES.test(name);
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
