/** Where a bracketed list stands, and how wide its lines may be. */
export interface Layout {
  /** Characters on the line before the opening bracket. */
  readonly before: number;
  /** Characters that follow the closing bracket on its line. */
  readonly after: number;
  /** The white space that the line begins with. */
  readonly indentation: string;
  /** One level of indentation. */
  readonly unit: string;
  readonly lineLength: number;
  readonly lineBreak: string;
}

const TAB_WIDTH = 4;

/** The columns that a text takes, as formatters count them. */
export function widthOf(text: string): number {
  let width = text.length;
  for (const character of text) if (character === "\t") width += TAB_WIDTH - 1;
  return width;
}

/**
 * The arguments of a call with their parentheses, as black lays them out: all on the line, all on a line of their own,
 * or one a line with a comma behind each.
 */
export function layOutArguments(args: readonly string[], layout: Layout): string {
  const { before, after, indentation, unit, lineLength, lineBreak } = layout;
  const joined = args.join(", ");
  const isSingleLine = !/[\r\n]/.test(joined);
  if (args.length === 0 || (isSingleLine && before + joined.length + 2 + after <= lineLength)) return `(${joined})`;
  const inner = indentation + unit;
  if (isSingleLine && widthOf(inner) + joined.length <= lineLength) return `(${lineBreak}${inner}${joined}${lineBreak}${indentation})`;
  return `(${lineBreak}${args.map((arg) => `${inner}${arg},${lineBreak}`).join("")}${indentation})`;
}
