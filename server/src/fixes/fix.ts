import type { HttpClient } from "../config/configuration";

/** A replacement in a document's text; offsets in UTF-16 code units from the document's start. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A module that a fix needs imported: `import module`, or `from module import name`. */
export interface ImportNeed {
  readonly module: string;
  readonly name?: string;
  /** How long a line of the project may be, where that is known. */
  readonly width?: number;
}

/**
 * How far a fix can be trusted. Safe: the program does the same on every path that the file shows, failing ones and
 * several tasks at once included, and nothing new has to be installed. Unsafe: the title or the annotation says what
 * changes.
 */
export type Applicability = "safe" | "unsafe";

/** What a fix changes in another file than the one that it is offered in. */
export interface OtherFile {
  readonly file: string;
  /** The text that the edits are made from. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** What is said of a fix, and another sentence behind it. */
export function withNote(annotation: string | undefined, note: string): string {
  return annotation === undefined ? note : `${annotation}; ${note[0]!.toLowerCase()}${note.slice(1)}`;
}

export interface Fix {
  readonly kind: "fix";
  readonly title: string;
  readonly applicability: Applicability;
  /**
   * Disjoint, in no particular order; imports are not among them: one that they take the last use of goes by itself.
   */
  readonly edits: readonly TextEdit[];
  readonly needs: readonly ImportNeed[];
  /**
   * Of one that was worked out over all files: what it changes in others. Imports are among its edits then, here and
   * there.
   */
  readonly elsewhere?: readonly OtherFile[];
  /**
   * The functions, by where they begin in the document, that it writes an `await` into, and those that it takes the
   * `async` of.
   */
  readonly awaitsIn?: readonly number[];
  readonly makesPlain?: readonly number[];
  /** What differs afterwards, shown with the change. */
  readonly annotation?: string;
  /** The same in few words, which stand behind the title in a menu; of an unsafe fix alone. */
  readonly differs?: string;
  /** Whether callers that aren't known see something else, so that the change is to be looked at before it is made. */
  readonly changesCallers?: boolean;
  /** The edit whose text the user will want to type over, and the part of it (offsets within its text). */
  readonly placeholder?: { readonly edit: TextEdit; readonly start: number; readonly end: number };
  /** Requirements (PEP 508 names) that the project must declare for the fixed code to run. */
  readonly requires?: readonly string[];
  /**
   * The oldest Python, as [major, minor], that the project must support instead; such a fix may leave the Python as it
   * is.
   */
  readonly raisesPython?: readonly [number, number];
  /** The fixes of what is one act with the finding, which are applied with it where they can be. */
  readonly together?: () => readonly Fix[];
  /**
   * What it does, where fixes of other titles do the same: one call may go to a thread by itself, another with what
   * stands beside it.
   */
  readonly way?: "in a thread";
  /** Why it can't be right after all, as its edits show: it is offered as a refusal. */
  readonly obstacle?: string;
}

/** A fix that a user would look for here but that can't be right, and why. */
export interface Refusal {
  readonly kind: "refusal";
  readonly title: string;
  readonly reason: string;
}

/**
 * A fix whose edits depend on every use of what it changes, in whatever file of the project that stands. Those are
 * looked for when somebody asks for it (`workspace/`); what comes of that is a fix, or a refusal.
 */
export type ProjectFix = {
  readonly kind: "project fix";
  readonly title: string;
  readonly annotation: string;
  readonly differs: string;
} & ProjectChange;

type ProjectChange =
  /** Makes the functions async by which a call comes to one that blocks. */
  | { readonly does: "make async" }
  /** Takes the `async` of the function away whose name is told of, and the `await` of all who call it. */
  | { readonly does: "make plain" }
  /** Moves the session by which a request is sent to the async client of a library, with everything that uses it. */
  | { readonly does: "move session"; readonly to: HttpClient };

export type Offer = Fix | Refusal;

/** What a finding offers: all of an offer, or what one can be made of. */
export type Remedy = Offer | ProjectFix;

/** How a fix is called where it is chosen: one that isn't safe says so, and what it changes. */
export function titleInMenu(fix: Fix | ProjectFix): string {
  return fix.kind === "fix" && fix.applicability === "safe" ? fix.title : `${fix.title} (${fix.differs ?? "not safe"})`;
}

/** What is offered to users: a fix with an obstacle is refused. */
export function settled(offer: Offer): Offer;
export function settled(offer: Remedy): Remedy;
export function settled(offer: Remedy): Remedy {
  return offer.kind === "fix" && offer.obstacle !== undefined
    ? { kind: "refusal", title: offer.title, reason: offer.obstacle }
    : offer;
}
