import type { RuleContext } from "../contract";
import { FixBuilder } from "../../fixes/builder";
import type { Fix } from "../../fixes/fix";
import { decoratorsOf, ownNodes } from "../../model/definitions";
import { isThreadBound, LOOP_METHODS } from "../../model/library/thread-bound";
import type { Kind } from "../../syntax/kinds.generated";
import type { Node } from "../../syntax/tree";
import { suspends } from "../../model/idle";

/** Applications and routers that run a plain function in a thread. */
const ROUTERS: ReadonlySet<string> = new Set(["fastapi.FastAPI", "fastapi.APIRouter"]);
const ROUTES: ReadonlySet<string> = new Set(["get", "post", "put", "patch", "delete", "head", "options", "trace", "api_route"]);
const CALLS: ReadonlySet<Kind> = new Set(["call"]);

/**
 * The endpoint that awaits nothing, and blocks, as a plain function: its framework runs that in a thread. Undefined where a function is
 * no such endpoint, or does what the loop's own thread alone can do.
 */
export function asPlainEndpoint(function_: Node, context: RuleContext): Fix | undefined {
  const decorators = decoratorsOf(function_);
  if (decorators.length === 0 || suspends(function_) || !decorators.every((decorator) => isRoute(decorator, context))) return undefined;
  if (needsLoop(function_, context) || isCalled(function_, context)) return undefined;
  const [async, def] = [function_.children.find((child) => child.kind === "async"), function_.children.find((child) => child.kind === "def")];
  if (async === undefined || def === undefined) return undefined;
  const builder = new FixBuilder(context);
  builder.edit(function_, async.start, def.start, "");
  return builder.build({
    title: "Make it a plain function, which FastAPI runs in a thread",
    applicability: "unsafe",
    annotation: "Requests then run in threads, several at once: what they share must be safe for that; whoever awaits it elsewhere fails",
    differs: "runs in a thread, several at once",
    changesCallers: true,
  });
}

function isRoute(decorator: Node, { infer }: RuleContext): boolean {
  const named = decorator.kind === "call" ? decorator.child("function") : undefined;
  const object = named?.child("object");
  return object !== undefined && ROUTES.has(named?.child("attribute")?.text ?? "") && ROUTERS.has(infer.instanceOf(object) ?? "");
}

/** Whether it starts tasks, or calls what else belongs to the loop, or makes a coroutine. */
function needsLoop(function_: Node, { infer }: RuleContext): boolean {
  for (const call of ownNodes(function_, CALLS)) {
    const callee = call.child("function");
    const name = callee === undefined ? undefined : infer.name(callee);
    if ((name !== undefined && isThreadBound(name)) || LOOP_METHODS.has(callee?.child("attribute")?.text ?? "")) return true;
    const row = infer.row(call);
    if (infer.value(call)?.kind === "awaitable" || (row?.use !== undefined && row.use !== "value")) return true;
  }
  return false;
}

/** Whether the file does anything else with it: calls it, or hands it on. */
function isCalled(function_: Node, { infer }: RuleContext): boolean {
  const name = function_.child("name");
  for (const id of infer.identifiers(name?.text ?? "")) if (id !== name && id.field !== "attribute" && id.parent?.kind !== "keyword_argument") return true;
  return false;
}
