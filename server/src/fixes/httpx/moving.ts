import type { HttpClient } from "../../config/configuration";
import type { Locked } from "../../config/locked";
import type { Row } from "../../model/library/row";
import type { Node } from "../../syntax/tree";
import { FixBuilder, type FixContext, type FixSettings, indentUnit } from "../builder";
import type { Fix } from "../fix";
import { isUsedAt } from "../imported";
import { installingNote } from "../new-library";
import { Rewriter } from "../rewriter";
import { statementOf } from "../../syntax/statements";

/** What the move needs of the settings. */
export interface MoveSettings extends FixSettings {
  readonly defaultTimeout: number;
  readonly httpClient: HttpClient | "auto";
  readonly dependencies: readonly string[] | undefined;
  readonly locked: Locked;
}

export interface MoveContext extends FixContext {
  readonly settings: MoveSettings;
}

/** The library that a function's calls are moved away from. */
export type Source = "requests" | "httpx" | "httpx2";
export type Target = HttpClient;

/** The move can't be right; the message says why, for the user. */
export class CannotMove extends Error {}

/** One function's move: what its parts share. */
export interface Moving {
  readonly context: MoveContext;
  readonly builder: FixBuilder;
  readonly rewriter: Rewriter;
  /** The `async def`. */
  readonly function: Node;
  readonly from: Source;
  readonly to: Target;
  /** What differs afterwards; shown with the change. */
  readonly notes: Set<string>;
  /** The quotation mark of the file. */
  readonly quote: string;
  /** The statements above which a response has a name: another one in them goes without. */
  readonly named: Set<Node>;
  /** Work that must wait until all lines have found their place. */
  readonly later: (() => void)[];
}

/** A call that is sent by the async client afterwards. */
export interface Request {
  readonly call: Node;
  readonly callee: Node;
  readonly row: Row;
  /** The last part of the name of what it calls: `get`, `request`, `stream` ... */
  readonly method: string;
  /** The variable that holds the session it is sent by; undefined for a function of the module. */
  readonly session: string | undefined;
  /** Whether that is one from elsewhere, which is moved with the function. */
  readonly held: boolean;
}

/** How a dotted name is written here, its import taken care of. */
export function named(moving: Moving, name: string, at: Node): string {
  const written = moving.builder.need(name, at);
  if (written === undefined) throw new CannotMove(`${name.split(".")[0]!} means something else here`);
  return written;
}

/** A value that is handed to the client when it is opened. */
export interface Shared {
  readonly text: string;
  readonly node: Node;
}

/**
 * @param call one of the requests that are moved
 * @param whole what the move of a function shares with those of others
 */
export function movingOf(
  { from, to }: Pick<Moving, "from" | "to">,
  call: Node,
  definition: Node,
  context: MoveContext,
  whole: Pick<Moving, "builder" | "notes"> = { builder: new FixBuilder(context), notes: new Set() },
): Moving {
  const rewriter = new Rewriter(definition, indentUnit(statementOf(call)));
  return {
    ...whole,
    context,
    rewriter,
    function: definition,
    from,
    to,
    quote: quoteOf(context.module.document.text),
    named: new Set(),
    later: [],
  };
}

/** The fix that all changes together make. */
export function finish(title: string, moving: Moving): Fix {
  const { to, from, notes, builder } = moving;
  const lacks = isNew(moving);
  const install = lacks ? installingNote(to, moving.context.settings) : undefined;
  const annotation = [...notes, ...(install === undefined ? [] : [install])].join("; ");
  return builder.build({
    title,
    applicability: from === to && notes.size === 0 ? "safe" : "unsafe",
    ...(from === to && notes.size === 0 ? {} : { differs: differenceOf(notes, from === to) }),
    ...(annotation === "" ? {} : { annotation: annotation[0]!.toUpperCase() + annotation.slice(1) }),
    ...(lacks ? { requires: [to] } : {}),
  });
}

/**
 * Whether the project has to declare the library that the code comes to need; where nobody says what it declares, the
 * file's imports do.
 */
function isNew({ context, from, to, function: definition }: Moving): boolean {
  const { dependencies } = context.settings;
  if (from === to || dependencies?.includes(to) === true) return false;
  return dependencies !== undefined || !isUsedAt(context, to, definition);
}

/** The notes in few words: what is met first when a server is slow or fails. */
function differenceOf(notes: ReadonlySet<string>, sameLibrary: boolean): string {
  const limits = [...notes].some((note) => /give up|timeout/.test(note)) ? "timeouts and " : "";
  return `${limits}${sameLibrary ? "details" : "errors"} differ`;
}

/** The quotation mark that a file prefers. */
function quoteOf(text: string): string {
  const single = text.split("'").length;
  return single > text.split('"').length ? "'" : '"';
}
