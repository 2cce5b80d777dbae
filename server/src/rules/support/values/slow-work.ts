import type { RuleContext } from "../../contract";
import { docstringOf } from "../../../model/definitions";
import { rememberedOf } from "../../../model/remembered";
import { NAMES_AND_TEXTS } from "../../../syntax/node-kinds";
import type { Node } from "../../../syntax/tree";
import { leadsToThisMachine } from "./this-machine";

/** Seconds that work of minutes is given. */
export const MINUTES = 600;

/** Seconds that each part of what is large is given, where a limit is one of each wait. */
export const A_MINUTE = 60;

/**
 * Commands and words of command lines that stand for work of minutes: what is fetched from far, built, or made of
 * pictures and sound.
 */
const LONG_COMMANDS =
  /(?:^|[\s/_-])(?:build|clone|compile|convert|docker|download|fetch|ffmpeg|install|make|npm|pip3?|podman|pull|push|pytest|sync|update|upgrade|yarn)(?:$|[\s_-])/;

/** What names and addresses say of requests whose answer is as long as a film, or is made up while one waits. */
const LONG_REQUESTS = /(?<!octet-)stream|completion|inference|transcri|speech|\btts/i;
/** The same without the word for an answer that comes in parts. */
const MADE_UP = /completion|inference|transcri|speech|\btts/i;
/** What takes long where it goes over a network. */
const LARGE_REQUESTS = /download|upload/i;
/**
 * Who makes answers up when something is sent there; what is fetched from there, as a list of models, is there already.
 */
const MAKES_ANSWERS = /llm|openai|anthropic|ollama|gemini|embedding/i;

/** What a model does to an input in one go, as it takes to compare texts: no answer is made up word by word. */
const ONE_GO = /embed|rerank|cross_?encod|similarit|\bscores?\b/i;
/** Who has an answer made up. */
const GENERATES = /completion|transcri|speech|\btts|generat|chat/i;
/** What a program tells of itself: nobody works on an answer to that. */
const TELLS_OF_ITSELF = /telemetry|analytics/i;

/** What went wrong there says nothing of how long it takes: `raise DownloadError`. */
const NAMES_ERROR = /^\w*(?:Error|Exception)$/;

/** Whether a command line says that it works for minutes. */
export function isLongCommand(words: readonly string[]): boolean {
  return words.some((word) => LONG_COMMANDS.test(word));
}

/** What copies files, of whatever size, be it to a machine or a container beside this one. */
const COPIES = /^(?:(?:.*\/)?(?:cp|scp|rsync|copy|export|import|load|save))$/;

/** Whether a command line says that it copies something, which takes longer than an answer does. */
export function isCopy(words: readonly string[]): boolean {
  return words.some((word) => word.split(/\s+/).some((part) => COPIES.test(part)));
}

/** Programs, and options of others, that tell what is on this machine, and are done at once. */
const SHORT_COMMANDS = /^(?:(?:.*\/)?(?:ffprobe|hostname|uname|which|whoami)|--?version|--help)$/;

/** Whether a command line says that its program is done at once. */
export function isShortCommand(words: readonly string[]): boolean {
  return words.some((word) => word.split(/\s+/).some((part) => SHORT_COMMANDS.test(part)));
}

/** Whether the function around a request speaks of what takes longer than an answer does. */
export function isLongRequest(call: Node, context: RuleContext): boolean {
  const callee = call.child("function");
  const fetches = FETCHES.test((callee?.child("attribute") ?? callee)?.text ?? "");
  // A few lines of JSON are there at once, whatever the function does besides.
  if (fetches && isReadAsJson(call)) return false;
  const said = saidIn(call.closest("function_definition") ?? call);
  const isLarge = said.large && !said.tells && !isToOwnHost(call, context);
  return said.long || isLarge || (said.answers && !fetches);
}

/**
 * The seconds that such a request is given: a minute where a model is asked once, or where a limit is one of each wait
 * and what takes long is the size of what comes or goes alone.
 *
 * @param each whether the limit is one of each wait
 */
