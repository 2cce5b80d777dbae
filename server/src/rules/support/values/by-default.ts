import type { RuleContext } from "../../contract";
import type { Binding } from "../../../model/scopes";
import type { Node } from "../../../syntax/tree";
import { bindingsOf } from "./origin";

/** Names are followed so far: an attribute that holds a parameter, a name for what the environment says. */
const MAX_STEPS = 6;

/**
 * What looks something up, and gives its second argument where it finds nothing: `os.environ.get("DB", ":memory:")`.
 */
const LOOKS_UP: ReadonlySet<string> = new Set(["get", "getenv", "getattr", "pop", "setdefault"]);

/** The keywords by which a field, an option or a setting is told what it is unless somebody sets it. */
const DEFAULTS: ReadonlySet<string> = new Set(["default", "default_value", "fallback"]);

/**
 * Whose defaults count: of fields, settings and lookups, which hardly anybody sets, or of parameters as well, which
 * callers give something as a rule.
 */
export type Defaults = "of settings" | "of parameters too";

/**
 * What an expression is unless somebody sets it otherwise: the default of a field or setting of its class, of a lookup,
 * or of a parameter. Undefined where the file shows none.
 */
export function byDefault(expression: Node, defaults: Defaults, context: RuleContext, step = 0): Node | undefined {
  if (step >= MAX_STEPS) return undefined;
  switch (expression.kind) {
    case "string":
      return expression;
    case "identifier":
      return ofBindings(bindingsOf(expression, context), defaults, context, step);
    case "attribute":
      return ofBindings(membersOf(expression, context), defaults, context, step);
    case "boolean_operator":
      return expression.hasToken("or") ? byDefault(expression.named.at(-1)!, defaults, context, step + 1) : undefined;
    case "call":
      return inCall(expression, defaults, context, step);
    default:
      return undefined;
  }
}

function membersOf(attribute: Node, { infer }: RuleContext): readonly Binding[] {
  const name = attribute.child("attribute")?.text ?? "";
  const owner = infer.value(attribute.child("object")!);
  if (owner?.kind !== "object") return [];
  infer.member(owner, name);
  return owner.definition
    .partsWith(name)
    .flatMap((part) => [...(part.bindings.get(name) ?? []), ...(part.attributes.get(name) ?? [])]);
}

/** Of what is bound in several places nobody knows which one holds. */
function ofBindings(
  bindings: readonly Binding[],
  defaults: Defaults,
  context: RuleContext,
  step: number,
): Node | undefined {
  const [binding] = bindings;
  if (binding === undefined || bindings.length !== 1) return undefined;
  const { node, source } = binding;
  if (source.kind === "parameter") {
    const value = defaults === "of parameters too" ? node.parent?.child("value") : undefined;
    return value === undefined ? undefined : byDefault(value, defaults, context, step + 1);
  }
  if (source.kind !== "expression") return undefined;
  const said = byDefault(source.value, defaults, context, step + 1);
  if (said !== undefined || context.module.scopes(node.tree).of(node).kind !== "class") return said;
  // `Unicode(":memory:")`
  const first = source.value.kind === "call" ? source.value.child("arguments")?.named[0] : undefined;
  return first?.kind === "string" ? first : undefined;
}

/** `Unicode(default_value=":memory:").tag(config=True)`, `Field(default=":memory:")`, `os.getenv("DB", ":memory:")` */
function inCall(call: Node, defaults: Defaults, context: RuleContext, step: number): Node | undefined {
  const given = call.child("arguments")?.named ?? [];
  const keyword = given.find((one) => one.kind === "keyword_argument" && DEFAULTS.has(one.child("name")?.text ?? ""));
  const said = keyword?.child("value");
  if (said !== undefined) return byDefault(said, defaults, context, step + 1);
  const callee = call.child("function");
  const object = callee?.child("object");
  if (object?.kind === "call") return byDefault(object, defaults, context, step + 1);
  if (!LOOKS_UP.has((callee?.child("attribute") ?? callee)?.text ?? "")) return undefined;
  const last = given.at(-1);
  return given.length >= 2 && last !== undefined ? byDefault(last, defaults, context, step + 1) : undefined;
}
