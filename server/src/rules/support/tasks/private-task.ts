import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import type { Infer } from "../../../model/infer";
import { parameterName } from "../../../model/parameters";
import { IDENTIFIERS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";

/** Calls that start a task, of loops and groups of any kind. */
const STARTS = /^(?:create_task|ensure_future)$/;
/** What groups are called, in which a task that ends tells nobody but the group. */
const GROUP = /group|nursery|^tg$/i;

/** Whether the module hands the function's coroutine to what runs it as a task of its own. */
export function isEntryOfTask(definition: Node, { infer }: RuleContext): boolean {
  for (const id of infer.identifiers(definition.child("name")?.text ?? "")) {
    const callee = id.field === "attribute" ? id.parent! : id;
    const runner = takerOfCall(callee);
    if (runner === undefined || (!STARTS.test(lastNameOf(runner)) && infer.row(runner)?.nestsLoop !== true)) continue;
    // An object of a class that isn't known may well be the one.
    const value = infer.value(callee);
    if (value === undefined || (value.kind === "function" && value.definition.node === definition)) return true;
  }
  return false;
}

/**
 * Whether a function is the file's own, and all that the file does with it is to start tasks that belong to no group:
 * whoever cancels one waits for nothing that the function's end could hide from him.
 */
export function isOnlyTask(definition: Node, { infer }: RuleContext): boolean {
  const name = definition.child("name");
  if (name === undefined || infer.isSaid("cancelled")) return false;
  if (!/^_(?!_)/.test(name.text) && definition.closest("function_definition") === undefined) return false;
  let starts = 0;
  for (const id of infer.identifiersIfFew(name.text)) {
    if (id.tree === name.tree && id.row === name.row) continue;
    const callee = id.field === "attribute" ? id.parent! : id;
    const runner = takerOfCall(callee);
    if (runner === undefined) return false;
    if (!startsAlone(runner) && !handsOn(runner, callee.parent!, infer)) return false;
    starts++;
  }
  return starts > 0;
}

/** Whether a call starts a task that belongs to no group. */
function startsAlone(runner: Node): boolean {
  return STARTS.test(lastNameOf(runner)) && !GROUP.test(runner.child("function")?.child("object")?.text ?? "");
}

/** Whether a call is of a function of the file that does nothing with an argument but to start a task of it. */
function handsOn(runner: Node, argument: Node, infer: Infer): boolean {
  const callee = runner.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  if (value?.kind !== "function") return false;
  const { node, owner } = value.definition;
  const position = runner.child("arguments")?.named.indexOf(argument) ?? -1;
  const isBound = owner !== undefined && callee?.kind === "attribute";
  const parameter = node.child("parameters")?.named[position + (isBound ? 1 : 0)];
  // Behind a decorator, or among others, it may be another parameter.
  if (position < 0 || node.parent?.kind === "decorated_definition" || parameter === undefined) return false;
  if (parameter.kind.endsWith("_splat_pattern")) return false;
  const name = parameterName(parameter)?.text;
  const uses = [...ownNodes(node, IDENTIFIERS)].filter(
    (id) => id.text === name && id.field !== "attribute" && id.closest("parameters", "block")?.kind === "block",
  );
  return (
    uses.length > 0 &&
    uses.every((use) => {
      const taker = use.parent?.kind === "argument_list" ? use.parent.parent : undefined;
      return taker?.kind === "call" && startsAlone(taker);
    })
  );
}

/** The call that is handed what a call of `callee` gives: `create_task(work())`. */
function takerOfCall(callee: Node): Node | undefined {
  const call = callee.field === "function" && callee.parent?.kind === "call" ? callee.parent : undefined;
  const taker = call?.parent?.kind === "argument_list" ? call.parent.parent : undefined;
  return taker?.kind === "call" ? taker : undefined;
}
