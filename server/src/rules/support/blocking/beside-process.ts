import type { RuleContext } from "../../contract";
import { ownNodes } from "../../../model/definitions";
import { CALLS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { blockingCall } from "./blocking-call";
import { asksForName } from "../when/commands";
import { bindingsOf } from "../values/origin";
import { perContext } from "../values/per-context";
import { onlyStarts } from "./processes";

const known = perContext(() => new Map<Node, ReadonlyMap<string, number>>());

/**
 * Whether the function stops the loop, behind a call, for the whole run of a process that one of these names is given
 * to: what is made for the process is ready in no time beside that.
 */
export function isForProcess(names: readonly Node[], call: Node, function_: Node, context: RuleContext): boolean {
  const asked = known(context);
  let given = asked.get(function_);
  if (given === undefined) asked.set(function_, (given = givenToProcesses(function_, context)));
  return given.size > 0 && names.some(({ text }) => (given.get(text) ?? -1) > call.end);
}

/** A name that is given more values is looked at for the first of them. */
const MAX_VALUES = 10;

/** The names of a path, with those that it is put together from: `file = os.path.join(folder, "code.py")`. */
export function namesOfPath(path: Node, context: RuleContext): readonly Node[] {
  const names = [...path.descendants("identifier")].filter(isPartOfPath);
  if (path.kind === "identifier") names.push(path);
  const behind = names.flatMap((name) =>
    bindingsOf(name, context)
      .slice(0, MAX_VALUES)
      .flatMap(({ source }) => (source.kind === "expression" ? [...source.value.descendants("identifier")] : [])),
  );
  return [...names, ...behind.filter(isPartOfPath)];
}

/** Neither what is called, nor an object of which an attribute is the path: that holds other things too. */
function isPartOfPath({ field, parent }: Node): boolean {
  if (field === "object") return parent?.field === "function";
  return field !== "function" && field !== "attribute";
}

/** Where each name is given for the last time to a process whose end a function waits for on the loop. */
function givenToProcesses(function_: Node, context: RuleContext): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  for (const call of ownNodes(function_, CALLS)) {
    const blocking = blockingCall(call, context, "subprocess");
    if (blocking === undefined || onlyStarts(call, blocking.row, context) || asksForName(call)) continue;
    for (const { text } of call.child("arguments")?.descendants("identifier") ?? []) given.set(text, call.start);
  }
  return given;
}
