/**
 * What a folder says of its project is read and parsed once, however many documents ask, and anew once it has changed.
 */
import { expect, it } from "vitest";
import { Log } from "../../server/src/lsp/log";
import { Projects } from "../../server/src/lsp/projects";

const TEXTS = new Map([
  ["file:///work/pyproject.toml", '[project]\nname = "app"\nrequires-python = ">=3.10"\n'],
  ["file:///work/inner/pyproject.toml", "[tool.async-skill]\ndefault-timeout = 3\n"],
]);

it("each file once for all documents, and once more when all is forgotten", async () => {
  const reads: string[] = [];
  const readFile = (uri: string): Promise<string | undefined> => {
    reads.push(uri);
    return Promise.resolve(TEXTS.get(uri));
  };
  const projects = new Projects({ readFile, files: undefined }, new Log({} as ConstructorParameters<typeof Log>[0]), [
    "file:///work",
  ]);
  const ask = async (): Promise<void> => {
    const views = await Promise.all(
      Array.from({ length: 20 }, (_, i) => projects.of(`file:///work/${i % 2 === 0 ? "" : "inner/"}m${i}.py`)),
    );
    expect(views.map(({ facts }) => facts.python?.join("."))).toEqual(views.map(() => "3.10"));
    await projects.of("file:///work/inner/m1.py");
  };
  await ask();
  const once = [...reads];
  expect(once.filter((uri) => uri.endsWith("pyproject.toml")).toSorted()).toEqual([...TEXTS.keys()].toSorted());
  expect(new Set(once).size).toBe(once.length);
  projects.forget();
  await ask();
  expect(reads.toSorted()).toEqual([...once, ...once].toSorted());
});
