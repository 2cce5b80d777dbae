/** Why a call stalls the event loop; one rule stands for each. */
export type BlockingKind =
  | "http"
  | "sleep"
  | "file"
  | "filesystem"
  | "subprocess"
  | "input"
  | "network"
  | "database"
  | "wait"
  | "cpu";

/**
 * What a call does to whoever runs an event loop: it stalls that, by a text of a few kB for a moment only, or starts a
 * second one, which raises an error.
 */
export type Stall = BlockingKind | "text file" | "hashed file" | "second loop";

/**
 * What something does with tasks: waits for several together (gather raises what they raise, wait doesn't), starts one
 * that nobody owns, opens a group of tasks, starts one in such a group, bounds the code in it (timeouts, cancel
 * scopes), or has such a group or scope within, which nobody else sees.
 */
export type TaskRole = "gathers" | "waits" | "starts" | "group" | "starts in group" | "scope" | "scope within";

export interface Timeout {
  /** The keyword that sets it. */
  readonly parameter: string;
  /**
   * What holds when the argument is left out: waiting for ever, seconds, what the object was made with, or a limit that
   * the library's version or settings decide.
   */
  readonly default: "forever" | "inherited" | "limited" | number;
  /**
   * How a number of seconds is written as this argument's value, `{}` standing for the number; `{}` alone when left
   * out.
   */
  readonly value?: string;
  /** How the default is written in full, where it sets more than one number: since a version of its library. */
  readonly standard?: {
    readonly value: string;
    readonly library: string;
    readonly since: string;
    readonly adds: string;
  };
  /** Values beside None that wait for ever (`0` of pymongo, `-1`). */
  readonly disabledBy?: readonly string[];
  /** How the argument counts; seconds, with fractions, when left out. */
  readonly unit?: "whole seconds" | "milliseconds";
  /** Other keywords that bound the call as well, or without which it does not reach the network. */
  readonly notWith?: readonly string[];
  /** Waiting for long is what the call is for; it matters on the event loop and in threads that it waits for. */
  readonly inAsyncCode?: boolean;
  /** It bounds each wait by itself, to connect, to send, to read, and not all of them together. */
  readonly each?: boolean;
  /** Seconds that its protocol has a client wait, where a server that works well may take so long. */
  readonly patience?: number;
  /** It bounds what is called on the result, not the call itself. */
  readonly ofLaterCalls?: boolean;
  /** The calls on the object that is made here take it too: whether it is missing shows there. */
  readonly perCall?: boolean;
  /** The parameter without which nothing is waited for. */
  readonly needs?: string;
  /** The parameter that takes a connection string, which may set it too. */
  readonly within?: string;
  /** The function that sets it for the whole program. */
  readonly globallyBy?: string;
  /** The first Python whose version of the call takes it, as [major, minor]. */
  readonly since?: readonly [number, number];
}

/** Where an application is told what to run as it starts, or ends. */
export interface Hook {
  /** By a keyword of the call that makes it, by a decorator, or by a call that is given the function. */
  readonly by: "keyword" | "decorator" | "call";
  /** The keyword, or what is decorated with or called, from the application on: `on_event`, `on_cleanup.append`. */
  readonly name: string;
  /** The argument beside the function that says when, where one does. */
  readonly event?: string;
  /** When the function runs: one that runs around all has a `yield`, behind which everything ends. */
  readonly runs: "at start" | "around" | "at end";
  /** An application that is told so runs what no other hook tells it of. */
  readonly alone?: true;
}

/**
 * What is known of one name outside of the user's code. Adding a library means adding rows.
 */
