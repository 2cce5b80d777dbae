import type { RuleContext } from "../../contract";
import type { Severity } from "../../../config/settings";
import { rememberedOf } from "../../../model/remembered";
import type { Kind } from "../../../syntax/kinds.generated";
import type { Node } from "../../../syntax/tree";
import { isForWhoeverAsks, isMadeInOneGo, isMadeOften, isRepeated } from "../when/how-often";
import { bindingsOf } from "../values/origin";

/**
 * What of a disk keeps the loop waiting, by how much that may be. A *stream* is of any size; a *helper's* the same,
 * where it is read far from where it is asked for; a *text* is one that others wrote, of which nobody knows the size,
 * and one that *grows* says so by its name; a *note* is small, as is what the program writes itself (*written*);
 * *bytes* are given to others that may read them; a *tree* is worked on as a whole; what is *removed* may be one; a
 * *file* is copied or moved, or read by a library; a *folder* is looked through file by file; a *listing* asks for its
 * names alone; a *touch* is over in a moment, as is what only *makes* a folder.
 */
export type OnDisk =
  | "stream"
  | "helper's stream"
  | "text"
  | "growing text"
  | "written"
  | "note"
  | "bytes"
  | "tree"
  | "removed"
  | "file"
  | "folder"
  | "listing"
  | "touch"
  | "made";

/**
 * How often, as far as the file shows: for whoever *asks*; for *all* files of a folder in one go; in *rounds* that
 * await nothing, or for each file of a folder; *again*, by a loop of the function or of who calls it; *once*.
 */
export type Often = "asked" | "all" | "rounds" | "again" | "once";

/**
 * What it is worth. More than a hint is what somebody waits for noticeably, or what grows: where nothing says so, a
 * disk is done before anybody misses the loop.
 */
const WEIGHTS: Readonly<Record<OnDisk, Readonly<Record<Often, Severity>>>> = {
  stream: { once: "warning", again: "warning", rounds: "warning", all: "warning", asked: "warning" },
  "helper's stream": { once: "hint", again: "information", rounds: "information", all: "warning", asked: "warning" },
  text: { once: "hint", again: "information", rounds: "information", all: "warning", asked: "warning" },
  "growing text": { once: "information", again: "information", rounds: "warning", all: "warning", asked: "warning" },
  written: { once: "hint", again: "hint", rounds: "information", all: "information", asked: "information" },
  note: { once: "hint", again: "hint", rounds: "information", all: "information", asked: "information" },
  bytes: { once: "information", again: "information", rounds: "information", all: "information", asked: "information" },
  tree: { once: "warning", again: "warning", rounds: "warning", all: "warning", asked: "warning" },
  removed: { once: "information", again: "information", rounds: "information", all: "information", asked: "warning" },
  file: { once: "information", again: "information", rounds: "information", all: "information", asked: "information" },
  folder: {
    once: "information",
    again: "information",
    rounds: "information",
    all: "information",
    asked: "information",
  },
  listing: { once: "hint", again: "hint", rounds: "information", all: "information", asked: "hint" },
  touch: { once: "hint", again: "hint", rounds: "hint", all: "information", asked: "hint" },
  made: { once: "hint", again: "hint", rounds: "information", all: "information", asked: "information" },
};

export function weightOnDisk(what: OnDisk, often: Often): Severity {
  return WEIGHTS[what][often];
}

/** How often a call is made, as far as the file shows. */
export function howOften(call: Node, function_: Node, context: RuleContext): Often {
  const often = howOftenWithin(call, function_, context);
  // There are as many files as there are, whoever asks for them.
  return often !== "all" && isForWhoeverAsks(function_, context) ? "asked" : often;
}

/** The same of the function alone, whoever it is called for: what a touch is worth is said by its rounds. */
export function howOftenWithin(call: Node, function_: Node, context: RuleContext): Exclude<Often, "asked"> {
  // What stands in no loop is known at once, however deep it stands within other calls.
  if (!isRepeated(call, function_)) return isMadeOften(call, function_, context) ? "again" : "once";
  const isInOneGo = isMadeInOneGo(call, function_);
  if (goesThroughFolder(call, function_, context)) return isInOneGo ? "all" : "rounds";
  return isInOneGo ? "rounds" : "again";
}

const FOR: readonly Kind[] = ["for_statement", "for_in_clause"];
const COMPREHENSIONS: ReadonlySet<Kind> = new Set([
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

/** What lists the files of a folder, in the text of what a loop goes through. */
const LISTS = /(?:glob|iterdir|listdir|scandir|walk)\(/;

/** Whether a call stands in a loop or comprehension over the files of a folder: there may be ever more of them. */
export function goesThroughFolder(call: Node, function_: Node, context: RuleContext): boolean {
  for (const around of call.ancestors()) {
    if (around === function_) return false;
    const loops = FOR.includes(around.kind)
      ? [around]
      : COMPREHENSIONS.has(around.kind)
        ? around.named.filter(({ kind }) => kind === "for_in_clause")
        : [];
    for (const loop of loops) {
      const through = loop.child("right");
      if (through !== undefined && !through.contains(call) && listsFolder(through, context)) return true;
    }
  }
  return false;
}

/** A name that is given more values is looked at for the first of them. */
const MAX_VALUES = 10;

/** `folder.glob("*.txt")`, `sorted(os.listdir(folder))`, and the name of such a list. */
function listsFolder(through: Node, context: RuleContext): boolean {
  if (lists(through)) return true;
  return (
    through.kind === "identifier" &&
    bindingsOf(through, context)
      .slice(0, MAX_VALUES)
      .some(({ source }) => source.kind === "expression" && lists(source.value))
  );
}

const lists = rememberedOf((given: Node): boolean => LISTS.test(given.text));
