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
  if (isSingleLine && inner.length + joined.length <= lineLength) return `(${lineBreak}${inner}${joined}${lineBreak}${indentation})`;
  return `(${lineBreak}${args.map((arg) => `${inner}${arg},${lineBreak}`).join("")}${indentation})`;
}
