/** Ways in which the same Python may be written. Where one makes a text no Python any more, CPython says so. */
export const WRITINGS: Readonly<Record<string, (text: string) => string>> = {
  "as it stands": (text) => text,
  "lines that end in CR LF": (text) => text.replace(/\n/g, "\r\n"),
  "lines that end in CR": (text) => text.replace(/\n/g, "\r"),
  tabs: (text) => text.replace(/^(?: {4})+/gm, (spaces) => "\t".repeat(spaces.length / 4)),
  "form feeds before indented lines": (text) => text.replace(/^(?= +\S)/gm, "\f"),
  "form feeds between": (text) => text.replace(/\n\n/g, "\n\f\n"),
  "a byte order mark": (text) => `\uFEFF${text}`,
  "no last line break": (text) => text.replace(/\n+$/, ""),
  "spaces behind lines": (text) => text.replace(/(?<![\\\s])$/gm, "  "),
  "joined lines": (text) => text.replace(/^( +[\w.]+ =) (?=\w)/gm, "$1 \\\n        "),
  "joined returns": (text) => text.replace(/^( +(?:return|await)) (?=\w)/gm, "$1 \\\n  "),
  "statements before others on their lines": (text) =>
    text.replace(/^( +)(?=(?:await|return|raise|assert|del|import|from) |[\w.]+ = |[\w.]+\()/gm, "$10; "),
  "statements behind others on their lines": (text) =>
    text.replace(/^( +(?:await |[\w.]+ = |[\w.]+\().*[\w)\]])$/gm, "$1; 0"),
  "bodies on the lines of their heads": (text) =>
    text.replace(/^( *)(.*\S):\n\1 +((?:await|return|raise|pass|[\w.]+ = |[\w.]+\().*)\n(?!\1 )/gm, "$1$2: $3\n"),
  "in a class": (text) => within(text, "class Outer:"),
  "in a function": (text) => within(text, "def outer():"),
  "in an async function": (text) => within(text, "async def outer():"),
  "in an if": (text) => within(text, "if __name__:"),
  "in a try": (text) => `${within(text, "try:")}\nfinally:\n    pass\n`,
  "in a with": (text) => within(text, "with open(__file__):"),
  "in a match": (text) => `match 0:\n    case int():\n${indented(indented(text))}\n    case _: pass\n`,
  "in an async for": (text) =>
    `async def outer():\n    async for _ in []:\n${indented(indented(text))}\n    else: pass\n`,
  "comments behind lines": (text) => text.replace(/(?<=[\w)\]:])$/gm, "  # said"),
  "comments between lines": (text) => text.replace(/^( *)(?=\S)/gm, "$1# said\n$1"),
  "a docstring above": (text) => `"""Says what it is."""\n${text}`,
  "a docstring and a comment above": (text) =>
    `#!/usr/bin/python\n# -*- coding: utf-8 -*-\n# About.\n\n"""Says what it is."""\n${text}`,
  "docstrings in functions": (text) => text.replace(/^( *)((?:async )?def .*:)\n/gm, '$1$2\n$1    """Does it."""\n'),
  "names of other scripts": (text) =>
    text.replace(/\b(?:data|session|response|path|queue|task|tasks|result|file|client|f)\b/g, (name) => `ñ${name}名`),
  "compatible names": (text) => text.replace(/\b(?:file|first)(?=\b)/g, (name) => name.replace("fi", "ﬁ")),
  "long lines": (text) => text.replace(/^( +[\w.]+ = .*[\w)\]])$/gm, `$1  # ${"long ".repeat(40)}`),
  "type comments": (text) => text.replace(/^( +\w+ = .*[\w)\]])$/gm, "$1  # type: ignore[assignment]"),
  "items of with in parentheses": (text) =>
    text.replace(/^( *(?:async )?with )([^\n(]+(?:\([^\n()]*\))?[^\n():]*):$/gm, "$1($2):"),
  decorators: (text) => text.replace(/^( *)(?=(?:async )?def )/gm, "$1@(lambda f: f)\n"),
  "named conditions": (text) => text.replace(/^( *(?:if|elif|while) )([^\n:]+):$/gm, "$1(held := ($2)):"),
  "blank lines with spaces": (text) => text.replace(/^$/gm, "    "),
};

function indented(text: string): string {
  return text.replace(/^(?=.*\S)/gm, "    ");
}

function within(text: string, head: string): string {
  return `${head}\n${indented(text)}\n`;
}
