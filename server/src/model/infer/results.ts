import type { Node } from "../../syntax/tree";
import { agree } from "../agreement";
import { firstArgument } from "../arguments";
import { libraryRow } from "../library/index";
import { rowResult } from "../library-values";
import { enteredOf, resultOf as resultReference } from "../reference";
import type { Value } from "../values";
import { valueElsewhere } from "./elsewhere";
import type { Inference } from "./inference";
import { classMember } from "./members";

/** What a call gives. */
export function callResult(call: Node, inference: Inference): Value | undefined {
  const callee = call.child("function");
  const value = callee === undefined ? undefined : inference.value(callee);
  if (value === undefined) return undefined;
  if (value.kind === "name" && libraryRow(value.name)?.givesFirstArgument === true) return awaitableArgument(call, inference);
  return resultInThread(value, call, inference) ?? inference.result(value);
}

/** What calling this gives, whatever it is called with. */
export function resultOf(callee: Value, inference: Inference): Value | undefined {
  switch (callee.kind) {
    case "name": {
      const row = libraryRow(callee.name);
      return row === undefined ? valueElsewhere(resultReference(callee.name), inference) : rowResult(row);
    }
    case "outside":
      return valueElsewhere(resultReference(callee.reference), inference);
    case "class": {
      // A class that makes its objects itself may make others.
      const constructor = classMember(callee.definition, "__new__", false, inference);
      return constructor === "absent" || constructor?.kind !== "function" ? { kind: "object", definition: callee.definition } : undefined;
    }
    case "function":
      return inference.functionResult(callee.definition);
    case "instance":
      return rowResult(libraryRow(`${callee.name}.__call__`));
    case "object":
    case "awaitable":
    case "manager":
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
  if (value.kind === "object") return enteredObject(value, inference);
  if (value.kind === "outside") return valueElsewhere(enteredOf(value.reference), inference);
  if (value.kind !== "instance") return undefined;
  const enters = libraryRow(value.name)?.enters;
  return enters === undefined ? value : { kind: "instance", name: enters };
}

/** What the `__enter__` of an object of a class of the user's gives. */
function enteredObject(value: Value & { readonly kind: "object" }, inference: Inference): Value | undefined {
  const results = ["__enter__", "__aenter__"].flatMap((name) => {
    const method = classMember(value.definition, name, true, inference);
    if (method === "absent") return [];
    const result = method?.kind === "function" ? inference.functionResult(method.definition) : undefined;
    const entered = result?.kind === "awaitable" ? result.result : result;
    // What a base's method says of itself holds for the class that is derived from it.
    const isSelf = entered?.kind === "object" && method?.kind === "function" && entered.definition.node === method.definition.owner?.node;
    return [isSelf ? value : entered];
  });
  return results.length === 0 && inference.bases(value.definition).some((base) => base?.kind === "name") ? value : agree(results);
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
