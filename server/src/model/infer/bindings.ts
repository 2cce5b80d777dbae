import type { Node } from "../../syntax/tree";
import { firstArgument } from "../arguments";
import { decoratorsOf } from "../definitions";
import { firstParameter } from "../parameters";
import type { Binding } from "../scopes";
import type { Value } from "../values";
import { imported } from "./elsewhere";
import type { Inference } from "./inference";

/** More calls within each other than this are not looked through. */
const MOST_PASSED_ON = 40;

/** Builtins that hand on the very objects that their first argument yields. */
const PASSES_ON_ITEMS: ReadonlySet<string> = new Set(["sorted", "list", "tuple", "set", "reversed", "iter"]);

/** Methods that get their class without being decorated. */
const IMPLICIT_CLASS_METHODS: ReadonlySet<string> = new Set(["__new__", "__init_subclass__", "__class_getitem__"]);

/** What a binding gives its name. */
export function bindingValue(binding: Binding, inference: Inference): Value | undefined {
  const { source, annotation } = binding;
  if (annotation !== undefined && !(source.kind === "parameter" && source.star !== "")) {
    const type = inference.type(annotation);
    if (type !== undefined) return type;
  }
  switch (source.kind) {
    case "expression":
      return inference.value(source.value);
    case "unpacking":
      return unpacked(source.value, source.index, inference);
    case "with":
      return inference.entered(inference.value(source.value));
    case "import":
      return imported(source.name, inference);
    case "parameter":
      return parameter(binding, source.function, inference);
    case "function":
      return { kind: "function", definition: inference.module.function(source.definition) };
    case "class":
      return { kind: "class", definition: inference.module.class(source.definition) };
    case "iteration":
      return source.async ? undefined : yielded(source.value, inference);
    case "deletion":
    case "unknown":
      return undefined;
    default:
      return source satisfies never;
  }
}

/**
 * What iterating over a call's result yields: `path.iterdir()`, also in `sorted(...)` and its like, and kept in a name
 * before.
 */
function yielded(iterable: Node, inference: Inference): Value | undefined {
  let call = assigned(iterable, inference);
  for (let depth = 0; depth < MOST_PASSED_ON && call.kind === "call"; depth++) {
    const row = inference.row(call);
    if (row?.yields !== undefined) return { kind: "instance", name: row.yields };
    const first = call.child("arguments")?.named[0];
    if (first === undefined || !PASSES_ON_ITEMS.has(inference.callee(call) ?? "")) return undefined;
    call = assigned(first, inference);
  }
  return undefined;
}

/** What a function has assigned to a name of its own, where it does so once; else the expression itself. */
function assigned(name: Node, { module }: Inference): Node {
  if (name.kind !== "identifier") return name;
  const scope = module.scopes(name.tree).of(name);
  const [binding, ...others] = scope.kind === "function" ? (scope.bindings.get(name.text) ?? []) : [];
  return others.length === 0 && binding?.source.kind === "expression" ? binding.source.value : name;
}

function unpacked(value: Node, index: number | undefined, inference: Inference): Value | undefined {
  const parts = partsOf(value, inference);
  if (parts !== undefined && index !== undefined)
    return parts[index] === undefined ? undefined : { kind: "instance", name: parts[index] };
  if (index === undefined || !["tuple", "list", "expression_list"].includes(value.kind)) return undefined;
  const items = value.named;
  if (items.slice(0, index + 1).some((item) => item.kind === "list_splat")) return undefined;
  return items[index] === undefined ? undefined : inference.value(items[index]);
}

/** The classes of what a call gives as a tuple, awaited or not, by itself or through a call that hands it on. */
function partsOf(value: Node, inference: Inference): readonly string[] | undefined {
  let node: Node | undefined = value;
  while (node?.kind === "await" || node?.kind === "parenthesized_expression") node = node.named[0];
  if (node?.kind !== "call") return undefined;
  const row = inference.row(node);
  const first = row?.givesFirstArgument === true ? firstArgument(node) : undefined;
  return first?.kind === "call" ? inference.row(first)?.unpacks : row?.unpacks;
}

/** `self` is an object of the class around, `cls` the class. */
function parameter(binding: Binding, definition: Node, inference: Inference): Value | undefined {
  if (definition.kind !== "function_definition" || firstParameter(definition) !== binding.name) return undefined;
  const { owner } = inference.module.function(definition);
  if (owner === undefined) return undefined;
  const decorators = decoratorsOf(definition).map((decorator) => inference.name(decorator));
  if (decorators.includes("staticmethod")) return undefined;
  const ofClass =
    decorators.includes("classmethod") || IMPLICIT_CLASS_METHODS.has(definition.child("name")?.text ?? "");
  return ofClass ? { kind: "class", definition: owner } : { kind: "object", definition: owner };
}
