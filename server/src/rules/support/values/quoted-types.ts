import type { RuleContext } from "../../contract";
import type { Value } from "../../../model/values";
import type { Node } from "../../../syntax/tree";

/** A dotted name within a quoted annotation. */
export interface QuotedName {
  readonly text: string;
  /** Offsets within the segment. */
  readonly start: number;
  readonly end: number;
  /** What it stands for outside of this file. */
  readonly name: string | undefined;
  readonly isParameterized: boolean;
}

/** Nothing but names, brackets, commas, bars, and quotes around further types; no prose. */
const TYPE = /^[\w\s.,|[\]'"]*$/;
const PROSE = /\w\s+\w/;
const DOTTED_NAME = /[A-Za-z_][\w.]*/g;

/**
 * The names in a string that stands where a type is expected, be they in quotes again; none where it doesn't read like
 * a type.
 */
export function quotedNames(string: Node, context: RuleContext): readonly QuotedName[] {
  const content = string.named.find((part) => part.kind === "string_content");
  if (content === undefined || content.named.length > 0 || string.named.some((part) => part.kind === "interpolation"))
    return [];
  const { text } = content;
  if (!TYPE.test(text) || PROSE.test(text)) return [];
  return [...text.matchAll(DOTTED_NAME)].map((match) => {
    const end = match.index + match[0].length;
    return {
      text: match[0],
      start: content.start + match.index,
      end: content.start + end,
      name: nameOf(match[0], string, context),
      isParameterized: text[end] === "[",
    };
  });
}

function nameOf(path: string, at: Node, { infer }: RuleContext): string | undefined {
  const [first, ...further] = path.split(".");
  let value: Value | undefined = infer.lookup(first!, at);
  for (const part of further) value = value === undefined ? undefined : infer.member(value, part);
  return value?.kind === "name" ? value.name : undefined;
}
