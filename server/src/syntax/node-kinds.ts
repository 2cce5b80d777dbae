/** The kinds of nodes that walks look for all over, each set made once. */
import type { Kind } from "./kinds.generated";

export const CALLS: ReadonlySet<Kind> = new Set(["call"]);
/** The statements that loop; a comprehension is none. */
export const LOOPS: ReadonlySet<Kind> = new Set(["for_statement", "while_statement"]);
export const YIELDS: ReadonlySet<Kind> = new Set(["yield"]);
export const IDENTIFIERS: ReadonlySet<Kind> = new Set(["identifier"]);
export const AWAITS: ReadonlySet<Kind> = new Set(["await"]);
export const ASSIGNMENTS: ReadonlySet<Kind> = new Set(["assignment"]);
/** The statements that leave a function. */
export const LEAVES_FUNCTION: ReadonlySet<Kind> = new Set(["return_statement", "raise_statement"]);
export const RETURNS: ReadonlySet<Kind> = new Set(["return_statement"]);
export const RAISES: ReadonlySet<Kind> = new Set(["raise_statement"]);
export const IFS: ReadonlySet<Kind> = new Set(["if_statement"]);
export const ATTRIBUTES: ReadonlySet<Kind> = new Set(["attribute"]);
/** What may let other tasks in: an `await`, and a `for` or `with`, which may be async. */
export const PAUSES: ReadonlySet<Kind> = new Set(["await", "for_statement", "with_statement"]);
export const COMMENTS: ReadonlySet<Kind> = new Set(["comment"]);
/** Where the words of code stand that tell what it is about. */
export const NAMES_AND_TEXTS: ReadonlySet<Kind> = new Set(["identifier", "string_content"]);
