/** Another editor than the one the server was written for: Neovim, where it is installed. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, it } from "vitest";
import { builtFor } from "./support/build";

const built = builtFor("server");
const missing = spawnSync("nvim", ["--version"]).error === undefined ? undefined : "nvim is not installed";
if (missing !== undefined) console.log(`skipped: ${missing}`);

// The API of Neovim 0.7, which is the oldest that distributions still ship, and which 0.11 still has.
const SCRIPT = `
local ok, failure = xpcall(function()
  local say = function(text) io.stdout:write(text .. "\\n") end
  vim.bo.filetype = "python"
  local id = vim.lsp.start_client({ name = "async-skill", cmd = { "node", vim.env.SERVER, "--stdio" }, root_dir = vim.fn.getcwd() })
  assert(vim.lsp.buf_attach_client(0, id), "not attached")
  assert(vim.wait(10000, function() return #vim.diagnostic.get(0) == 1 end, 20), "no diagnostic")
  local found = vim.diagnostic.get(0)[1]
  say(("%d:%d %s"):format(found.lnum + 1, found.col + 1, found.source))
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  local params = vim.lsp.util.make_range_params(0, "utf-16")
  params.context = { diagnostics = {}, only = { "quickfix" } }
  local action = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 5000)[id].result[1]
  say(action.title)
  -- As vim.lsp.buf.code_action() does with what is chosen.
  local chosen = vim.lsp.buf_request_sync(0, "codeAction/resolve", action, 5000)[id].result
  vim.lsp.util.apply_workspace_edit(chosen.edit, "utf-16")
  say(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\\n"))
  assert(vim.wait(10000, function() return #vim.diagnostic.get(0) == 0 end, 20), "the diagnostic stays")
  say("cleared")
  vim.lsp.stop_client(id)
end, debug.traceback)
if not ok then io.stderr:write(tostring(failure) .. "\\n") vim.cmd("cquit 1") end
vim.cmd("qall!")
`;

it.skipIf(missing !== undefined)("shows a finding, repairs it, and sees it gone", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "async-skill-nvim-"));
  try {
    fs.writeFileSync(path.join(folder, "smoke.lua"), SCRIPT);
    fs.writeFileSync(path.join(folder, "app.py"), "import time\n\n\nasync def main():\n    time.sleep(1)\n");
    const { status, stdout, stderr } = spawnSync(
      "nvim",
      ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile smoke.lua", "app.py"],
      {
        cwd: folder,
        env: {
          ...process.env,
          SERVER: built("server.js"),
          XDG_CACHE_HOME: folder,
          XDG_STATE_HOME: folder,
          XDG_DATA_HOME: folder,
        },
        encoding: "utf8",
        timeout: 600_000,
      },
    );
    expect(stderr + stdout).toContain("cleared");
    expect(stdout.split("\n")).toEqual([
      "5:5 async-skill",
      "Replace with await asyncio.sleep()",
      "import asyncio",
      "",
      "",
      "async def main():",
      "    await asyncio.sleep(1)",
      "cleared",
      "",
    ]);
    expect(status).toBe(0);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
