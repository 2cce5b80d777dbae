import type { Node } from "../syntax/tree";
import type { Inference } from "./infer/inference";
import type { Value } from "./values";

const ABSTRACT = "abc.abstractmethod";

/** Decorators that leave a function what it is, called or not. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  "staticmethod",
  "classmethod",
  "typing.override",
  "typing.final",
  ABSTRACT,
  "functools.cache",
  "functools.lru_cache",
  "functools.wraps",
]);

/** Whether a call of the decorated function is still a call of what stands below. */
export function leavesFunction(decorator: Node, names: Inference): boolean {
  return TRANSPARENT.has(nameOf(decorator, names) ?? "");
}

/** Whether the function is there to be overridden, so that its own body is hardly ever what runs. */
export function isAbstract(decorator: Node, names: Inference): boolean {
  return nameOf(decorator, names) === ABSTRACT;
}

/** What a call gives of a generator that a decorator of contextlib has made a context manager. */
export function managerBy(decorator: Node, definition: Node, names: Inference): Value | undefined {
  const name = names.name(decorator);
  if (name === "contextlib.contextmanager" && !definition.hasToken("async")) return { kind: "manager", async: false };
  return name === "contextlib.asynccontextmanager" && definition.hasToken("async") ? { kind: "manager", async: true } : undefined;
}

function nameOf(decorator: Node, names: Inference): string | undefined {
  const called = decorator.kind === "call" ? decorator.child("function") : decorator;
  return called === undefined ? undefined : names.name(called);
}
