import type { Finding, Rule, RuleContext } from "./contract";
import { FixBuilder } from "../fixes/builder";
import type { Offer } from "../fixes/fix";
import { decoratorsOf, isGenerator, returnsOf } from "../model/definitions";
import { referenceElsewhere } from "../model/elsewhere";
import { allRows, libraryRow, type Row } from "../model/library/index";
import { PROJECT, reachOf, word } from "../model/mentions";
import type { ClassDefinition } from "../model/values";
import type { Kind } from "../syntax/kinds.generated";
import { isSuite } from "../syntax/statements";
import type { Node } from "../syntax/tree";
import { quotedNames } from "./support/values/quoted-types";

const ITERABLE: ReadonlySet<string> = new Set(["typing.Iterable", "collections.abc.Iterable"]);
const SEQUENCE = "Sequence";

/** What stands in them is no field's own type. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  "typing.Callable",
  "collections.abc.Callable",
  "typing.ClassVar",
  "typing.Literal",
]);

/** What can be read once by its nature: a field that may hold it as well is no list of anything. */
const READ_ONCE: ReadonlySet<string> = new Set(
  ["Iterator", "Generator", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "IO", "BinaryIO", "TextIO"].flatMap(
    (name) => [`typing.${name}`, `collections.abc.${name}`],
  ),
);

/** What makes a model of a class that derives from it. */
const MODELS: readonly string[] = allRows().flatMap((row) =>
  row.validates === "fields" && row.kind === "class" ? [row.name] : [],
);

const TYPED_DICTS: ReadonlySet<string> = new Set(["typing.TypedDict", "typing_extensions.TypedDict"]);

/** An `Iterable` that Pydantic will turn into a one-time iterator. */
interface Use {
  /** `Iterable`, the alias that stands for it, or the quoted annotation that names it. */
  readonly at: Node;
  /** How it is called there. */
  readonly text: string;
  readonly original: Original;
}

/** `Iterable` itself, as it is written. */
interface Original {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where it comes from: `typing.Iterable`. */
  readonly name: string;
  readonly isParameterized: boolean;
}

export const pydanticIterableField: Rule = {
  name: "pydantic-iterable-field",
  kinds: ["assignment", "function_definition", "class_definition", "call"],
  // A model may derive from one that another file defines, and name nothing of Pydantic itself.
  needs: [[{ kind: "in file", any: reachOf((row) => row.validates !== undefined) }, PROJECT], [word("Iterable")]],
  check(node, context) {
    return annotationsOf(node, context).flatMap((annotation) =>
      usesIn(annotation, context).map((use) => report(use, context)),
    );
  },
};

/** The annotations in a node that Pydantic checks values against. */
function annotationsOf(node: Node, context: RuleContext): readonly Node[] {
  if (node.kind === "function_definition") {
    if (!decoratorsOf(node).some((decorator) => validates(decorator, context) === "parameters")) return [];
    return (node.child("parameters")?.named ?? []).flatMap((parameter) => parameter.child("type") ?? []);
  }
  if (node.kind === "call") {
    const type = validates(node, context) === "value" ? node.child("arguments")?.named[0] : undefined;
    return type === undefined || type.kind === "keyword_argument" ? [] : [type];
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
  return definition !== undefined && isChecked(definition, context) ? [annotation] : [];
}

/** Whether Pydantic looks at what the fields of a class are given. */
function isChecked(definition: ClassDefinition, context: RuleContext): boolean {
  if (isMadeUnchecked(definition, context)) return false;
  return isModel(definition, context) || isValidatedDict(definition, context);
}

/** What makes an object of a model of what it is given as it is, without looking at it. */
const UNCHECKED = ["model_construct", "construct"] as const;

/**
 * Whether objects of a model are made in a way of its own alone, which checks nothing: it has its own `construct()`,
 * and the file makes none by calling the class.
 */
function isMadeUnchecked(definition: ClassDefinition, { infer }: RuleContext): boolean {
  const makesItsOwn = UNCHECKED.some((name) =>
    definition
      .partsWith(name)
      .some((part) => part.bindings.get(name)?.some(({ source }) => source.kind === "function")),
  );
  if (!makesItsOwn) return false;
  for (const id of infer.identifiersIfFew(definition.name))
    if (id.field === "function" && id.parent?.kind === "call") return false;
  return true;
}

function validates(expression: Node | undefined, context: RuleContext): Row["validates"] {
  const called = expression?.kind === "call" ? expression.child("function") : expression;
  const name = called === undefined ? undefined : context.infer.name(called);
  return name === undefined ? undefined : libraryRow(name)?.validates;
}

/** Whether a class is a Pydantic model, itself or through classes of the project. */
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
      const reference = referenceElsewhere(base);
      if (reference !== undefined && context.infer.derivesElsewhere(reference, MODELS)) return true;
    }
  }
  return false;
}

