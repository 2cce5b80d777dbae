import { agree } from "../agreement";
import { countingBindings } from "../branches";
import { decoratorsOf } from "../definitions";
import { isSurelyBound, reachingBindings } from "../flow";
import { MAX_BINDINGS } from "../meaning";
import type { Binding } from "../scopes";
import type { Node } from "../../syntax/tree";
import { isMadeOf } from "../reference";
import { isForTypeCheckers } from "../type-checking";
import type { Value } from "../values";
import { bindingValue } from "./bindings";
import { agreeOrEither, areAlternatives } from "./either";
import { isOfProject } from "./elsewhere";
import { asksForEnvironment } from "./guards";
import type { Inference } from "./inference";

/**
 * What a name holds at a place, by the bindings of its scope that stand in the same tree, or by all when these may not
 * have run.
 */
export function joinHere(
  bindings: readonly Binding[],
  local: readonly Binding[],
  use: Node,
  inference: Inference,
): Value | undefined {
  if (bindings.length > MAX_BINDINGS || !inference.steps.take(bindings.length)) return undefined;
  if (bindings.length > local.length && !isSurelyBound(local, use)) return join(bindings, inference);
  return join(reachingBindings(local, use), inference);
}

/** What a name holds that any of these bindings may have given it. */
export function join(all: readonly Binding[], inference: Inference): Value | undefined {
  if (all.length > MAX_BINDINGS || !inference.steps.take(all.length)) return undefined;
  const bindings = countingBindings(all);
  if (bindings.length > 1 && bindings.some((binding) => isSidekick(binding, inference))) {
    return join(
      bindings.filter((binding) => !isSidekick(binding, inference)),
      inference,
    );
  }
  const annotated = bindings.find((binding) => binding.annotation !== undefined);
  if (annotated !== undefined && bindings.every((binding) => binding.source.kind !== "deletion")) {
    const type = bindingValue(annotated, inference);
    const made = bindings.length === 1 ? madeValue(annotated, type, inference) : undefined;
    if (type !== undefined) return made ?? type;
  }
  const imported = standIn(bindings, inference);
  if (imported !== undefined) return standInValue(imported, bindings, inference);
  const values = bindings.map((binding) => bindingValue(binding, inference));
  return areAlternatives(bindings) ? agreeOrEither(values) : agree(values);
}

/** An object of the project's that a name is given where it is annotated: that is known better than what says its type. */
function madeValue({ source }: Binding, type: Value | undefined, inference: Inference): Value | undefined {
  if (source.kind !== "expression" || source.value.kind !== "call") return undefined;
  const value = inference.value(source.value);
  if (value?.kind === "object") return value.derived === true ? undefined : value;
  // Elsewhere what is called may be a function.
  return value?.kind === "outside" && type?.kind === "outside" && isMadeOf(value.reference, type.reference)
    ? value
    : undefined;
}

/** The value of the import that is believed; one of all where each is of the project, which may have either. */
function standInValue(believed: Binding, bindings: readonly Binding[], inference: Inference): Value | undefined {
  const value = bindingValue(believed, inference);
  const isFallback = believed.node.closest("try_statement") !== undefined;
  if (!isFallback || !isOfProject(value, inference)) return value;
  const values = bindings.filter(({ source }) => source.kind === "import").map((one) => bindingValue(one, inference));
  return values.every((one) => isOfProject(one, inference)) ? agreeOrEither(values, "imports") : value;
}

/**
 * Whether a function only adds to another of its name: a setter or deleter of a property, or an overload's signature.
 */
function isSidekick({ source, name }: Binding, inference: Inference): boolean {
  if (source.kind !== "function") return false;
  return decoratorsOf(source.definition).some((decorator) => {
    const property =
      decorator.kind === "attribute" && decorator.child("object")?.text === name
        ? decorator.child("attribute")?.text
        : undefined;
    return property === "setter" || property === "deleter" || inference.name(decorator) === "typing.overload";
  });
}

/**
 * Of bindings that stand in for each other the one to believe: what only type checkers see, else the first import of
 * `try: import a as x` / `except ImportError: import b as x` or of branches for versions and platforms.
 */
function standIn(bindings: readonly Binding[], inference: Inference): Binding | undefined {
  const first = bindings[0];
  if (first === undefined || bindings.length < 2) return undefined;
  const isFlag = (expression: Node): boolean => inference.name(expression) === "typing.TYPE_CHECKING";
  const typed = bindings.find((binding) => binding.source.kind === "import" && isForTypeCheckers(binding.node, isFlag));
  if (typed !== undefined) return typed;
  if (first.source.kind !== "import") return undefined;
  const guard = first.node.closest("try_statement", "if_statement");
  if (guard === undefined || (guard.kind === "if_statement" && !asksForEnvironment(guard, inference))) return undefined;
  return bindings.every(
    (binding) => isImportOrNone(binding) && binding.node.tree === first.node.tree && guard.contains(binding.node),
  )
    ? first
    : undefined;
}

function isImportOrNone({ source }: Binding): boolean {
  return source.kind === "import" || (source.kind === "expression" && source.value.kind === "none");
}
