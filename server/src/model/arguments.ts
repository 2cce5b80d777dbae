import type { Node } from "../syntax/tree";

/** The arguments of a call, matched with the parameters of what it calls. */
export interface Arguments {
  /** The value that each parameter is given. */
  readonly values: ReadonlyMap<string, Node>;
  /** Whether every argument has found its parameter: no `*args`, no `**kwargs`, no more of them than are known. */
  readonly complete: boolean;
}

/** Matches a call's arguments with parameters that can be given by position, in order. */
export function matchArguments(call: Node, parameters: readonly string[]): Arguments {
  const values = new Map<string, Node>();
  const list = call.child("arguments");
  if (list === undefined || list.kind !== "argument_list") return { values, complete: false };
  let complete = true;
  let position = 0;
  for (const argument of list.named) {
    if (argument.kind === "list_splat" || argument.kind === "dictionary_splat") {
      complete = false;
      if (argument.kind === "list_splat") position = Infinity;
    } else if (argument.kind === "keyword_argument") {
      const name = argument.child("name");
      const value = argument.child("value");
      if (name !== undefined && value !== undefined) values.set(name.text, value);
    } else {
      const parameter = parameters[position++];
      if (parameter === undefined) complete = false;
      else values.set(parameter, argument);
    }
  }
  return { values, complete };
}

/** The first argument of a call, where it is given by its position. */
export function firstArgument(call: Node): Node | undefined {
  const args = call.child("arguments");
  return args?.kind === "argument_list" && args.named[0]?.kind !== "keyword_argument" ? args.named[0] : undefined;
}