export interface Row {
  /**
   * Dotted, as the library documents it; methods are named by their class. A last part `*` stands for every method that
   * has no row of its own.
   */
  readonly name: string;
  readonly kind: "function" | "class" | "attribute";
  /** Parameters that can be given by position, in order, without self. */
  readonly parameters?: readonly string[];
  /**
   * The class whose object a call or an attribute gives. For a class that is the class itself. For what must be
   * awaited it is what awaiting gives.
   */
  readonly returns?: string;
  /** How the result of a call is used: as it is, after `await`, in `async with` alone, or in `async for`. */
  readonly use?: "value" | "await" | "async with" | "async for" | "await or async with";
  /** The class of what `with`/`async with` binds, where it is not the object itself. */
  readonly enters?: string;
  readonly blocks?: BlockingKind;
  /**
   * Objects of this class enter one context manager when they start, and leave it when they end: no error of what they
   * serve arrives there.
   */
  readonly hasLifespan?: boolean;
  /** Where objects of this class are told what to run as they start and end; where several are used, the first counts. */
  readonly hooks?: readonly Hook[];
  /** It asks for or changes one thing, which takes a moment however much there is. */
  readonly brief?: boolean;
  /**
   * It takes as long as what it works on is large: all of a folder or stream, or until the disk has it; or it is made to
   * take long.
   */
  readonly heavy?: boolean;
  /** Of what lies in memory it takes a moment: whatever came in one piece is no load for it. */
  readonly lightInMemory?: boolean;
  /** The same of one text alone, as somebody has typed or answered it. */
  readonly lightForText?: boolean;
  /** It makes data of a whole file, as large as who sends it likes, and takes seconds for a large one. */
  readonly ofAnySize?: boolean;
  /** Of a table that is made here of what lies in memory it takes a moment: that has some rows, most of the time. */
  readonly lightForRows?: boolean;
  /** It is made for commands of a command line, which have the loop for themselves most of the time. */
  readonly ofCommands?: boolean;
  /** It waits for a start only, not for the end of what it starts. */
  readonly startsOnly?: boolean;
  /** The call, or looking at the attribute, does nothing itself: it blocks where what it gives is iterated. */
  readonly lazy?: boolean;
  /** It waits, or awaited gives way to other tasks, only on objects that were made with this argument, and one that is not zero. */
  readonly waitsIfMadeWith?: string;
  /** Keywords with which it has all that it needs, and waits for nothing. */
  readonly notWith?: readonly string[];
  /** It waits for nothing where this parameter is this very thing, and none of these keywords is given beside it. */
  readonly nothingFor?: { readonly parameter: string; readonly is: string; readonly unless: readonly string[] };
  /** It reads the files that it is given when it sends them, in a thread. */
  readonly readsFilesInThread?: true;
  /** It opens a connection that stays open: a limit for requests is none of its own. */
  readonly staysOpen?: true;
  /** It runs an event loop, which cannot be done while another one runs in the thread. */
  readonly nestsLoop?: boolean;
  /** That loop awaits its first argument. */
  readonly awaitsFirst?: boolean;
  /** What it raises where another loop runs, when that is no RuntimeError. */
  readonly raises?: string;
  /**
   * Methods of a class derived from this one, or functions registered with an object of it, that it calls once, as it
   * is coming up.
   */
  readonly startsIn?: readonly string[];
  /** Iterating over what it gives never ends. */
  readonly endless?: boolean;
  /** Lazy, yet all items are read when the first is asked for. */
  readonly readsAhead?: boolean;
  /**
   * Which threads may use an object of this class, where not any number at once: one after another, or none but the one
   * that made it.
   */
  readonly threads?: "one at a time" | "its own";
  /**
   * The parameters that take what it opens, where that may be a path as well as something in memory: then nothing
   * waits.
   */
  readonly opens?: readonly string[];
  /** What it makes on the disk, and is there until somebody who has the result removes it. */
  readonly leaves?: "file" | "folder";
  /** The parameters that take open files. */
  readonly streams?: readonly string[];
  /** Objects of this class are open files. */
  readonly file?: boolean;
  /**
   * What does the same with a text or bytes as this does with an open file, which is its last parameter: `json.loads`
   * for `json.load`, `json.dumps` for `json.dump`.
   */
  readonly withoutFile?: string;
  /** The class of the objects that iterating over what it gives yields, one by one. */
  readonly yields?: string;
  /**
   * Whether what a call gives still waits when it is read: a response whose body is on its way. `entering`: even the
   * request is sent by `with`, not by the call.
   */
  readonly waitsLater?: "reading" | "entering";
  /** What the caller waits for, as it reads in a message: "the server", "the disk". */
  readonly waitsFor?: string;
  /** Async counterparts, best first, by their dotted names. */
  readonly twins?: readonly string[];
  readonly timeout?: Timeout;
  /**
   * It takes no timeout and waits for as long as it takes: to connect, to get an answer, to run a command, for all
   * output of a process, for its exit. A socket has its limit from a call of its own.
   */
  readonly unlimited?: "connect" | "answer" | "command" | "output" | "exit" | "socket";
  /** What it puts a limit on the time of: what runs in its `with` block, or the awaitable it is given. */
  readonly bounds?: "block" | "first argument";
  /** An object of this class is a set of limits; with none of these arguments given, or all None, it limits nothing. */
  readonly limits?: readonly string[];
  /** It calls what it is given at this position with the arguments behind it, by keyword too or not. */
  readonly calls?: { readonly argument: number; readonly keywords: boolean };
  /** The parameter that takes a function which a thread or process of its own then runs. */
  readonly runsElsewhere?: string;
  /** Calling what it gives calls its first argument. */
  readonly bindsFirst?: boolean;
  /** Awaiting it ends in a cancellation where its object is closed, though nobody has cancelled who awaits it. */
  readonly cancelledByClosing?: boolean;
  /** Awaiting it raises nothing but a cancellation: all that it does is to wait. */
  readonly neverFails?: true;
  /** Awaiting it gives what awaiting its first argument gives. */
  readonly givesFirstArgument?: boolean;
  /**
   * The methods of a class whose overriding, or calling with objects of the user's own, makes its other methods behave
   * otherwise.
   */
  readonly customizedBy?: { readonly overriding: readonly string[]; readonly calling: readonly string[] };
  /** The classes of the objects that its result, a tuple, unpacks into. */
  readonly unpacks?: readonly string[];
  /** Base classes of a class, for the members it inherits. */
  readonly bases?: readonly string[];
  /** Whether a CPU-bound call lets other threads run, so that a thread helps. */
  readonly releasesGil?: boolean;
  /** Objects of this class hold something that must be closed, by this method. */
  readonly closedBy?: string;
  /** The parameters that take what it would close: whoever made that looks after it. */
  readonly borrows?: readonly string[];
  /**
   * What checks values against annotations: of a class's fields, of a function's parameters, or against the type that
   * it is given.
   */
  readonly validates?: "fields" | "parameters" | "value";
  readonly tasks?: TaskRole;
  /** The first Python that has it, as [major, minor], for what is newer than 3.8. */
  readonly since?: readonly [number, number];
  /** Where the facts of this row are written down. */
  readonly source: string;
}

/** The rows of one library and the other names under which its things can be reached. */
export interface Library {
  readonly rows: readonly Row[];
  /** Other name → documented name; a class or module stands for all below it. */
  readonly aliases?: Readonly<Record<string, string>>;
}
