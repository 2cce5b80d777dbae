import type { RuleContext } from "../../contract";
import type { Node } from "../../../syntax/tree";
import { lastNameOf } from "../values/closing";
import { bindingsOf } from "../values/origin";

/** Names of files that grow, or hold data of whatever size. */
const GROWS =
  /\.(?:log|[ct]sv|jsonl|ndjson|sql|dump|dat|data|fast[aq]|vcf|warc|mbox|corpus)(?:\.(?:\w{1,3}|\d+))?$|(?:^|[^a-z])(?:logs?|uploads?|dumps?|corpus|dataset)(?:[^a-z]|$)/i;
/** How a name reads that is of a file which the program knows, and which says a few things. */
const SMALL =
  /config|settings|environ|require|version|manifest|ignore|hosts|cookie|token|secret|passw|cert|template|readme|license|setup_?py|(?:^|_)(?:env|key|keys|rc)$|(?:^|_)(?:ini|cfg)(?:_?file|_?path)?$/i;

/** How files end that hold settings or a few records, and what a name says of one. */
const ENDS_AS_SETTINGS = /\.(?:json|ya?ml|toml|ini|cfg|conf|env|properties)$/i;
const NAMES_SETTINGS =
  /(?:^|_)(?:config|configuration|settings|preferences|json|ya?ml|toml)(?:_?(?:path|file|filename|file_?name|file_?path|location))?$/i;

/** Names behind names are followed so far. */
const MAX_NODES = 30;

/**
 * Whether something says that a file may be large: its path, or the file, comes from outside of the function, and
 * doesn't end in a name that is written there, or what is written or called so grows.
 */
export function mayBeLarge(file: Node, context: RuleContext): boolean {
  const parts = partsOf(file, context);
  const written = parts.flatMap((part) => (part.kind === "string_content" ? [part.text] : []));
  const names = parts.flatMap((part) => (part.kind === "string_content" ? [] : [part.text]));
  if ([...written, ...names].some((text) => GROWS.test(text))) return true;
  // `folder / "settings.ini"`: whatever the folder, such a file is known.
  if (written.some((text) => /[^*]\.\w+$|^[A-Z]\w+$/.test(text)) || names.some((name) => SMALL.test(name)))
    return false;
  return parts.some((part) => comesFromOutside(part));
}

/** Whether a path says that its file holds settings or a few records: `folder / "settings.ini"`, `config_path`. */
export function saysSettings(path: Node | undefined, context: RuleContext): boolean {
  if (path === undefined) return false;
  const parts = partsOf(path, context);
  if (parts.some(({ text }) => GROWS.test(text))) return false;
  return parts.some((part) =>
    part.kind === "string_content"
      ? ENDS_AS_SETTINGS.test(part.text)
      : !isObject(part) && NAMES_SETTINGS.test(part.text),
  );
}

/** Whether a path says that its file grows, or holds data of whatever size: `folder / "events.csv"`, `log_path`. */
export function saysItGrows(path: Node | undefined, context: RuleContext): boolean {
  return path !== undefined && partsOf(path, context).some(({ text }) => GROWS.test(text));
}

/** `Path(__file__).parent / "page.html"`: what lies beside the module came with it. */
export function liesBesideModule(path: Node | undefined, context: RuleContext): boolean {
  return path !== undefined && partsOf(path, context).some(({ text }) => text === "__file__");
}

/** How folders beside a module are called that hold what came later, or is large. */
const HOLDS_MORE =
  /(?:^|[^a-z])(?:cache|data|downloads?|media|models?|outputs?|results?|storage|te?mp|videos?|weights)(?:[^a-z]|$)/i;

/** The same of a file that is neither called after what grows, nor lies with what came later. */
export function cameWithModule(path: Node | undefined, context: RuleContext): boolean {
  if (path === undefined) return false;
  const texts = partsOf(path, context).map(({ text }) => text);
  return texts.includes("__file__") && !texts.some((text) => GROWS.test(text) || HOLDS_MORE.test(text));
}

/** `app.log`, `server.log.1`: what a program writes about itself, for as long as it runs. */
export function saysItLogs(path: Node | undefined, context: RuleContext): boolean {
  return path !== undefined && partsOf(path, context).some(({ text }) => /\.log(?:\.\d+)?$/i.test(text));
}

/** One picture of what somebody sees, or by which something is known, and what a device runs: of a few hundred kB. */
const ONE_PICTURE =
  /(?:^|[^a-z])(?:screen_?(?:shot|cap)s?|avatars?|thumb(?:nail)?s?|(?:fav)?icons?|logos?|firmware)(?:[^a-z]|$)/i;