/**
 * Whether a class is a TypedDict that Pydantic checks values against: in a field, a parameter, or a TypeAdapter of the
 * file.
 */
function isValidatedDict(definition: ClassDefinition, context: RuleContext): boolean {
  if (!context.infer.bases(definition).some((base) => base?.kind === "name" && TYPED_DICTS.has(base.name)))
    return false;
  for (const id of context.infer.identifiers(definition.name)) {
    for (const around of id.ancestors()) {
      if (around.kind === "call" || around.kind === "function_definition" || around.kind === "assignment") {
        if (around.kind === "assignment" && around.child("type")?.contains(id) !== true) break;
        const field =
          around.kind === "assignment"
            ? context.module.classOf(context.module.scopes(around.tree).of(around))
            : undefined;
        if (
          field === undefined
            ? annotationsOf(around, context).some((annotation) => annotation.contains(id))
            : isModel(field, context)
        )
          return true;
      }
      if (isSuite(around)) break;
    }
  }
  return false;
}

function usesIn(annotation: Node, context: RuleContext): readonly Use[] {
  const uses: Use[] = [];
  let skipTo = -1;
  if (mayBeReadOnce(annotation, context)) return uses;
  for (const node of annotation.subtree()) {
    if (node.row <= skipTo || !["identifier", "attribute", "string", "call"].includes(node.kind)) continue;
    skipTo = node.tree.columns.last[node.row]!;
    if (node.kind === "call") continue;
    if (node.kind === "string") {
      uses.push(...usesInQuotes(node, context));
      continue;
    }
    const name = context.infer.name(node);
    if (name !== undefined && OTHER_TYPES.has(name)) skipTo = node.tree.columns.last[node.parent!.row]!;
    else if (name !== undefined && ITERABLE.has(name))
      uses.push({ at: node, text: node.text, original: originalOf(node, name) });
    else if (node.kind === "identifier") {
      const original = aliasOf(node, context);
      if (original !== undefined) uses.push({ at: node, text: node.text, original });
    }
  }
  return uses;
}

/** `Union[bytes, IO[bytes], Iterable[bytes]]`: the content of a stream, which nobody reads again. */
function mayBeReadOnce(annotation: Node, { infer }: RuleContext): boolean {
  for (const node of annotation.descendants("identifier", "attribute"))
    if (READ_ONCE.has(infer.name(node) ?? "")) return true;
  return false;
}

function usesInQuotes(string: Node, context: RuleContext): readonly Use[] {
  const names = quotedNames(string, context);
  if (names.some(({ name }) => name !== undefined && OTHER_TYPES.has(name))) return [];
  return names.flatMap(({ text, start, end, name, isParameterized }) =>
    name !== undefined && ITERABLE.has(name)
      ? [{ at: string, text, original: { node: string, start, end, text, name, isParameterized } }]
      : [],
  );
}

function originalOf(node: Node, name: string): Original {
  const isParameterized = node.parent?.kind === "subscript" || node.parent?.kind === "generic_type";
  return { node, start: node.start, end: node.end, text: node.text, name, isParameterized };
}

