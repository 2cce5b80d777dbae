import { expect, it } from "vitest";
import { readBeside } from "../../server/src/config/beside";
import { isAsNew, type LOCKFILES, readLocked } from "../../server/src/config/locked";
import { projectFacts, readPyProject } from "../../server/src/config/pyproject";

const UV = `version = 1
requires-python = ">=3.11"

[manifest]
members = ["app"]

[[package]]
name = "aiohttp"
version = "3.11.2"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "yarl" },
]

[[package]]
name = "Typing_Extensions"
version = "4.12.2"

[[package]]
name = "numpy"
version = "1.26.4"

[[package]]
name = "numpy"
version = "2.1.0"

[package.optional-dependencies]
name = "other"
`;

it.each([
  ["uv.lock", UV, { aiohttp: "3.11.2", "typing-extensions": "4.12.2", numpy: "" }],
  ["poetry.lock", '[[package]]\r\nname = "aiohttp"\r\nversion = "3.8.6"\r\n', { aiohttp: "3.8.6" }],
  [
    "Pipfile.lock",
    '{"default": {"aiohttp": {"version": "==3.9.1"}, "own": {"path": "."}}, "develop": {"__proto__": {}}}',
    { aiohttp: "3.9.1", own: "", "-proto-": "" },
  ],
  ["Pipfile.lock", '{"default": [1, {"version": 2}, null]}', { "0": "", "1": "", "2": "" }],
  ["Pipfile.lock", "{", {}],
  [
    "requirements.txt",
    "# aiohttp==1\n-r base.txt\naiohttp[speedups]==3.11.2 ; python_version > '3.8' \\\n    --hash=sha256:0\n",
    { aiohttp: "3.11.2" },
  ],
  [
    "requirements.txt",
    "httpx\nredis >=5,<6  # old\nyarl==1.*\nmine @ https://a.example/mine==1.zip\nflask~=2.0\nmypy<2\n",
    {
      httpx: "",
      redis: ">=5",
      yarl: ">=1",
      flask: ">=2.0",
      mypy: "",
    },
  ],
] satisfies readonly (readonly [(typeof LOCKFILES)[number], string, Readonly<Record<string, string>>])[])(
  "reads the versions of a %s",
  (name, text, versions) => {
    expect(Object.entries(readLocked(name, text))).toEqual(Object.entries(versions));
  },
);

it.each([
  ["3.11.2", true],
  ["3.10.9", true],
  ["3.10.8", false],
  ["3.9", false],
  ["4", true],
  [">=3.11", true],
  [">=3.9", undefined],
  ["", undefined],
])("tells whether %j is as new", (version, isNew) => {
  expect(isAsNew({ aiohttp: version }, "aiohttp", "3.10.9")).toBe(isNew);
});

it("doesn't take what every object has for a version", () => {
  expect(isAsNew({}, "constructor", "1")).toBeUndefined();
});

it("takes what is installed before what may be, and the nearest folder before those around", () => {
  const folder = (
    project: string | undefined,
    lock: string | undefined,
  ): Parameters<typeof projectFacts>[0][number] => ({
    project: project === undefined ? undefined : readPyProject(project),
    beside: readBeside((name) => (name === "requirements.txt" ? (lock ?? "") : undefined))!,
  });
  const outer = folder('[project]\ndependencies = ["aiohttp>=3.8", "httpx>=0.27"]\n', "aiohttp==3.10.1\nredis==5.0\n");
  expect(projectFacts([folder(undefined, "redis==6.0\n"), outer]).locked).toEqual({
    aiohttp: "3.10.1",
    httpx: ">=0.27",
    redis: "6.0",
  });
  expect(
    projectFacts([folder('[tool.poetry.dependencies]\naiohttp = "^3.12"\n', undefined), outer]).locked["aiohttp"],
  ).toBe(">=3.12");
});

it("takes what may be installed before what is locked, where others install the project as a package", () => {
  const versions = (text: string): unknown =>
    projectFacts([
      {
        project: readPyProject(text),
        beside: readBeside((name) =>
          name === "poetry.lock" ? '[[package]]\nname = "aiohttp"\nversion = "3.9.1"\n' : undefined,
        )!,
      },
    ]).locked["aiohttp"];
  const named = '[tool.poetry.dependencies]\naiohttp = "*"\n';
  expect(versions(named)).toBe("3.9.1");
  expect(versions(`${named}[build-system]\nrequires = ["poetry-core"]\n`)).toBe("");
});
