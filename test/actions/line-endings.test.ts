/** What an action makes of code that ends its lines in another way is the same code, its lines ended in that way. */
import { expect, it } from "vitest";
import { violations } from "../compose/texts";
import { everyAction } from "./actions";
import { HOSTILE } from "./hostile";

const texts: readonly (readonly [name: string, text: string])[] = [
  ...(await violations()).map(({ rule, title, text }) => [`${rule}: ${title}`, text] as const),
  ...Object.entries(HOSTILE),
].filter(([, text]) => !text.includes("\r"));
const expected = texts.map(([, text]) => actionsOf(text, "\n"));

function actionsOf(text: string, lineBreak: string): readonly string[] {
  return everyAction(text.replaceAll("\n", lineBreak)).map(
    ({ kind, title, text: after }) => `${kind} "${title}"\n${after.replaceAll(lineBreak, "\n")}`,
  );
}

it.each([
  ["CR LF", "\r\n"],
  ["CR", "\r"],
])("is the same with lines that end in %s", { timeout: 3_600_000 }, (_, lineBreak) => {
  const different = texts.flatMap(([name, text], at) =>
    actionsOf(text, lineBreak)
      .filter((action, i) => action !== expected[at]![i])
      .map((action) => `${name}: ${action}`),
  );
  expect(different).toEqual([]);
});
