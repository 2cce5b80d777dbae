import { libraryOfSession } from "../../fixes/httpx/requests";
import { matchArguments } from "../../model/arguments";
import { localBindings } from "../../model/local-bindings";
import type { Binding } from "../../model/scopes";
import { isNone } from "../../model/values";
import type { FileId } from "../../project/files";
import type { Node } from "../../syntax/tree";
import type { Source } from "../across-files/draft";
import { isObstacle, obstacle, type Obstacle } from "../across-files/obstacle";
import { constructionsOf } from "./constructions";
import { type CallIn, callsOf } from "./functions-called";
import type { GivenSession, Held } from "./held";
import { positional } from "./parameter";

/** A session that a caller makes and gives in the place of the one that would be made there. */
export interface GivenBesides {
  readonly source: Source;
  /** The call that makes it. */
  readonly creation: Node;
  /** What is given: that call, or the variable that holds it. */
  readonly argument: Node;
  /** What binds that variable of a function. */
  readonly variable: Binding | undefined;
}

/** The sessions that callers give in the place of one, or the first caller of whom it isn't known what that gives. */
export function givenBesides(
  { given, name, from }: Held,
  files: readonly FileId[],
): readonly GivenBesides[] | Obstacle {
  if (given === undefined) return [];
  const calls = callsOfGiven(given, files) ?? obstacle(`who gives ${name} isn't known`);
  if (isObstacle(calls)) return calls;
  if (calls.length === 0)
    return obstacle(`${name} may also be ${given.binding.name}, which ${given.source.placeOf(given.use)} is given`);
  const found: GivenBesides[] = [];
  for (const { call, source } of calls) {
    const { values, complete } = matchArguments(call, positional(given));
    const argument = values.get(given.binding.name);
    if (argument === undefined && !complete)
      return obstacle(`whether ${source.placeOf(call)} gives ${name} isn't known`);
    if (argument === undefined || isNone(source.infer.value(argument))) continue;
    const made = madeInSight(argument, source, from);
    if (made === undefined)
      return obstacle(`${name} may also be ${argument.text}, which ${source.placeOf(call)} gives`);
    found.push({ ...made, source, argument });
  }
  return found;
}

function callsOfGiven(given: GivenSession, files: readonly FileId[]): readonly CallIn[] | Obstacle | undefined {
  const { owner, name } = given.source.module.function(given.node);
  return name === "__init__" && owner !== undefined
    ? constructionsOf({ owner, source: given.source }, files)
    : callsOf(given, files);
}

/** `Api(requests.Session())`, or a variable of the function that is assigned such a call and nothing else. */
function madeInSight(
  argument: Node,
  source: Source,
  from: Held["from"],
): Pick<GivenBesides, "creation" | "variable"> | undefined {
  const isSession = (value: Node): boolean =>
    value.kind === "call" && libraryOfSession(source.infer.callee(value)) === from;
  if (isSession(argument)) return { creation: argument, variable: undefined };
  const [variable, ...others] = argument.kind === "identifier" ? (localBindings(argument, source.module) ?? []) : [];
  if (variable?.source.kind !== "expression" || others.length > 0) return undefined;
  const { value } = variable.source;
  const isAssigned = value.parent?.kind === "assignment" && value.parent.child("left") === variable.node;
  return isAssigned && isSession(value) ? { creation: value, variable } : undefined;
}
