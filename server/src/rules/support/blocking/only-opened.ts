import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";
import { blockingCall } from "./blocking-call";
import { type Handle, HOLDS } from "../disk/file-handle";

/** What answers a request with what it is given, and reads that later, in a thread. */
const RESPONSE = /Response$/;

/** What makes an object that holds what it is given: `discord.File(file)`, `InputMediaPhoto(file)`. */
const MAKES_OBJECT = /^[A-Z]/;

/** By what names a process is given the files that it reads and writes itself: `stdout=file`. */
const OF_PROCESS: ReadonlySet<string> = new Set(["stdin", "stdout", "stderr"]);

/** What sends what it is given to somebody: `await bot.send_document(chat, file)`, `await message.reply(file=file)`. */
const SENDS = /^(?:a?send|reply|answer|upload|respond|followup|edit)(?:_|$)/;

/**
 * Whether a file is only opened in its function, which neither reads nor writes it: it is handed to what answers a
 * request, to what a library sends, to a process, to the caller, or to a call that is found by itself, as it copies all
 * that the file holds.
 */
export function isOnlyOpened({ uses }: Handle, context: RuleContext): boolean {
  const others = uses.filter((use) => use.kind !== "attribute" && !(use.kind === "method" && use.name === "close"));
  return others.length > 0 && others.every((use) => use.kind === "escape" && isHandedOn(use.node, context));
}

function isHandedOn(value: Node, context: RuleContext): boolean {
  if (value.parent?.kind === "keyword_argument" && OF_PROCESS.has(value.parent.child("name")?.text ?? "")) return true;
  let node = value;
  while (node.parent !== undefined && HOLDS.has(node.parent.kind)) {
    node = node.parent;
    if (node.kind !== "argument_list") continue;
    const call = node.parent;
    if (call?.kind !== "call") return false;
    const callee = call.child("function")!;
    const name = (callee.child("attribute") ?? callee).text;
    if (readsInThread(call, name, context)) return true;
    if (call.parent?.kind === "await") return SENDS.test(name);
    if (!MAKES_OBJECT.test(name)) return blockingCall(call, context, "filesystem")?.row.heavy === true;
    node = call;
  }
  if (node.parent?.kind === "return_statement") return node === value;
  return isSentByName(node, value, context);
}

function readsInThread(call: Node, name: string, { infer }: RuleContext): boolean {
  return RESPONSE.test(name) || infer.row(call)?.readsFilesInThread === true;
}

/** `file = discord.File(open(path, "rb"))`, and then `await channel.send(file=file)`. */
function isSentByName(node: Node, value: Node, context: RuleContext): boolean {
  const name =
    node !== value && node.field === "right" && node.parent?.kind === "assignment"
      ? node.parent.child("left")
      : undefined;
  const function_ = name?.closest("function_definition");
  if (name?.kind !== "identifier" || function_ === undefined) return false;
  const uses = [...function_.descendants("identifier")].filter(
    (id) => id !== name && id.text === name.text && id.field !== "attribute" && id.field !== "name",
  );
  return uses.length > 0 && uses.every((use) => isHandedOn(use, context));
}