export function secondsOfLongRequest(call: Node, each: boolean): number {
  const said = saidIn(call.closest("function_definition") ?? call);
  if (said.inOneGo && !said.generates) return A_MINUTE;
  const isOfSize = fetchesLargeFile(call) || (said.large && !said.long && !said.answers);
  return each && isOfSize ? A_MINUTE : MINUTES;
}

/** What a function says of the work that it asks for, outside of its docstring. */
const saidIn = rememberedOf((around) => {
  const docstring = around.kind === "function_definition" ? docstringOf(around) : undefined;
  const said = { long: false, large: false, answers: false, inOneGo: false, generates: false, tells: false };
  for (const node of around.subtree()) {
    if (!NAMES_AND_TEXTS.has(node.kind) || docstring?.contains(node) === true || NAMES_ERROR.test(node.text)) continue;
    said.long ||= LONG_REQUESTS.test(node.text);
    said.large ||= LARGE_REQUESTS.test(node.text);
    said.answers ||= MAKES_ANSWERS.test(node.text);
    said.inOneGo ||= ONE_GO.test(node.text);
    said.generates ||= GENERATES.test(node.text);
    said.tells ||= TELLS_OF_ITSELF.test(node.text);
  }
  return said;
});

/** Whether what takes long about a request is the size of its answer alone, and not how that comes about. */
function fetchesLargeFile(call: Node): boolean {
  const callee = call.child("function");
  const name = (callee?.child("attribute") ?? callee)?.text ?? "";
  if (!FETCHES.test(name) && !opensAddress(call, name)) return false;
  const around = call.closest("function_definition") ?? call;
  return [...around.subtree()].every(({ kind, text }) => !NAMES_AND_TEXTS.has(kind) || !MADE_UP.test(text));
}

/** `urlopen(address)`, which sends nothing. */
function opensAddress(call: Node, name: string): boolean {
  const [address, ...others] = (call.child("arguments")?.named ?? []).filter(({ kind }) => kind !== "comment");
  return name === "urlopen" && others.length === 0 && address !== undefined && !/req/i.test(address.text);
}

/**
 * Whether something is sent to a server within the function around a call, and so worked on before an answer comes: how
 * long that takes nobody sees here.
 */
export function sendsWork(call: Node): boolean {
  const around = call.closest("function_definition") ?? call;
  const callees = [...around.descendants("call")].map((one) => one.child("function")?.child("attribute")?.text ?? "");
  return callees.some((name) => /^(?:post|put|patch|request|ws_connect)$/.test(name));
}

/** Whether the address of a request is one of this machine, where it stands in the file. */
function isToOwnHost(call: Node, context: RuleContext): boolean {
  return call.child("arguments")?.named.some((argument) => leadsToThisMachine(argument, context)) ?? false;
}

/** Whether the answer is read as JSON, right where it comes or by its name, and in no other way. */
function isReadAsJson(call: Node): boolean {
  let answer = call;
  while (answer.parent?.kind === "await" || answer.parent?.kind === "parenthesized_expression") answer = answer.parent;
  if (answer.field === "object") return answer.parent?.child("attribute")?.text === "json";
  const name =
    answer.field === "right" && answer.parent?.kind === "assignment" ? answer.parent.child("left") : undefined;
  if (name?.kind !== "identifier") return false;
  const members = membersRead(name.closest("function_definition", "module") ?? name).get(name.text);
  return members?.has("json") === true && ![...members].some((member) => READS_ALL.test(member));
}

/** Which members of its variables a function reads. */
const membersRead = rememberedOf((around): ReadonlyMap<string, ReadonlySet<string>> => {
  const read = new Map<string, Set<string>>();
  for (const id of around.descendants("identifier")) {
    if (id.field !== "object") continue;
    const members = read.get(id.text) ?? new Set();
    read.set(id.text, members.add(id.parent?.child("attribute")?.text ?? ""));
  }
  return read;
});

/** Members of a response that give all that came, as it is. */
const READS_ALL = /^(?:content|iter_|aiter_|read|raw|text)/;

const FETCHES = /^(?:get|head|options)$/;
