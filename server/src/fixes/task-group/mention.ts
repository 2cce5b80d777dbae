import { decoratorsOf, docstringOf } from "../../model/definitions";
import { rememberedOf } from "../../model/remembered";
import type { Node } from "../../syntax/tree";
import type { FixBuilder } from "../builder";
import { indentationOf, lineSpan, withoutLineBreaks } from "../text";

/** What a docstring says of a function with a TaskGroup, and a comment above one. */
const SENTENCE = "If one of the tasks fails, the others are cancelled.";
export const CANCELLATION_COMMENT = "# If one of these tasks fails, the others are cancelled.";

/** Where a docstring's prose ends: a section of Google's or NumPy's style, or a field of Sphinx's. */
const SECTION =
  /^[ \t]*(?:(?:Args|Arguments|Parameters|Params|Returns?|Raises?|Yields?|Attributes|Examples?|Notes?|Warnings?|See Also|References|Todo|Usage)[ \t]*(?::[ \t]*)?$|:(?:param|parameter|arg|type|returns?|rtype|raises?|yields?|var|cvar|ivar)\b|@(?:param|return|raises?)\b|\.\. |>>> )/;

const RAISES = /^[ \t]*(?:Raises?[ \t]*(?::[ \t]*)?$|:raises?\b|@raises?\b)/m;

/** Whether a docstring says which errors its function raises, and not that they come in groups. */
export function promisesErrors(definition: Node): boolean {
  const text = docstringOf(definition)?.text ?? "";
  return RAISES.test(text) && !text.includes("ExceptionGroup");
}

/**
 * Whether a text says anything of cancellation; a comment that ignores a rule may have the word in the rule's name
 * alone.
 */
export function speaksOfCancellation(text: string): boolean {
  return /cancel/i.test(text.replace(/#\s*async-skill:.*/, ""));
}

/**
 * Whether a function's docstring or a comment in or right above it speaks of cancellation, or its code deals with it;
 * nobody reads that of a test.
 */
export const mentionsCancellation = rememberedOf((definition: Node): boolean => {
  if (isOfTest(definition)) return true;
  const docstring = docstringOf(definition);
  if (docstring !== undefined && speaksOfCancellation(docstring.text)) return true;
  for (const id of definition.descendants("identifier")) if (speaksOfCancellation(id.text)) return true;
  for (const comment of definition.descendants("comment")) if (speaksOfCancellation(comment.text)) return true;
  const outermost = definition.parent?.kind === "decorated_definition" ? definition.parent : definition;
  for (let above = outermost.previous; above?.kind === "comment"; above = above.previous)
    if (speaksOfCancellation(above.text)) return true;
  return false;
});

function isOfTest(definition: Node): boolean {
  for (let node: Node | undefined = definition; node !== undefined; node = node.closest("function_definition")) {
    if (/^test(?:_|$)/.test(node.child("name")?.text ?? "")) return true;
  }
  return false;
}

/** What leaves a function's docstring to those who read the code. */
const READS_NO_DOCSTRING =
  /(?:^|\.)(?:staticmethod|classmethod|property|\w*setter|abstractmethod|override|overload|wraps|\w*cache|(?:async)?contextmanager|final)$/;

/**
 * Whether a decorator may show the docstring to somebody: as the help of a command, in an API's schema, to a language
 * model.
 */
function isShown(definition: Node): boolean {
  return decoratorsOf(definition).some(
    (decorator) =>
      !READS_NO_DOCSTRING.test((decorator.kind === "call" ? decorator.child("function")! : decorator).text),
  );
}

/** Adds the sentence to the docstring; false where it has none that a sentence can be added to. */
export function documentCancellation(definition: Node, builder: FixBuilder): boolean {
  if (isShown(definition)) return false;
  const docstring = docstringOf(definition);
  const opening = docstring === undefined ? undefined : /^[uUrR]?("""|''')/.exec(docstring.text)?.[0];
  if (docstring === undefined || opening === undefined) return false;
  const { text } = docstring.tree;
  const eol = builder.context.module.document.lineBreak;
  const indent = indentationOf(text, docstring.start);
  const start = docstring.start + opening.length;
  const end = docstring.end - 3;
  const content = text.slice(start, end);
  if (content.trim() === "") return false;
  if (!/[\n\r]/.test(content)) {
    builder.edit(
      docstring,
      end - (content.length - content.trimEnd().length),
      end,
      `${eol}${eol}${indent}${SENTENCE}${eol}${indent}`,
    );
    return true;
  }
  const section = sectionStart(content);
  if (section !== undefined && section > 0) {
    const at = start + section;
    const blank = /(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))$/.test(text.slice(start, at));
    builder.edit(docstring, at, at, `${blank ? "" : eol}${indent}${SENTENCE}${eol}${eol}`);
    return true;
  }
  const prose = content.trimEnd();
  const closesAlone = /[\n\r][ \t]*$/.test(content);
  builder.edit(
    docstring,
    start + prose.length,
    start + prose.length,
    `${eol}${eol}${indent}${SENTENCE}${closesAlone ? "" : `${eol}${indent}`}`,
  );
  return true;
}

/** Gives a function without a docstring one that says what happens. */
export function addDocstring(definition: Node, builder: FixBuilder): boolean {
  const body = definition.child("body");
  const first = body?.named[0];
  if (body === undefined || first === undefined || docstringOf(definition) !== undefined || isShown(definition))
    return false;
  const { text } = definition.tree;
  const span = lineSpan(text, first.start, first.start);
  if (text.slice(span.start, first.start).trim() !== "") return false;
  const { document } = builder.context.module;
  const quotes = document.text.includes("'''") && !document.text.includes('"""') ? "'''" : '"""';
  builder.edit(
    definition,
    span.start,
    span.start,
    `${indentationOf(text, first.start)}${quotes}${SENTENCE}${quotes}${document.lineBreak}`,
  );
  return true;
}

/** The offset of the line on which the first section begins. */
function sectionStart(content: string): number | undefined {
  let at = 0;
  const lines = content.split(/(?<=\n|\r(?!\n))/);
  for (const [i, line] of lines.entries()) {
    const bare = withoutLineBreaks(line);
    const underlined = /^[ \t]*-{3,}[ \t]*$/.test(withoutLineBreaks(lines[i + 1] ?? ""));
    if (i > 0 && (SECTION.test(bare) || (underlined && bare.trim() !== ""))) return at;
    at += line.length;
  }
  return undefined;
}