/** `Iterable` in `Name = Iterable[T]`, for a use of Name. */
function aliasOf(use: Node, context: RuleContext): Original | undefined {
  const [binding, ...others] = context.infer.bindings(use.text);
  if (binding?.source.kind !== "expression" || others.length > 0) return undefined;
  const value = binding.source.value.kind === "subscript" ? binding.source.value.child("value") : undefined;
  const name = value === undefined ? undefined : context.infer.name(value);
  return value !== undefined && name !== undefined && ITERABLE.has(name) ? originalOf(value, name) : undefined;
}

function report({ at, text, original }: Use, context: RuleContext): Finding {
  return {
    at,
    message: `Pydantic keeps ${text === "Iterable" ? "an Iterable" : text} as an iterator: it can be read once, and items are checked late`,
    ...(at === original.node ? {} : { related: [{ at: original.node, message: "it stands for this Iterable" }] }),
    fixes: () => instead(original, context),
  };
}

function instead({ node, start, end, text, name, isParameterized }: Original, context: RuleContext): readonly Offer[] {
  const sequence = new FixBuilder(context);
  const written = text.includes(".")
    ? `${text.slice(0, text.lastIndexOf("."))}.${SEQUENCE}`
    : sequence.needFrom(name.slice(0, name.lastIndexOf(".")), SEQUENCE, node);
  const offers: Offer[] = [];
  if (written !== undefined && !isGivenGenerator(node, context)) {
    sequence.edit(node, start, end, written);
    offers.push(
      sequence.build({
        title: "Use Sequence, which is checked at once and can be read again",
        applicability: "unsafe",
        differs: "sets, generators and text are refused",
        annotation: "Sets, generators, dictionary views and text are no longer accepted",
      }),
    );
  }
  if (isParameterized && !context.infer.isBound("list", node)) {
    offers.push(
      new FixBuilder(context).edit(node, start, end, "list").build({
        title: "Use list, which also takes sets and generators",
        applicability: "unsafe",
        differs: "always a new list",
        annotation:
          "The field always holds a new list, checked at once; text is no longer accepted, and with Pydantic 1 no dictionary views",
      }),
    );
  }
  return offers;
}

const GENERATES: ReadonlySet<Kind> = new Set(["generator_expression"]);

/** Whether the file makes an object of the model with a generator for the field, which no Sequence is. */
function isGivenGenerator(annotation: Node, context: RuleContext): boolean {
  const field = annotation.closest("assignment")?.child("left");
  const model = field === undefined ? undefined : context.module.classOf(context.module.scopes(field.tree).of(field));
  if (field?.kind !== "identifier" || model === undefined) return false;
  for (const id of context.infer.identifiersIfFew(model.name)) {
    const call = id.field === "function" ? id.parent : undefined;
    for (const argument of call?.child("arguments")?.named ?? []) {
      const value = argument.child("name")?.text === field.text ? argument.child("value") : undefined;
      if (value !== undefined && givesGenerator(value, context)) return true;
    }
  }
  return false;
}

/** A generator, or a call of a function of the file that gives one. */
function givesGenerator(value: Node, { infer }: RuleContext): boolean {
  if (GENERATES.has(value.kind)) return true;
  const callee = value.kind === "call" ? value.child("function") : undefined;
  const called = callee === undefined ? undefined : infer.value(callee);
  if (called?.kind !== "function") return false;
  const { node } = called.definition;
  return (
    isGenerator(node) ||
    returnsOf(node).some(({ named: [given] }) =>
      (given?.kind === "conditional_expression" ? given.named : [given]).some(
        (one) => one !== undefined && GENERATES.has(inParentheses(one).kind),
      ),
    )
  );
}

function inParentheses(node: Node): Node {
  return node.kind === "parenthesized_expression" && node.named[0] !== undefined ? node.named[0] : node;
}
