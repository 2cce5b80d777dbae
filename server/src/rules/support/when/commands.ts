import type { RuleContext } from "../../contract";
import { NAMES_AND_TEXTS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { stringValue } from "../../../syntax/literals";
import { isLongCommand } from "../values/slow-work";
import { bindingsOf } from "../values/origin";

/** Names behind names are followed so far, and so many of them. */
const MAX_DEPTH = 2;
const MAX_WORDS = 200;
/** A name that is given more values is looked at for the first of them. */
const MAX_VALUES = 10;

/** What a command line says that starts a process, in the names of variables and what is put into them too. */
export function wordsOfCommand(start: Node, context: RuleContext): readonly string[] {
  const words: string[] = [];
  const seen = new Set<string>();
  let open = start.child("arguments")?.named ?? [];
  for (let depth = 0; depth <= MAX_DEPTH && open.length > 0; depth++) {
    const names: Node[] = [];
    for (const part of open) {
      // What else is said of a process, its folder or its pipes, is no part of its command line.
      if (part.kind === "keyword_argument" && !/^(?:args|cmd|command)$/.test(part.child("name")?.text ?? "")) continue;
      for (const node of part.subtree()) {
        if (words.length >= MAX_WORDS) return words;
        if (!NAMES_AND_TEXTS.has(node.kind)) continue;
        words.push(node.text);
        if (node.kind === "identifier" && node.field !== "attribute" && !seen.has(node.text)) names.push(node);
        seen.add(node.text);
      }
    }
    open = names.flatMap((name) =>
      bindingsOf(name, context)
        .slice(0, MAX_VALUES)
        .flatMap(({ source }) => (source.kind === "expression" ? [source.value] : [])),
    );
  }
  return words;
}

/** Programs that wait for another machine, that run what others have written, or that work for long. */
const WAITS_FOR_OTHERS =
  /(?:^|[\s/_-])(?:ansible|apt|apt-get|aws|az|bash|brew|cargo|conda|curl|deno|dig|dnf|ftp|gcloud|gh|gradle|helm|java|kubectl|ls-remote|mvn|mysql|mysqldump|nc|nmap|node|npx|nslookup|pg_dump|pg_restore|psql|python3?|executable|redis-cli|rsync|ruby|scp|sftp|smbclient|ssh|submodule|sudo|systemctl|telnet|terraform|tracepath|traceroute|uv|wget|youtube-dl|yt-dlp|yum)(?:$|[\s_.-])/;

/** Programs that talk with a device that may be gone: they wait for it as long as it takes. */
const WAITS_FOR_DEVICE = /(?:^|[\s/_-])(?:adb|fastboot|idevice\w+|ios-deploy|pymobiledevice3|usbmuxd)(?:$|[\s_.-])/i;

/** Whether a command line is for a device that hangs on this machine. */
export function waitsForDevice(words: readonly string[]): boolean {
  return words.some((word) => WAITS_FOR_DEVICE.test(word));
}

/** Programs that turn one file into another, and end when they are through: how long that takes, the file says. */
const CONVERTS = /^(?:\S*\/)?(?:ffmpeg|sox|magick|gs|pandoc|pdftotext|pdftoppm|tesseract|cwebp)$/;
const ADDRESS = /^[a-z]+:\/\//i;

/** Whether a command line converts what lies on this machine. */
export function convertsFile(words: readonly string[]): boolean {
  return words.some((word) => CONVERTS.test(word)) && !words.some((word) => ADDRESS.test(word));
}

/** Whether a command line says that its program may take long, or wait for somebody else. */
export function mayTakeLong(words: readonly string[]): boolean {
  return isLongCommand(words) || words.some((word) => WAITS_FOR_OTHERS.test(word));
}

/** Programs that end when a time is up that they were given, and the options that give it. */
const LIMIT_THEMSELVES: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/(?:^|[\s/_])ping6?(?:$|[\s_])/, /(?:^|\s)-[wW]/],
  [/(?:^|[\s/_])curl(?:$|[\s_])/, /(?:^|\s)(?:-m|--max-time)(?:$|[\s=\d])/],
  [/(?:^|[\s/_])wget(?:$|[\s_])/, /(?:^|\s)(?:-T|--timeout)(?:$|[\s=\d])/],
];
const LIMITS_OTHERS = /^(?:\S*\/)?g?timeout(?:$|\s)/;

/** Whether a command line gives its program a limit: `ping -w 5 host`, `timeout 10 program`. */
export function limitsItself(words: readonly string[]): boolean {
  const says = (what: RegExp): boolean => words.some((word) => what.test(word));
  return (
    LIMITS_OTHERS.test(words[0] ?? "") || LIMIT_THEMSELVES.some(([program, option]) => says(program) && says(option))
  );
}

/** Programs that look up on this machine what something is called, or where it lies. */
const LOOKS_UP = /^(?:\S*\/)?(?:arch|hostname|nproc|uname|which|whoami)$/;
const ASKS_VERSION = /^--?version$/;
/** What lets a shell do more than to run the one program. */
const RUNS_MORE = /[;&|`$(\n]/;
/** Where a shell puts what a program writes: `2>&1`, `1>/dev/null`. */
const REDIRECTS = /\d?>(?:&\d|\s*[\w./-]+)/g;

/**
 * Whether a process only asks a program for its version, or this machine for a name: `["php", "--version"]`,
 * `"ffmpeg -version 1>/dev/null"`, `["hostname", "-i"]`. Such a program is over in milliseconds.
 */
export function asksForName(start: Node): boolean {
  const [command] = start.child("arguments")?.named ?? [];
  if (command === undefined) return false;
  const words =
    command.kind === "list" || command.kind === "tuple" ? command.named.map(stringValue) : wordsOfShell(command);
  return LOOKS_UP.test(words[0] ?? "") || (words.length === 2 && ASKS_VERSION.test(words[1] ?? ""));
}

function wordsOfShell(command: Node): readonly string[] {
  const line = stringValue(command)?.replace(REDIRECTS, "").trim() ?? "";
  return line === "" || RUNS_MORE.test(line) ? [] : line.split(/\s+/);
}