/** How the bytes of one are called. */
const BYTES_OF_PICTURE =
  /^(?:\w+_)?(?:image|img|picture|photo|screenshot|thumbnail|png|jpe?g)_?(?:bytes|data|content)$/i;

/** Whether the name of a function, or the path of a file, says that this is such a picture. */
export function saysOnePicture(path: Node | undefined, function_: Node, context: RuleContext): boolean {
  const named = path === undefined ? [] : partsOf(path, context).map(({ text }) => text);
  return [function_.child("name")?.text ?? "", ...named].some((text) => ONE_PICTURE.test(text));
}

/** Whether the name of what is written says that it is such a picture: `image_bytes`. */
export function namesOnePicture(written: Node): boolean {
  return BYTES_OF_PICTURE.test((written.child("attribute") ?? written).text);
}

/** What a path says of a file that somebody has written by hand, a module or a page, and of one that holds a key. */
const WRITTEN_BY_HAND = /(?:^|[\w*])\.(?:py|js|ts|css|html?|sh|pem|crt|pub)$|(?:^|_)(?:modules?|mods)(?:_|$)/i;
const OF_KEY =
  /(?:^|_)(?:certs?|certificate|cookies?|(?:private|public|secret|ssh|api|host)_?key)(?:_?(?:path|file))?$/i;

/** Whether the bytes of a file are few, by what its path says. */
export function saysSmall(path: Node | undefined, context: RuleContext): boolean {
  if (path === undefined) return false;
  const parts = partsOf(path, context);
  return (
    !parts.some(({ text }) => GROWS.test(text)) &&
    parts.some((part) => !isObject(part) && (WRITTEN_BY_HAND.test(part.text) || OF_KEY.test(part.text)))
  );
}

/** `config` of `self.config.folder`, which holds more than the path of a file. */
function isObject(name: Node): boolean {
  return name.field === "object" || (name.field === "attribute" && name.parent?.field === "object");
}

/** The texts and names that an expression is made of, through the names that the file gives a value. */
function partsOf(expression: Node, context: RuleContext): readonly Node[] {
  const found: Node[] = [];
  const open = [expression];
  const seen = new Set<string>();
  for (let node = open.pop(); node !== undefined && found.length < MAX_NODES; node = open.pop()) {
    const path = pathOpened(node);
    if (path !== undefined) open.push(path);
    for (const part of path === undefined ? node.subtree() : []) {
      if (part.kind === "string_content" || part.field === "attribute") found.push(part);
      if (part.kind !== "identifier" || part.field === "attribute" || part.field === "name" || seen.has(part.text))
        continue;
      seen.add(part.text);
      found.push(part);
      if (part.field !== "function") open.push(...valueOf(part, context));
    }
  }
  return found;
}

/** `path` of `open(path, "rb")`, `gzip.open(path)` and `path.open()`. */
function pathOpened(call: Node): Node | undefined {
  if (call.kind !== "call" || lastNameOf(call) !== "open") return undefined;
  const [first] = call.child("arguments")?.named ?? [];
  return first === undefined || (first.kind === "string" && /^["']\w+["']$/.test(first.text))
    ? call.child("function")?.child("object")
    : first;
}

/** What a name was given last above its use. */
function valueOf(name: Node, context: RuleContext): readonly Node[] {
  const above = bindingsOf(name, context).filter(({ node }) => node.tree !== name.tree || node.end <= name.start);
  const binding = above.at(-1);
  const source = binding?.source;
  switch (source?.kind) {
    case "expression":
    case "with":
    case "iteration":
    case "unpacking":
      return [source.value];
    default:
      return binding === undefined ? [] : goneThrough(binding.node);
  }
}

/** `os.walk(folder)` of `for root, _, files in os.walk(folder)`. */
function goneThrough(name: Node): readonly Node[] {
  const loop = name.closest("for_statement", "for_in_clause", "function_definition", "lambda");
  const through = loop?.child("left")?.contains(name) === true ? loop.child("right") : undefined;
  return through === undefined ? [] : [through];
}

/** A parameter, what an object or a module holds, what was typed: `path`, `self.path`, `sys.argv`. */
function comesFromOutside(part: Node): boolean {
  if (part.kind === "string_content" || part.field === "function") return false;
  if (part.field === "attribute") return part.parent?.field !== "function";
  const parameters = part.closest("function_definition", "lambda")?.child("parameters");
  return [...(parameters?.descendants("identifier") ?? [])].some((one) => one.text === part.text);
}
