/**
 * Statements are laid out as black lays them out: written here as what goes in and what must come out, held over the
 * fixed code of the rules' pages, and never with another meaning than before, CPython being the judge.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { readPage } from "../../scripts/rule-page";
import { format } from "../../server/src/fixes/layout/format";
import { reflow } from "../../server/src/fixes/layout/reflow";
import { scanLogicalLine } from "../../server/src/syntax/logical-lines";
import { applyEdits } from "../../server/src/fixes/apply";
import type { Fix } from "../../server/src/fixes/fix";
import { analyze } from "../support/engine";
import { PYTHON } from "../support/python";
import { withoutCarets } from "../support/render";

const rulesDir = path.resolve(import.meta.dirname, "../../server/src/rules");
const pages = fs
  .readdirSync(rulesDir)
  .filter((name) => name.endsWith(".md"))
  .sort()
  .map((name) => readPage(path.join(rulesDir, name)));

function laidOut(text: string, lineLength = 40): string {
  return (
    format(text, 0, text.length, { lineLength, unit: "    ", commaBehindStars: true, parenthesesOfWith: false }, "\n")
      ?.text ?? text
  );
}

/** What goes in on one line, and what comes out at 40 columns. */
const CASES: readonly (readonly [string, string])[] = [
  ["short = call(one, two)", "short = call(one, two)"],
  ["value = call(first_argument, second_argument)", "value = call(\n    first_argument, second_argument\n)"],
  [
    "value = call(first_argument, second_argument, third)",
    "value = call(\n    first_argument,\n    second_argument,\n    third,\n)",
  ],
  ["value = call(\n    short\n)", "value = call(short)"],
  ["value = call(\n    short,\n)", "value = call(\n    short,\n)"],
  ["return first_condition and second_condition", "return (\n    first_condition and second_condition\n)"],
  ["return await client.get(address, timeout=10.0)", "return await client.get(\n    address, timeout=10.0\n)"],
  [
    "names = [person.name for person in people if person.name]",
    "names = [\n    person.name\n    for person in people\n    if person.name\n]",
  ],
  [
    "rows = session.query(Person).filter(active).all()",
    "rows = (\n    session.query(Person)\n    .filter(active)\n    .all()\n)",
  ],
  ["async with open_client(address, key) as client:", "async with open_client(\n    address, key\n) as client:"],
  ["def load(address: str, timeout: float) -> None:", "def load(\n    address: str, timeout: float\n) -> None:"],
  ["def load(address_of_the_server: str) -> None:", "def load(\n    address_of_the_server: str,\n) -> None:"],
  [
    'data = load(address, {"name": name, "number": number})',
    'data = load(\n    address,\n    {"name": name, "number": number},\n)',
  ],
  [
    "first, second = one_task.result(), two_task.result()",
    "first, second = (\n    one_task.result(),\n    two_task.result(),\n)",
  ],
  ["if is_ready(connection) and not is_closed(it):", "if is_ready(\n    connection\n) and not is_closed(it):"],
  ["for name in load_all_the_names(connection, 1):", "for name in load_all_the_names(\n    connection, 1\n):"],
  [
    "value = call(one, lambda a, b: a if b else first, 1)",
    "value = call(\n    one,\n    lambda a, b: a if b else first,\n    1,\n)",
  ],
  [
    "value = call(one, first_value if second_value else third, 1)",
    "value = call(\n    one,\n    (\n        first_value\n        if second_value\n        else third\n    ),\n    1,\n)",
  ],
  ["call(argument, other_argument)  # a comment", "call(\n    argument, other_argument\n)  # a comment"],
  [
    "value = 'a text that is longer than a line has room for'",
    "value = 'a text that is longer than a line has room for'",
  ],
  [
    "call(\n    one,  # why\n    two_is_longer_than_the_line_has_room_for,\n)",
    "call(\n    one,  # why\n    two_is_longer_than_the_line_has_room_for,\n)",
  ],
];

describe("a statement", () => {
  it.each(CASES)("%s", (text, expected) => expect(laidOut(text)).toBe(expected));

  it("is left as it is by another run", () => {
    for (const [, expected] of CASES) expect(laidOut(expected)).toBe(expected);
  });

  it("is left alone where it is longer than anybody writes one", () => {
    const unusual = [
      `x = f${"(a)".repeat(700)}`,
      `x = a${"[b]".repeat(900)}`,
      `${"a = ".repeat(900)}1`,
      `x = ${"[".repeat(300)}${"]".repeat(300)}`,
    ];
    for (const text of unusual) expect(laidOut(text)).toBe(text);
  });

  it("keeps its meaning at any width", () => {
    const texts = pages.flatMap((page) =>
      [...page.violations, ...page.nonViolations].flatMap(({ blocks }) =>
        blocks.flatMap((one) => (one.language === "py" ? [withoutCarets(one.text)] : [])),
      ),
    );
    const pairs = texts.flatMap((text) =>
      [20, 40, 60].map((lineLength): [string, string] => [text, everyLineLaidOut(text, lineLength)]),
    );
    expect(pairs.filter(([before, after]) => before !== after).length).toBeGreaterThan(500);
    expect(differing(pairs)).toEqual([]);
  });
});

