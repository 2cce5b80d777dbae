/**
 * What the server and its clients say to each other beside the Language Server Protocol. Types alone: either side has
 * its own library.
 */
import type { Diagnostic, ProgressToken, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";

/** Requests of our own by their method: what they take, and what is answered. */
export interface Requests {
  /** Looks at files, open or not. */
  readonly "async-skill/check": { readonly params: CheckParams; readonly answer: CheckAnswer };
  /** Fixes all that can be fixed in files, open or not. */
  readonly "async-skill/fixAll": { readonly params: FixAllParams; readonly answer: FixAllAnswer };
  /**
   * Begins `[tool.async-skill]` in the project of a file; null where it has no project, or its pyproject.toml can't be
   * added to.
   */
  readonly "async-skill/createConfiguration": {
    readonly params: { readonly uri: string };
    readonly answer: ConfigurationAnswer | null;
  };
  /** The files in which agents look for what holds in a repository. */
  readonly "async-skill/agentFiles": {
    readonly params: Readonly<Record<string, never>>;
    readonly answer: readonly AgentFileAnswer[];
  };
  /**
   * What has to change in such a file for it to tell the skill, given what it holds; null where it tells that already.
   */
  readonly "async-skill/agentFileEdit": {
    readonly params: { readonly path: string; readonly text?: string };
    readonly answer: TextEdit | null;
  };
  /** What somebody has to know who is to find out what is wrong. Tells no text of a file. */
  readonly "async-skill/debugInformation": { readonly params: { readonly uri?: string }; readonly answer: string };
}

/** What the server asks of a client that hands the workspace's files over (`ClientOptions.handsFilesOver`). */
export interface ClientRequests {
  /** Which files there are in the open folders. */
  readonly "async-skill/findFiles": { readonly params: FilesWanted; readonly answer: FilesFound };
  /** What files hold, in the order in which they are named. */
  readonly "async-skill/readFiles": { readonly params: FilesToRead; readonly answer: readonly FileContent[] };
}

export interface FilesWanted {
  /** Their names; one that begins with `*` stands for all that end with what follows. */
  readonly names: readonly string[];
  /** The names of folders that nothing is looked for in. */
  readonly skipped: readonly string[];
  /** More files of a folder are not told. */
  readonly most: number;
}

export interface FilesFound {
  /** Addresses. */
  readonly files: readonly string[];
  /** Whether these are all. */
  readonly areAll: boolean;
}

export interface FilesToRead {
  readonly files: readonly string[];
  /** Files of more bytes are not handed over. */
  readonly mostBytes: number;
}

/** What a file holds, read as UTF-8; that there is none; or why it can't be told. */
export type FileContent = { readonly text: string } | { readonly isMissing: true } | { readonly problem: string };

/** What the server tells by itself. */
export interface Notifications {
  /** Which of the settings are of no use, whenever these are others. */
  readonly "async-skill/settingsProblems": { readonly problems: readonly string[] };
}

/** What a client tells by itself. */
export interface ClientNotifications {
  /** The environments of Python that were chosen in the editor for open folders, whenever these are others. */
  readonly "async-skill/environments": { readonly environments: readonly ChosenEnvironment[] };
}

export interface ChosenEnvironment {
  /** An address. */
  readonly folder: string;
  /** The environment's folder, or its interpreter. */
  readonly path: string;
}

/** A request about files, the parts of whose answer may come as they are found. */
export interface AboutFiles {
  /** Addresses; all files below the open folders when left out. */
  readonly files?: readonly string[];
  readonly partialResultToken?: ProgressToken;
}

/** How far a request has come. */
export interface FilesProgress {
  readonly done: number;
  readonly total: number;
  /** What was found since the last time, be it that there is nothing. */
  readonly found: readonly { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[];
}

export interface CheckParams extends AboutFiles {
  /**
   * Has the server tell what it finds in all files that aren't open by `textDocument/publishDiagnostics`, and keep that
   * right from then on. `files` counts for nothing then.
   */
  readonly follow?: boolean;
}

export interface CheckAnswer {
  /** Files that were looked at. */
  readonly files: number;
  readonly findings: number;
  readonly problems: readonly string[];
}

export interface FixAllParams extends AboutFiles {
  /** Fixes too that aren't safe. */
  readonly unsafe?: boolean;
  /** Has the client ask before it applies the edit. */
  readonly confirm?: boolean;
}

export interface FixAllAnswer {
  /** Absent where there is nothing to do. */
  readonly edit?: WorkspaceEdit;
  readonly fixes: number;
  readonly files: number;
  readonly problems: readonly string[];
}

/** Where the project of a file says what holds in it. */
export interface ConfigurationAnswer {
  readonly uri: string;
  /** What begins the section; absent where it is there. */
  readonly edit?: WorkspaceEdit;
  /** Where it stands, once that is done. */
  readonly range: Range;
}

export interface AgentFileAnswer {
  /** From the repository's folder on. */
  readonly path: string;
  /** Who reads it, by their names. */
  readonly readers: readonly string[];
}

/**
 * What a client may say of itself in `initializationOptions`, all of it left out by clients that know nothing of it.
 */
export interface ClientOptions {
  /** It has a command that selects a range after an action's edit. */
  readonly selectAfterEdit?: boolean;
  /** It shows which of its settings are of no use. */
  readonly settingsProblems?: boolean;
  /** Its command that shows where a finding leads to, given the document's address and the finding's range. */
  readonly pathCommand?: string;
  /** Its command that shows places in a peek, given the document's address, a position in it, and the places. */
  readonly placesCommand?: string;
  /**
   * It shows what it is told of a file by `textDocument/publishDiagnostics` while that is in no tab, and what it has
   * pulled where it is: to others that pull, nothing is told of a file that they show.
   */
  readonly hidesOpen?: boolean;
  /** The server is to ask it for the workspace's files (`ClientRequests`), and to look for none itself. */
  readonly handsFilesOver?: boolean;
}

/** What comes with a finding (`Diagnostic.data`). */
export interface FindingData {
  readonly rule: string;
  /** What other tools call the same. */
  readonly peers: readonly string[];
  /**
   * Whether it was found in an earlier text, in a statement that is half written now: nothing can be done about it but
   * go on.
   */
  readonly isStanding?: true;
}
