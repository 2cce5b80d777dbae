import { describe, expect, it } from "vitest";
import { readPyProject } from "../../server/src/config/pyproject";
import { roleOfPath, type RolePatterns, rolePatternsOf } from "../../server/src/config/roles";

const ROOT = "/home/me/tests/app";

function role(path: string, said: readonly RolePatterns[] = []): string | undefined {
  return roleOfPath(`${ROOT}/${path}`, ROOT, said)?.role;
}

function saidBy(toml: string): readonly RolePatterns[] {
  return [rolePatternsOf(ROOT, readPyProject(toml))];
}

describe("the role of a file, by its path", () => {
  it.each([
    "tests/helpers/utils.py",
    "app/tests.py",
    "src/pkg/test_api.py",
    "src/pkg/api_test.py",
    "conftest.py",
    "integration_tests/a.py",
    "itests/utils.py",
    "tests_e2e/a.py",
    "Test/a.py",
    "packages/x/tests/examples/a.py",
    "app/_tests/core/serve.py",
    "app/testing/asserts.py",
  ])("%s is a test", (path) => {
    expect(role(path)).toBe("test");
  });

  it.each([
    "examples/server.py",
    "docs/conf.py",
    "python/samples/chat/app.py",
    "scripts/data/generate.py",
    "tools/check.py",
    "qa/utils/api.py",
    "devtools/perftest.py",
    "packages/x/devtools/perftest.py",
    "data/datasets/chats/prepare.py",
    "packages/app-benchmark/app_benchmark/collector.py",
    "benchmarks/client.py",
    "load_tests/users.py",
    "stresstest/discovery.py",
    "perf/run.py",
    "app/_vendor/requests/api.py",
    "app/third_party/tts/model.py",
    "app/thirdparty/tts/model.py",
    "app/chat/demo.py",
    "app/actor/playground/flights.py",
    "dev/code-generation/locales.py",
    "contrib/locale/push.py",
    "app/cmds/dev/release.py",
    "client_examples/gui.py",
  ])("%s is a script", (path) => {
    expect(role(path)).toBe("script");
  });

  it.each([
    "setup.py",
    "noxfile.py",
    "a.ipynb",
    "examples/a.ipynb",
    ".github/set_docs_url.py",
    "src/app/cli.py",
    "src/app/cli/work_pool.py",
    "app/core/_cli.py",
    "app/jobs_cli.py",
    "shop/management/commands/import_orders.py",
    "app/deploy/cmdline.py",
    "demo.py",
    "example_chat.py",
  ])("%s is a command", (path) => {
    expect(role(path)).toBe("command");
  });

  it.each([
    "src/app/main.py",
    "app/setup.py",
    "latest/contest.py",
    "app/ab_tests/serve.py",
    "app/tools/run.py",
    "app/dev/server.py",
    "app/contrib/redis.py",
    "app/qa/answer.py",
    "data/orders.py",
    "app.py",
    "main.py",
    "app/cmds/start.py",
    "app/_test_runs/main.py",
    "app/__main__.py",
    "bot/commands/ping.py",
    "app/client/session.py",
    "app/management/views.py",
    "app/speed_test/run.py",
  ])("%s says nothing", (path) => {
    expect(role(path)).toBeUndefined();
  });

  it("doesn't come from what the project lies in", () => {
    expect(role("main.py")).toBeUndefined();
    expect(roleOfPath("/home/me/tests/app/main.py", "/home/me", [])?.role).toBe("test");
    expect(roleOfPath("/elsewhere/tests/main.py", ROOT, [])).toBeUndefined();
  });
});

describe("what pytest is told", () => {
  it("says which folders and files are tests", () => {
    const said = saidBy(
      '[tool.pytest.ini_options]\ntestpaths = ["./qa/", "checks"]\npython_files = "check_*.py *_spec.py"\n',
    );
    expect(["qa/a.py", "checks/deep/a.py", "src/check_a.py", "src/a_spec.py"].map((path) => role(path, said))).toEqual(
      Array(4).fill("test"),
    );
    expect(["src/qa/a.py", "src/a.py"].map((path) => role(path, said))).toEqual([undefined, undefined]);
  });

  it("doesn't make a test of the program where doctests are run in it", () => {
    const said = saidBy(
      '[project]\nname = "my.app"\n[tool.pytest.ini_options]\ntestpaths = [".", "src", "my_app", "docs"]\npython_files = ["*.py"]\n',
    );
    expect(["main.py", "src/a.py", "my_app/a.py"].map((path) => role(path, said))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("settings", () => {
  it("name all tests, and more scripts", () => {
    const said = saidBy(
      '[tool.async-skill]\ntest-paths = ["/checks/*", "!/checks/app.py"]\nscript-paths = ["/tools/"]\n',
    );
    expect(["checks/a.py", "checks/app.py", "tests/a.py", "tools/a.py"].map((path) => role(path, said))).toEqual([
      "test",
      "application",
      "application",
      "script",
    ]);
  });

  it("leave no tests where the list is empty", () => {
    expect(role("tests/test_a.py", saidBy("[tool.async-skill]\ntest-paths = []\n"))).toBe("application");
  });

  it("of the editor go before those of the project", () => {
    const said = [{ folder: ROOT, tests: ["/mine/"] }, ...saidBy('[tool.async-skill]\ntest-paths = ["/theirs/"]\n')];
    expect(["mine/a.py", "theirs/a.py"].map((path) => role(path, said))).toEqual(["test", "application"]);
  });

  it("have to be lists", () => {
    expect(readPyProject('[tool.async-skill]\ntest-paths = "tests"\n').configurationProblems).toHaveLength(1);
  });
});
