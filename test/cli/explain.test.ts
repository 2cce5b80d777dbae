import * as path from "node:path";
import { describe, expect, it } from "vitest";
import { cli, project } from "./cli";

const FILES = {
  "pyproject.toml": "",
  "main.py": `from work import Client, later, ticks


async def main(client: Client, unknown):
    client.load(); later()
    ticks()
    unknown.call()
    x = 1


def plain(client: Client):
    client.load()


async def quiet(client: Client):
    client.load()  # async-skill: ignore[blocking-helper-call] it is short
`,
  "work.py": `import far


class Client:
    @property
    def token(self):
        return far.pause()

    def load(self):
        return self.token


def later():
    return 1


def ticks():
    far.pause()
    yield
`,
  "far.py": "import time\n\n\ndef pause():\n    time.sleep(1)\n",
};

function explain(where: string, ...options: readonly string[]): ReturnType<typeof cli> {
  return cli(["explain", ...options, where], { cwd: project(FILES) });
}

describe("explain FILE:LINE", () => {
  it("shows each step of the way with its code, and says of other calls why nothing is found", () => {
    expect(explain("main.py:5")).toEqual({
      status: 1,
      err: "",
      out: `main.py:5:5: warning blocking-helper-call load() stalls the event loop: it reads self.token, which calls far.pause(), which calls time.sleep()
        client.load(); later()
    work.py:10:16: reads self.token
        return self.token
    work.py:7:16: calls far.pause()
        return far.pause()
    far.py:5:5: calls time.sleep()
        time.sleep(1)

main.py:5:20: calls later(): comes to no call that is known to block
        client.load(); later()
`,
    });
  });

  it("says what isn't known, and what runs only later", () => {
    expect(explain("main.py:7")).toMatchObject({
      status: 0,
      out: expect.stringContaining("calls unknown.call(): stands for something that the code doesn't tell") as string,
    });
    expect(explain("main.py:6")).toMatchObject({
      status: 0,
      out: expect.stringContaining("calls ticks(): comes to no call that is known to block") as string,
    });
    expect(explain("main.py:8")).toEqual({
      status: 0,
      err: "",
      out: "Nothing in this line runs code of the project.\n",
    });
  });

  it("follows the way from plain code, and where a comment keeps the finding away", () => {
    const way = `
    work.py:10:16: reads self.token
    work.py:7:16: calls far.pause()
    far.py:5:5: calls time.sleep()
`;
    expect(explain("main.py:12", "--output-format", "concise")).toEqual({
      status: 0,
      err: "",
      out: `main.py:12:5: calls client.load(): blocks whoever calls the function around${way}`,
    });
    expect(explain("main.py:16", "--output-format", "concise").out).toBe(
      `main.py:16:5: calls client.load(): blocks the event loop${way}`,
    );
  });

  it("tells it as JSON in the shape of check", () => {
    const cwd = project(FILES);
    const [finding, other] = JSON.parse(
      cli(["explain", "--output-format", "json", "main.py:5"], { cwd }).out,
    ) as readonly Record<string, unknown>[];
    const checked = JSON.parse(
      cli(["check", "--select", "blocking-helper-call", "--output-format", "json", "main.py"], { cwd }).out,
    ) as readonly Record<string, unknown>[];
    const { filename, code, message, severity, location, end_location, url } = checked[0]!;
    expect(finding).toMatchObject({
      filename,
      code,
      message,
      severity,
      location,
      end_location,
      url,
      source: "client.load(); later()",
    });
    expect(finding?.["related"]).toEqual([
      {
        filename: path.join(cwd, "work.py"),
        location: { row: 10, column: 16 },
        message: "reads self.token",
        source: "return self.token",
      },
      {
        filename: path.join(cwd, "work.py"),
        location: { row: 7, column: 16 },
        message: "calls far.pause()",
        source: "return far.pause()",
      },
      {
        filename: path.join(cwd, "far.py"),
        location: { row: 5, column: 5 },
        message: "calls time.sleep()",
        source: "time.sleep(1)",
      },
    ]);
    expect(other).toMatchObject({ code: null, severity: null, url: null, related: [] });
  });

  it("looks at the file by itself where that is asked for", () => {
    expect(explain("main.py:5", "--no-project")).toMatchObject({
      status: 0,
      out: expect.stringContaining("is of no file of the project") as string,
    });
  });

  it("is in trouble with a file or line that isn't there, and with a folder", () => {
    expect(explain("nowhere.py:1")).toMatchObject({
      status: 2,
      out: "",
      err: expect.stringContaining("error: nowhere.py: ") as string,
    });
    expect(explain("main.py:99")).toMatchObject({
      status: 2,
      out: "",
      err: expect.stringContaining("error: main.py has no line 99") as string,
    });
    expect(explain(".:1")).toMatchObject({ status: 2, out: "", err: expect.stringContaining("folder") as string });
  });
});