describe("edits", () => {
  const style = { lineLength: 40, parenthesesOfWith: false };
  const edited = (text: string, at: string, written: string): string => {
    const start = text.indexOf(at);
    return applyEdits(text, reflow(text, [{ start, end: start + at.length, text: written }], style).edits);
  };

  it("open a call that they make too long", () =>
    expect(edited("x = get(address, key)\n", "key", "key, timeout=a_long_timeout")).toBe(
      "x = get(\n    address, key, timeout=a_long_timeout\n)\n",
    ));

  it("close a call that they make short", () =>
    expect(edited("x = get(\n    address, keys_that_are_this_long, 1\n)\n", "keys_that_are_this_long", "k")).toBe(
      "x = get(address, k, 1)\n",
    ));

  it("leave alone what was laid out by hand", () =>
    expect(edited("x = get(address,\n        keys)\n", "keys", "values")).toBe("x = get(address,\n        values)\n"));

  it("lay out what was laid out by hand where a line gets too long", () =>
    expect(edited("x = get(address,\n        keys)\n", "keys", "keys_that_are_far_too_long_for_it")).toBe(
      "x = get(\n    address,\n    keys_that_are_far_too_long_for_it,\n)\n",
    ));

  it("leave a long line alone that only moves", () => {
    const text = "if a:\n  call(argument_one, argument_two, argument_three)\n";
    expect(edited(text, "  call", "    call")).toBe(text.replace("  call", "    call"));
  });

  it("keep the line breaks of the file", () =>
    expect(edited("x = get(address, key)\r\n", "key", "key, timeout=a_long_timeout")).toBe(
      "x = get(\r\n    address, key, timeout=a_long_timeout\r\n)\r\n",
    ));

  it("tell where what is to be typed over has gone", () => {
    const text = "x = get(address, key)\n";
    const edit = { start: text.indexOf(")"), end: text.indexOf(")"), text: ", timeout=1000000000000000000" };
    const found = reflow(text, [edit], style).place(edit, 10, 29);
    expect(found?.edit.text.slice(found.start, found.end)).toBe("1000000000000000000");
    expect(found?.edit.text).toContain("\n");
  });
});

describe("a fix", () => {
  it("says which of its own edits is to be typed over", () => {
    const text =
      'import requests\n\n\ndef load(address):\n    return requests.get(address, headers={"accept": "application/json"}, verify=True)\n';
    const [repair] = analyze(text).repairs(0, text.length);
    const fix = repair?.offers.find((offer) => offer.kind === "fix");
    const { placeholder, edits } = fix as Fix;
    expect(edits).toContain(placeholder!.edit);
    expect(placeholder!.edit.text).toContain("\n");
    expect(placeholder!.edit.text.slice(placeholder!.start, placeholder!.end)).toBe("10.0");
  });
});

describe("the fixed code of the pages", () => {
  it("is laid out where the code before it was", () => {
    let count = 0;
    const wrong: string[] = [];
    for (const { rule, violations } of pages) {
      for (const { title, blocks } of violations) {
        const [source, ...fixed] = blocks.filter(({ language }) => language === "py");
        const before = withoutCarets(source?.text ?? "");
        if (source === undefined || everyLineLaidOut(before, 88) !== before) continue;
        for (const { text, fix } of fixed) {
          count++;
          if (everyLineLaidOut(text, 88) !== text)
            wrong.push(`${rule}, ${title}, ${fix}:\n${everyLineLaidOut(text, 88)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(400);
  });
});

/** A text with each of its statements laid out by itself. */
function everyLineLaidOut(text: string, lineLength: number): string {
  let result = "";
  for (let start = 0; start < text.length;) {
    const { end } = scanLogicalLine(text, start);
    const line = text.slice(start, end);
    const formatted = format(
      text,
      start,
      end,
      { lineLength, unit: "    ", commaBehindStars: true, parenthesesOfWith: false },
      "\n",
    );
    result += formatted === undefined ? line : formatted.text + /\s*$/.exec(line)![0];
    start = end;
  }
  return result;
}

const COMPARE = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
out = []
for before, after in json.load(sys.stdin):
    try:
        tree = ast.dump(ast.parse(before))
    except (SyntaxError, ValueError):
        continue
    try:
        if ast.dump(ast.parse(after)) != tree:
            out.append(after)
    except (SyntaxError, ValueError) as error:
        out.append(f"{error}: {after}")
json.dump(out, sys.stdout)
`;

/**
 * The pairs of which CPython reads the second otherwise than the first; those whose first is no Python are left out.
 */
function differing(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const result = spawnSync(PYTHON, ["-c", COMPARE], {
    input: JSON.stringify(pairs),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (result.status !== 0) throw new Error(`${PYTHON} failed: ${result.error?.message ?? result.stderr}`);
  return JSON.parse(result.stdout) as string[];
}
