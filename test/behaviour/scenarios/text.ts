import { differs, type Scenario } from "../scenario";
import { scenariosOf } from "./plain";

const SUPPRESSED = [
  ...scenariosOf("unused-suppression", "Remove the comment", [
    {
      title: "a comment that ignores nothing",
      source: `import asyncio


async def poll():
    await asyncio.sleep(0)  # async-skill: ignore[blocking-sleep] the driver needs it
    return "polled"


print(asyncio.run(poll()))
`,
    },
  ]),
  ...scenariosOf("unused-suppression", "Remove blocking-helper-call from the comment", [
    {
      title: "one name too many",
      source: `import asyncio
import time


async def poll():
    time.sleep(0.001)  # async-skill: ignore[blocking-helper-call, blocking-sleep] start-up only
    return "polled"


print(asyncio.run(poll()))
`,
    },
  ]),
  ...scenariosOf("unused-suppression", "Replace with blocking-sleep", [
    {
      title: "a name that is misspelt",
      source: `import asyncio
import time


async def poll():
    time.sleep(0.001)  # async-skill: ignore[bloking-sleep] start-up only
    return "polled"


print(asyncio.run(poll()))
`,
    },
  ]),
];

/** A script that prints the settings of a pyproject.toml. */
const reader = (text: string): string => `import tomllib

print(tomllib.loads(${JSON.stringify(text)})["tool"])
`;

const CONFIGURED = [
  ...scenariosOf("invalid-configuration", "Replace with default-timeout", [
    {
      title: "a setting that is misspelt, and nothing else, is changed",
      source: `[tool.async-skill]
default_timeout = 30 # seconds
ignore = ["blocking-sleep"]

[tool.other]
default_timeout = 5
`,
      outcome: differs(
        "{'async-skill': {'default_timeout': 30, 'ignore': ['blocking-sleep']}, 'other': {'default_timeout': 5}}\n",
        "{'async-skill': {'default-timeout': 30, 'ignore': ['blocking-sleep']}, 'other': {'default_timeout': 5}}\n",
        "the setting takes effect",
      ),
    },
  ]),
  ...scenariosOf("invalid-configuration", "Replace with ['blocking-sleep']", [
    {
      title: "a rule where a list of them belongs",
      source: `[tool.async-skill]
ignore = 'blocking-sleep'
`,
      outcome: differs(
        "{'async-skill': {'ignore': 'blocking-sleep'}}\n",
        "{'async-skill': {'ignore': ['blocking-sleep']}}\n",
        "the setting takes effect",
      ),
    },
  ]),
].map((scenario) => ({ ...scenario, reader }));

/** A script that prints what a pyproject.toml declares. */
const declared = (text: string): string => `import tomllib

print(tomllib.loads(${JSON.stringify(text)})["project"]["dependencies"])
`;

const WITH_HTTPX = {
  "api.py":
    'import httpx\n\n\nasync def get():\n    async with httpx.AsyncClient(timeout=5) as client:\n        return await client.get("http://localhost")\n',
};

const DECLARED = [
  ...scenariosOf("blocking-dependency", "Add httpx beside it", [
    {
      title: "what the project needs to get rid of it is declared too",
      source: '[project]\ndependencies = [\n    "requests>=2", # for the API\n]\n',
      beside: {
        "api.py": 'import requests\n\n\nasync def get():\n    return requests.get("http://localhost", timeout=5)\n',
      },
      outcome: differs("['requests>=2']\n", "['requests>=2', 'httpx']\n", "httpx has to be installed"),
    },
  ]),
  ...scenariosOf("blocking-dependency", "Remove requests", [
    {
      title: "the last of a list goes",
      source: "[project]\ndependencies = ['httpx', 'requests']\n",
      beside: WITH_HTTPX,
      outcome: differs("['httpx', 'requests']\n", "['httpx']\n", "relies on requests without naming it"),
    },
  ]),
  ...scenariosOf("blocking-dependency", "Replace it with httpx", [
    {
      title: "what is imported is declared in its place",
      source: "[project]\ndependencies = ['requests[socks]>=2', 'rich']\n",
      beside: WITH_HTTPX,
      outcome: differs(
        "['requests[socks]>=2', 'rich']\n",
        "['httpx', 'rich']\n",
        "relies on requests without naming it",
      ),
    },
  ]),
].map((scenario) => ({ ...scenario, reader: declared }));

/** Comments and settings, which change nothing of what runs. */
export const TEXT: readonly Scenario[] = [...SUPPRESSED, ...CONFIGURED, ...DECLARED];
