import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import { isAbstract, leavesFunction } from "./decorators";
import { decoratorsOf, isGenerator, ownNodes } from "./definitions";
import { executionOf } from "./execution";
import type { Infer } from "./infer";
import type { Row } from "./library/index";
import type { Reference } from "./reference";
import type { ClassDefinition, FunctionDefinition } from "./values";

/** Says whether a call of a name that the table knows to block really does, in the function that it stands in. */
export type Blocks = (call: Node, row: Row, function_: Node, infer: Infer) => boolean;

/** What a call runs there and then: a plain function of the file, or what another file defines. */
export type Called = { readonly kind: "own"; readonly definition: FunctionDefinition } | { readonly kind: "elsewhere"; readonly reference: Reference };

/** A call in the own body of a function. */
export interface OwnCall {
  readonly call: Node;
  /** What it calls, as it reads in a message: `load`, `requests.get`. */
  readonly callee: string;
  /** The row of what it calls, where that stalls the thread. */
  readonly blocks: Row | undefined;
  readonly called: Called | undefined;
}

const CALLS: ReadonlySet<Kind> = new Set(["call"]);

/** The calls that run when a plain function is called, in their order. */
export function* callsIn(function_: Node, infer: Infer, blocks: Blocks): Iterable<OwnCall> {
  for (const call of ownNodes(function_, CALLS)) {
    if (!infer.steps.take()) return;
    if (executionOf(call).when !== "sync" || (call.tree.broken && call.hasError)) continue;
    const row = infer.row(call);
    if (row?.blocks !== undefined && blocks(call, row, function_, infer)) {
      yield { call, callee: row.name, blocks: row, called: undefined };
      continue;
    }
    const called = row === undefined ? calledBy(call, infer) : undefined;
    if (called !== undefined) yield { call, callee: call.child("function")!.text, blocks: undefined, called };
  }
}

/** What a call runs there and then; undefined where that is nothing of the project, or not sure. */
export function calledBy(call: Node, infer: Infer): Called | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : infer.value(callee);
  switch (value?.kind) {
    case "function":
      return ownFunction(value.definition, infer);
    case "class":
      return initializer(value.definition, infer);
    case "name":
      return { kind: "elsewhere", reference: value.name };
    case "outside":
      return { kind: "elsewhere", reference: value.reference };
    default:
      return undefined;
  }
}

function ownFunction(definition: FunctionDefinition, infer: Infer): Called | undefined {
  if (definition.async || isGenerator(definition.node) || !isPlain(definition.node, infer)) return undefined;
  return { kind: "own", definition };
}

/** Whether a call of the function's name runs its body. */
export function isPlain(function_: Node, infer: Infer): boolean {
  return decoratorsOf(function_).every((decorator) => leavesFunction(decorator, infer) && !isAbstract(decorator, infer));
}

function initializer(definition: ClassDefinition, infer: Infer): Called | undefined {
  const name = initializerName(definition.node, infer);
  const init = name === undefined ? undefined : infer.member({ kind: "object", definition }, name);
  if (init?.kind === "function") return ownFunction(init.definition, infer);
  return init?.kind === "name" || init?.kind === "outside" ? { kind: "elsewhere", reference: init.kind === "name" ? init.name : init.reference } : undefined;
}

/** The method that making an object of a class runs; undefined where a decorator may make another class of it. */
export function initializerName(class_: Node, infer: Infer): "__init__" | "__post_init__" | undefined {
  const decorators = decoratorsOf(class_);
  if (decorators.length === 0) return "__init__";
  const isDataclass = (decorator: Node): boolean => {
    const named = decorator.kind === "call" ? decorator.child("function") : decorator;
    return named !== undefined && infer.name(named) === "dataclasses.dataclass";
  };
  return decorators.every(isDataclass) ? "__post_init__" : undefined;
}
