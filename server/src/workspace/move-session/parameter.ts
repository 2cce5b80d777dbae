import { matchArguments } from "../../model/arguments";
import { localBindings } from "../../model/local-bindings";
import type { Binding } from "../../model/scopes";
import type { FileId } from "../../project/files";
import type { Node } from "../../syntax/tree";
import type { Source } from "../across-files/draft";
import { callsOf, functionCalled, type FunctionCalled, functionOf } from "./functions-called";

/** A parameter of a function. */
export interface Parameter extends FunctionCalled {
  readonly binding: Binding;
}

/** What a call gives a parameter; undefined where it gives nothing, or that isn't seen. */
export interface GivenToParameter {
  readonly argument: Node | undefined;
  readonly source: Source;
}

/** The parameter that a name stands for; one that nothing else is assigned to, where that isn't looked at apart. */
export function parameterOf(id: Node, source: Source, which?: "assigned to"): Parameter | undefined {
  const bindings = id.kind === "identifier" && id.field !== "attribute" ? localBindings(id, source.module) : undefined;
  const binding = bindings?.[0];
  const called = binding?.source.kind === "parameter" ? functionOf(binding.source.function, source) : undefined;
  return called && parameterNamed(id.text, called, which);
}

/** The parameter of a name that a function has. */
function parameterNamed(name: string, called: FunctionCalled, which?: "assigned to"): Parameter | undefined {
  const { node, source } = called;
  const bindings = source.module.scopes(node.tree).inside(node)?.bindings.get(name);
  const binding = bindings?.length === 1 || which !== undefined ? bindings?.[0] : undefined;
  return binding?.source.kind === "parameter" && binding.source.star === "" ? { ...called, binding } : undefined;
}

/** The parameter of a function of the project that an argument of a call is given to. */
export function parameterGiven(argument: Node, source: Source): Parameter | undefined {
  const item = argument.parent?.kind === "keyword_argument" ? argument.parent : argument;
  const call = item.parent?.kind === "argument_list" ? item.parent.parent : undefined;
  const called = call?.kind === "call" ? functionCalled(call, source) : undefined;
  if (call === undefined || called === undefined) return undefined;
  const [name] = [...matchArguments(call, positional(called)).values].find(([, value]) => value === argument) ?? [];
  return name === undefined ? undefined : parameterNamed(name, called);
}

/** What every call of its function in the project gives a parameter; undefined where not all are known. */
export function givenTo(
  { binding, ...called }: Parameter,
  files: readonly FileId[],
): readonly GivenToParameter[] | undefined {
  return callsOf(called, files)?.map(({ call, source }) => {
    const { values, complete } = matchArguments(call, positional(called));
    return { argument: complete ? values.get(binding.name) : undefined, source };
  });
}

/** The names of those that a call gives by their position. */
export function positional({ node, bound }: FunctionCalled): readonly string[] {
  const names = (node.child("parameters")?.named ?? []).flatMap((parameter) => {
    const name = parameter.kind === "identifier" ? parameter : (parameter.child("name") ?? parameter.named[0]);
    return name?.kind === "identifier" ? [name.text] : [];
  });
  return names.slice(bound);
}
