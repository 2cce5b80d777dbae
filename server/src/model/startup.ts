import { AWAITS } from "../syntax/node-kinds";
import type { Node } from "../syntax/tree";
import { ownNodes } from "./definitions";
import { rememberedOf } from "./remembered";

/** How a web application is told what to run before it serves anybody: keywords, and the lists of an application. */
const STARTUP_KEYWORDS: ReadonlySet<string> = new Set(["lifespan", "on_startup"]);
const STARTUP_LISTS: ReadonlySet<string> = new Set(["cleanup_ctx", "on_startup"]);

/** `lifespan=start`, `on_startup=[start]`, `app.cleanup_ctx.append(start)`. */
export function isGivenToApplication(use: Node): boolean {
  const { parent } = use;
  const keyword = parent?.kind === "list" ? parent.parent : parent;
  if (keyword?.kind === "keyword_argument") return STARTUP_KEYWORDS.has(keyword.child("name")?.text ?? "");
  const callee = parent?.kind === "argument_list" ? parent.parent?.child("function") : undefined;
  if (callee?.kind !== "attribute" || callee.child("attribute")?.text !== "append") return false;
  return STARTUP_LISTS.has(callee.child("object")?.child("attribute")?.text ?? "");
}

/**
 * What a node hands an application to run before it serves anybody: the value of `lifespan=start`, the items of
 * `on_startup=[start]`, the argument of an append.
 */
export function givenToApplication(node: Node): readonly Node[] {
  const given = node.kind === "keyword_argument" ? node.child("value") : node.child("arguments")?.named[0];
  const names = given?.kind === "list" ? given.named : given === undefined ? [] : [given];
  return names.filter(
    (name) => (name.kind === "identifier" || name.kind === "attribute") && isGivenToApplication(name),
  );
}

/** `@app.on_event("startup")` */
export function isStartup(decorator: Node): boolean {
  return eventOf(decorator) === "startup";
}

/** `@app.on_event("startup")` and its counterpart: it runs once, while nobody is served. */
export function isStartupOrShutdown(decorator: Node): boolean {
  const event = eventOf(decorator);
  return event === "startup" || event === "shutdown";
}

function eventOf(decorator: Node): string | undefined {
  if (decorator.kind !== "call" || decorator.child("function")?.child("attribute")?.text !== "on_event")
    return undefined;
  return decorator.child("arguments")?.named[0]?.text.replaceAll(/["']/g, "");
}

/**
 * Whether what a call has started is over at a place of its function: its group has ended, or its task was awaited by
 * its name.
 */
export function isOver(call: Node, at: number, function_: Node): boolean {
  for (const around of call.ancestors()) {
    if (around === function_) break;
    if (around.kind === "with_statement" && around.end <= at && isGroupOf(around, call)) return true;
  }
  const name = call.parent?.kind === "assignment" && call.field === "right" ? call.parent.child("left") : undefined;
  if (name?.kind !== "identifier") return false;
  // What is started behind the place, in the next round of a loop, has to be over before that round ends.
  return (awaitedNames(function_).get(name.text) ?? []).some(
    (start) => start > call.end && (start < at || call.start > at),
  );
}

/** `async with TaskGroup() as group: group.create_task(...)` */
function isGroupOf(statement: Node, call: Node): boolean {
  const clause = statement.children.find((child) => child.kind === "with_clause");
  if (clause === undefined || !statement.hasToken("async")) return false;
  if (clause.contains(call)) return true;
  const object = call.child("function")?.child("object")?.text;
  return clause.named.some((item) => {
    const value = item.child("value");
    return value?.kind === "as_pattern" && value.child("alias")?.text === object;
  });
}

/** Where a function awaits what it has a name for. */
const awaitedNames = rememberedOf((function_: Node): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  for (const node of ownNodes(function_, AWAITS)) {
    const [awaited] = node.named;
    if (awaited?.kind !== "identifier") continue;
    const known = found.get(awaited.text);
    if (known === undefined) found.set(awaited.text, [node.start]);
    else known.push(node.start);
  }
  return found;
});
