import { requirementName } from "./requirements";

/** Words, strings and brackets of Python; comments, and whatever else there is. */
const TOKENS = /#[^\r\n]*|"""[^]*?"""|'''[^]*?'''|"(?:\\[^]|[^"\\\r\n])*"|'(?:\\[^]|[^'\\\r\n])*'|\w+|[^\s\w]/g;

/** What stands behind a keyword of `setup(...)`, as far as it is written in the call itself. */
export function* givenToSetup(text: string, keyword: string): Iterable<string> {
  const tokens = (text.match(TOKENS) ?? []).filter((token) => !token.startsWith("#"));
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (depth === 0) {
      if (token === "(" && tokens[i - 1] === "setup" && tokens[i - 2] !== "def") depth = 1;
      continue;
    }
    if (/^[([{]$/.test(token)) depth++;
    else if (/^[)\]}]$/.test(token)) depth--;
    if (depth !== 1 || token !== keyword || tokens[i + 1] !== "=") continue;
    for (const given of tokens.slice(i + 2)) yield given;
    return;
  }
}

/** The text of a string without a prefix; undefined for anything else. */
export function textOfString(token: string): string | undefined {
  const quote = /^(?:"""|'''|["'])/.exec(token)?.[0];
  return quote === undefined || !token.endsWith(quote) ? undefined : token.slice(quote.length, -quote.length);
}

/** `setup(install_requires=["requests>=2"])`: a list of strings; undefined where it is made in another way. */
export function requiredBySetup(text: string): readonly string[] | undefined {
  const names: string[] = [];
  let isOpen = false;
  for (const token of givenToSetup(text, "install_requires")) {
    if (!isOpen) {
      if (token !== "[") return undefined;
      isOpen = true;
    } else if (token === "]") return names;
    else if (token !== ",") {
      const name = requirementName(textOfString(token) ?? "");
      if (name === undefined) return undefined;
      names.push(name);
    }
  }
  return undefined;
}

/** The lines of `install_requires` in `[options]` of a setup.cfg. */
export function requiredByConfig(text: string): readonly string[] | undefined {
  let section = "";
  let names: string[] | undefined;
  for (const line of text.split(/\r\n|\n|\r(?!\n)/)) {
    if (names !== undefined) {
      if (/^\S/.test(line)) return names;
      const name = /^\s*#/.test(line) ? undefined : requirementName(line);
      if (name !== undefined) names.push(name);
      continue;
    }
    section = /^\[([^\]]*)\]/.exec(line)?.[1]?.trim() ?? section;
    if (section === "options" && /^install_requires[ \t]*[=:][ \t]*$/.test(line)) names = [];
  }
  return names;
}
