import type { Node } from "../../syntax/tree";
import { agree } from "../agreement";
import { firstArgument } from "../arguments";
import { libraryRow } from "../library/index";
import { libraryEntered, libraryResult } from "../library-values";
import { enteredOf, resultOf as resultReference } from "../reference";
import type { Value } from "../values";
import { valueElsewhere } from "./elsewhere";
import { agreeOrEither } from "./either";
import { managed } from "./functions";
import type { Inference } from "./inference";
import { classMember } from "./members";

/** What a call gives. */
export function callResult(call: Node, inference: Inference): Value | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : inference.value(callee);
  if (value === undefined) return undefined;
  const row = value.kind === "name" ? libraryRow(value.name) : undefined;
  if (row?.givesFirstArgument === true) return awaitableArgument(call, inference);
  if (row?.bindsFirst === true) return boundArgument(call, inference);
  return resultInThread(value, call, inference) ?? inference.result(value);
}

/** What calling this gives, whatever it is called with. */
export function resultOf(callee: Value, inference: Inference): Value | undefined {
  switch (callee.kind) {
    case "name":
      return libraryRow(callee.name) === undefined
        ? valueElsewhere(resultReference(callee.name), inference)
        : libraryResult(callee);
    case "outside":
      return valueElsewhere(resultReference(callee.reference), inference);
    case "class": {
      // A class that makes its objects itself may make others.
      const constructor = classMember(callee.definition, "__new__", false, inference);
      return constructor === "absent" || constructor?.kind !== "function"
        ? { kind: "object", definition: callee.definition }
        : undefined;
    }
    case "function":
      return inference.functionResult(callee.definition);
    case "instance":
      return libraryResult(callee);
    case "lambda": {
      const body = callee.node.child("body");
      return body === undefined ? undefined : inference.value(body);
    }
    case "either":
      return agreeOrEither(
        callee.of.map((one) => resultOf(one, inference)),
        callee.by,
      );
    case "object":
    case "awaitable":
    case "manager":
    case "generator":
    case "literal":
      return undefined;
    default:
      return callee satisfies never;
  }
}

/** What `with value` binds. */
export function enteredBy(value: Value | undefined, inference: Inference): Value | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "awaitable") return value.result;
  if (value.kind === "either")
    return agreeOrEither(
      value.of.map((one) => enteredBy(one, inference)),
      value.by,
    );
  if (value.kind === "object") return enteredObject(value, inference);
  if (value.kind === "manager") return value.async ? undefined : managed(value.definition.node, inference);
  if (value.kind === "outside") return valueElsewhere(enteredOf(value.reference), inference);
  return value.kind === "instance" ? libraryEntered(value) : undefined;
}

/** What the `__enter__` of an object of a class of the user's gives. */
function enteredObject(value: Value & { readonly kind: "object" }, inference: Inference): Value | undefined {
  const results = ["__enter__", "__aenter__"].flatMap((name) => {
    const method = classMember(value.definition, name, true, inference);
    if (method === "absent") return [];
    const result = method?.kind === "function" ? inference.functionResult(method.definition) : undefined;
    const entered = result?.kind === "awaitable" ? result.result : result;
    // What a base's method says of itself holds for the class that is derived from it.
    const isSelf =
      entered?.kind === "object" &&
      method?.kind === "function" &&
      entered.definition.node === method.definition.owner?.node;
    return [isSelf ? value : entered];
  });
  return results.length === 0 && inference.bases(value.definition).some((base) => base?.kind === "name")
    ? value
    : agree(results);
}

/** What awaiting `asyncio.to_thread(f, ...)` gives: what f gives. */
function resultInThread(callee: Value, call: Node, inference: Inference): Value | undefined {
  const row = callee.kind === "name" ? libraryRow(callee.name) : undefined;
  if (row?.calls === undefined || row.use !== "await") return undefined;
  const called = call.child("arguments")?.named[row.calls.argument];
  const value = called === undefined ? undefined : inference.value(called);
  const result = value === undefined ? undefined : inference.result(value);
  return result === undefined ? undefined : { kind: "awaitable", result };
}

function awaitableArgument(call: Node, inference: Inference): Value | undefined {
  const first = firstArgument(call);
  const value = first === undefined ? undefined : inference.value(first);
  return value?.kind === "awaitable" ? value : undefined;
}

/**
 * `functools.partial(f, ...)` does what `f` does when it is called. Of a library's function that is not told: what it
 * was given and what it will be given stand in two places.
 */
function boundArgument(call: Node, inference: Inference): Value | undefined {
  const first = firstArgument(call);
  const value = first === undefined ? undefined : inference.value(first);
  switch (value?.kind) {
    case "function":
    case "lambda":
    case "class":
    case "outside":
      return value;
    case "name":
      return libraryRow(value.name) === undefined ? value : undefined;
    default:
      return undefined;
  }
}
