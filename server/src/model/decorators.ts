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

/** Decorators that make a function something that is read like an attribute. */
const PROPERTIES: ReadonlySet<string> = new Set([
  "property",
  "functools.cached_property",
  "django.utils.functional.cached_property",
]);

/** Decorators that give a class an `__init__`, which ends with `__post_init__`. */
const DATACLASSES: ReadonlySet<string> = new Set(["dataclasses.dataclass", "pydantic.dataclasses.dataclass"]);

/** Whether the decorated function is read like an attribute. */
export function makesProperty(decorator: Node, names: Inference): boolean {
  return PROPERTIES.has(nameOf(decorator, names) ?? "");
}

/** Whether the decorated class gets its `__init__` from its fields. */
export function makesDataclass(decorator: Node, names: Inference): boolean {
  return DATACLASSES.has(nameOf(decorator, names) ?? "");
}

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
  const async = definition.hasToken("async");
  const manages = name === (async ? "contextlib.asynccontextmanager" : "contextlib.contextmanager");
  return manages ? { kind: "manager", async, definition: names.module.function(definition) } : undefined;
}

function nameOf(decorator: Node, names: Inference): string | undefined {
  const called = decorator.kind === "call" ? decorator.child("function") : decorator;
  return called === undefined ? undefined : names.name(called);
}
