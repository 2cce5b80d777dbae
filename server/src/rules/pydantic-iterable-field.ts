import type { Finding, Rule, RuleContext } from "../analysis/rule";
import { FixBuilder } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { decoratorsOf } from "../model/definitions";
import { libraryRow, type Row } from "../model/library/index";
import { reachOf, word } from "../model/mentions";
import type { ClassDefinition } from "../model/values";
import type { Node } from "../syntax/tree";

const ITERABLE: ReadonlySet<string> = new Set(["typing.Iterable", "collections.abc.Iterable"]);
const SEQUENCE = "Sequence";

/** What stands in them is no field's own type. */
const OTHER_TYPES: ReadonlySet<string> = new Set(["typing.Callable", "collections.abc.Callable", "typing.ClassVar"]);

/** An `Iterable` that Pydantic will turn into a one-time iterator. */
interface Use {
  /** `Iterable`, or the alias that stands for it. */
  readonly name: Node;
  /** `Iterable` itself, where an alias was used. */
  readonly original: Node;
}

export const pydanticIterableField: Rule = {
  name: "pydantic-iterable-field",
  kinds: ["assignment", "function_definition", "class_definition"],
  needs: [[{ kind: "in file", any: reachOf((row) => row.validates !== undefined) }], [word("Iterable")]],
  check(node, context) {
    return annotationsOf(node, context).flatMap((annotation) => usesIn(annotation, context).map((use) => report(use, context)));
  },
};

/** The annotations in a node that Pydantic checks values against. */
function annotationsOf(node: Node, context: RuleContext): readonly Node[] {
  if (node.kind === "function_definition") {
    if (!decoratorsOf(node).some((decorator) => validates(decorator, context) === "parameters")) return [];
    return (node.child("parameters")?.named ?? []).flatMap((parameter) => parameter.child("type") ?? []);
  }
  if (node.kind === "class_definition") {
    return (node.child("superclasses")?.named ?? [])
      .filter((base) => base.kind === "subscript" && validates(base.child("value"), context) === "fields")
      .flatMap((base) => base.all("subscript"));
  }
  const annotation = node.child("type");
  const field = node.child("left");
  if (annotation === undefined || field?.kind !== "identifier" || field.text.startsWith("_")) return [];
  const definition = context.module.classOf(context.module.scopes(node.tree).of(node));
  return definition !== undefined && isModel(definition, context) ? [annotation] : [];
}

function validates(expression: Node | undefined, context: RuleContext): Row["validates"] {
  const called = expression?.kind === "call" ? expression.child("function") : expression;
  const name = called === undefined ? undefined : context.infer.name(called);
  return name === undefined ? undefined : libraryRow(name)?.validates;
}

/** Whether a class is a Pydantic model, itself or through classes of the file. */
function isModel(definition: ClassDefinition, context: RuleContext): boolean {
  const seen = new Set<Node>();
  const open = [definition];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.node)) continue;
    seen.add(next.node);
    if (decoratorsOf(next.node).some((decorator) => validates(decorator, context) === "fields")) return true;
    for (const base of context.infer.bases(next)) {
      if (base?.kind === "name" && libraryRow(base.name)?.validates === "fields") return true;
      if (base?.kind === "class") open.push(base.definition);
    }
  }
  return false;
}

function usesIn(annotation: Node, context: RuleContext): readonly Use[] {
  const uses: Use[] = [];
  let skipTo = -1;
  for (const node of annotation.subtree()) {
    if (node.row <= skipTo || (node.kind !== "identifier" && node.kind !== "attribute")) continue;
    skipTo = node.tree.columns.last[node.row]!;
    const name = context.infer.name(node);
    if (name !== undefined && OTHER_TYPES.has(name)) skipTo = node.tree.columns.last[node.parent!.row]!;
    else if (name !== undefined && ITERABLE.has(name)) uses.push({ name: node, original: node });
    else if (node.kind === "identifier") {
      const original = aliasOf(node, context);
      if (original !== undefined) uses.push({ name: node, original });
    }
  }
  return uses;
}

/** `Iterable` in `Name = Iterable[T]`, for a use of Name. */
function aliasOf(use: Node, context: RuleContext): Node | undefined {
  const [binding, ...others] = context.infer.bindings(use.text);
  if (binding?.source.from !== "expression" || others.length > 0) return undefined;
  const value = binding.source.value.kind === "subscript" ? binding.source.value.child("value") : undefined;
  const name = value === undefined ? undefined : context.infer.name(value);
  return name !== undefined && ITERABLE.has(name) ? value : undefined;
}

function report({ name, original }: Use, context: RuleContext): Finding {
  return {
    at: name,
    message: `Pydantic keeps ${name.text === "Iterable" ? "an Iterable" : name.text} as an iterator: it can be read once, and items are checked late`,
    ...(name === original ? {} : { related: [{ at: original, message: "it stands for this Iterable" }] }),
    fixes: () => instead(original, context),
  };
}

function instead(iterable: Node, context: RuleContext): readonly Offer[] {
  const sequence = new FixBuilder(context);
  const written = sequenceLike(iterable, sequence, context);
  const list = new FixBuilder(context).replace(iterable, "list");
  const parameterized = iterable.parent?.kind === "subscript" || iterable.parent?.kind === "generic_type";
  const offers: Offer[] = [];
  if (written !== undefined) {
    sequence.replace(iterable, written);
    offers.push(
      sequence.build({
        title: "Use Sequence, which is checked at once and can be read again",
        applicability: "unsafe",
        annotation: "Sets, generators, dictionary views and text are no longer accepted",
      }),
    );
  }
  if (parameterized && !context.infer.isBound("list", iterable)) {
    offers.push(
      list.build({
        title: "Use list, which also takes sets and generators",
        applicability: "unsafe",
        annotation: "The field always holds a new list, checked at once; text is no longer accepted, and with Pydantic 1 no dictionary views",
      }),
    );
  }
  return offers;
}

/** `Sequence` from where the file has its `Iterable`: `typing.Sequence`, `Sequence` ... */
function sequenceLike(iterable: Node, builder: FixBuilder, context: RuleContext): string | undefined {
  const name = context.infer.name(iterable) ?? "";
  if (iterable.kind === "attribute") return `${iterable.child("object")!.text}.${SEQUENCE}`;
  return builder.needFrom(name.slice(0, name.lastIndexOf(".")), SEQUENCE, iterable);
}
