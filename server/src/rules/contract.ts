import type { Remedy } from "../fixes/fix";
import type { Infer } from "../model/infer";
import type { Needs } from "../model/mentions";
import type { Module } from "../model/module";
import type { SummaryRange } from "../model/summary";
import type { PyProject } from "../config/pyproject";
import type { Role } from "../config/roles";
import type { Kind } from "../syntax/kinds.generated";
import type { Node } from "../syntax/tree";
import type { Settings, Severity } from "../config/settings";

export type { Settings } from "../config/settings";

/** What a rule can ask while it looks at one segment. */
export interface RuleContext {
  readonly module: Module;
  readonly infer: Infer;
  readonly settings: Settings;
  /** What the file is for. What a rule does in each role is said by its page, and done for it. */
  readonly role: Role;
}

/** A part of one segment's tree: a node, or from one node's start to another's end. */
export interface Place {
  readonly from: Node;
  readonly to: Node;
}

/** A place in another file. */
export interface Location {
  readonly uri: string;
  readonly range: SummaryRange;
}

/**
 * What several findings have in common, so that one of them is enough: it tells acts apart within a function, or in the
 * file.
 */
export interface Act {
  readonly what: string;
  readonly within: Node | "file";
  /** How much of the act it is: of those that are worth the same, the one with the largest share stands for all. */
  readonly share?: number;
}

export interface Related {
  readonly at: Node;
  readonly message: string;
}

/** What a finding relates to in other files; tells more than `related` does, and comes after it. */
export interface RelatedElsewhere extends Location {
  readonly message: string;
}

/** One violation. */
export interface Finding {
  readonly at: Node | Place;
  /** What happens and why it matters, in at most about 100 characters, without a full stop. */
  readonly message: string;
  readonly related?: readonly Related[];
  readonly elsewhere?: readonly RelatedElsewhere[];
  /** Whether what it relates to are the steps of a way, which somebody may want to walk. */
  readonly isPath?: boolean;
  /** The most that this one is worth, where that is less than what the rule's findings are worth. */
  readonly severity?: Severity;
  /** The least that this one is worth where nobody has said otherwise, where that is more than the rule's findings are. */
  readonly atLeast?: Severity | undefined;
  /** Whether the code is of no use and is shown faded. */
  readonly unnecessary?: boolean;
  /** What it is a part of: of a rule's findings that are one act, one is told, and says how many more there are. */
  readonly act?: Act | undefined;
  /** Whether the code can't work at all, so that it is told in files of every role. */
  readonly fails?: boolean;
  /** What of a library keeps the event loop waiting, as the library calls it. */
  readonly stalledBy?: string | undefined;
  /** What can be done about it, best first; called only when somebody asks. */
  readonly fixes?: () => readonly Remedy[];
}

/** A comment that keeps findings away. Lines count from 0 within the segment. */
export interface Suppression {
  readonly comment: Node;
  readonly syntax: "ignore" | "ignore-file" | "noqa";
  /** From its `#` to the end of the list of names; offsets within the segment. A reason follows. */
  readonly directive: { readonly start: number; readonly end: number };
  /** Rule names, or for noqa what peers call theirs; empty means every rule. */
  readonly names: readonly string[];
  /** The names' places in the comment, offsets within the segment. */
  readonly nameRanges: readonly { readonly start: number; readonly end: number }[];
  readonly line: number;
  /** Whether nothing but the comment stands on its line: then it speaks of the next line of code. */
  readonly ownLine: boolean;
}

/** An ignore comment of which all, or some names, keep nothing away. */
export interface UnusedSuppression {
  readonly comment: Suppression;
  /** Places in the comment's list of the names that keep nothing away. */
  readonly names: readonly number[];
  /** Whether the whole comment could go. */
  readonly whole: boolean;
}

/** One violation in an ignore comment; offsets within the comment's segment. */
export interface CommentFinding extends Omit<Finding, "at"> {
  readonly start: number;
  readonly end: number;
}

/** One violation in pyproject.toml; offsets within its text. */
export interface ProjectFinding extends Omit<Finding, "at" | "related"> {
  readonly start: number;
  readonly end: number;
}

/** What a rule can ask of the Python files around a pyproject.toml. */
export interface ProjectUses {
  /** Whether any file of the repository says a word, be it in a comment or a string; undefined where nobody knows. */
  says(word: string): boolean | undefined;
  /** Whether any file of the project imports a module; undefined where nobody knows. */
  imports(module: string): boolean | undefined;
  /** The first place where async code of the project's application is known to wait for something of a module. */
  stalledBy(module: string): StalledAt | undefined;
}

/** What a rule can ask while it looks at a pyproject.toml. */
export interface ProjectContext {
  readonly settings: Settings;
  readonly uses: ProjectUses;
}

/** A place in the project's async code where something of a library keeps the event loop waiting. */
export interface StalledAt extends Location {
  /** The file, as seen from the folder of the pyproject.toml. */
  readonly file: string;
  /** What the finding there says. */
  readonly message: string;
}

export interface Rule {
  /** Reads as "allow NAME"; also the names of its two files. */
  readonly name: string;
  /** The kinds of syntax nodes that it wants to see; it sees each of them once. */
  readonly kinds: readonly Kind[];
  /**
   * What a piece of code has to say for the rule to find anything in it: of each group one thing. Only such code is
   * parsed, so that what is missing here is missed in every file.
   */
  readonly needs: Needs;
  /** Whether the settings leave it nothing to say in any file. */
  isIdle?(settings: Settings): boolean;
  /** Looks at one node; never at a node that holds a syntax error. */
  check(node: Node, context: RuleContext): Finding | readonly Finding[] | undefined;
  /** Looks at an ignore comment that kept too little away. */
  checkUnused?(unused: UnusedSuppression, context: RuleContext): readonly CommentFinding[];
  /** Looks at a pyproject.toml that can be read. */
  checkProject?(project: PyProject, context: ProjectContext): readonly ProjectFinding[];
  /** Whether what it finds hurts by what else waits for the event loop: where nothing does, it isn't told. */
  readonly stallsLoop?: boolean;
  /** Rules whose finding at the same place says more: then this one keeps silent. */
  readonly yieldsTo?: readonly string[];
}

/** What a rule does in files of a role: as ever, hints only, hints of what runs with nobody before it, nothing. */
export type RoleEffect = "full" | "softer" | "unattended" | "silent";

/** What a rule's page says of it, for people and for settings. */
export interface RulePage {
  readonly rule: string;
  /** The command of the skill that it enforces. */
  readonly command: string;
  readonly severity: Severity;
  /** How far its fixes can be trusted. */
  readonly fix: "safe" | "unsafe" | "none";
  /** Whether it runs also where others are selected; ignoring it by its name still switches it off. */
  readonly selected?: "always";
  /** What it does in files that are no part of an application. */
  readonly roles: { readonly test: RoleEffect; readonly command: RoleEffect; readonly script: RoleEffect };
  /** What other tools call the same: codes, and the names that Ruff gives in preview. */
  readonly peers: readonly string[];
  /** The first sentence of what it finds. */
  readonly summary: string;
  /** What hovers show: Markdown without the examples. */
  readonly docs: string;
}
