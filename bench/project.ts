/**
 * What several files cost: a project of 2,000 files in the server, and trees on the command line with their files
 * followed and each by itself.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { pythonFiles } from "./corpus";
import { percentiles } from "./editing";
import { scenarios } from "./edits";
import { type Diagnostic, LspClient } from "./lsp-client";
import { OpenFile } from "./open-file";
import { type Cost, runProgram } from "./process";
import type { Setting } from "./setting";
import { findSites } from "./sites";
import { median, summarize } from "./statistics";
import { megabytes, number, type Row, type Table } from "./table";
import { makeTree, type Tree, TREES } from "./trees";

const FILES = 2_000;
const STARTS = 5;
const EDITS = 60;
const SCANS = 5;
const TYPED_LINES = 1_000;
const TYPED_PLACES = 60;
/** Milliseconds. */
const PATIENCE = 120_000;

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

export async function measureProject(setting: Setting): Promise<Table> {
  setting.log(`a project of ${FILES} files`);
  const project = new Project(path.join(setting.scratch, "project"));
  return {
    title: "Projects",
    text:
      `Milliseconds, p50 / p95 / p99: a project of ${FILES.toLocaleString("en")} files, each of which calls two others. From opening a file to its finding, ` +
      "whose path ends in the last of them, with nothing kept yet, and by a server that is started once more, beside that; from an edit there, in an open file, to " +
      "the finding that comes or goes. Scans of trees, with nothing kept yet: the median of the wall time, beside that of the same command with " +
      "`--no-project`; once more, and after an edit in one file, beside the first. The most memory of all in megabytes.",
    head: ["what", "ours", "beside", "memory"],
    rows: [...(await measureServer(project, setting)), await measureTyping(project, setting), ...measureScans(setting)],
  };
}

/**
 * A tree of modules, no more functions on the way than are looked at for one question: each calls the two below it, and
 * the last one of all may block.
 */
class Project {
  readonly main: string;
  readonly last: string;

  constructor(readonly folder: string) {
    for (let index = 0; index < FILES; index++) {
      const file = path.join(folder, fileOf(index));
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, index === FILES - 1 ? LAST : moduleText(index));
    }
    this.main = this.#write("main.py", `from ${moduleOf(0)} import run_0\n\n\nasync def main():\n    run_0()\n`);
    this.last = path.join(folder, fileOf(FILES - 1));
    this.#write("pyproject.toml", '[project]\nname = "bench"\n');
  }

  #write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text);
    return file;
  }
}

const LAST = `import time\n\n\ndef run_${FILES - 1}():\n    time.sleep(1)\n`;
/** The line of the call that blocks. */
const CALL = { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } };

function moduleText(index: number): string {
  const below = [2 * index + 1, 2 * index + 2].filter((one) => one < FILES);
  const imports = below.map((one) => `from ${moduleOf(one)} import run_${one}\n`).join("");
  const calls = below.map((one) => `    run_${one}()\n`).join("");
  return `${imports}\n\nclass Record${index}:\n    def __init__(self, name):\n        self.name = name\n\n    def label(self):\n        return self.name.title()\n\n\ndef run_${index}():\n${calls}    return ${index}\n`;
}

function moduleOf(index: number): string {
  return `part${Math.floor(index / 50)}.m${index}`;
}

function fileOf(index: number): string {
  return `${moduleOf(index).replace(".", "/")}.py`;
}

/** Our server with the project's first file open, which says when the findings of that are others. */
class Watched {
  #count = 0;
  #wanted = (_count: number, _at: number): void => {};

  private constructor(
    readonly client: LspClient,
    readonly uri: string,
  ) {
    client.each<Published>("textDocument/publishDiagnostics", ({ result, at }) => {
      if (result.uri !== uri) return;
      this.#count = result.diagnostics.length;
      this.#wanted(this.#count, at);
    });
  }

  /** @param caches where it keeps what it works out */
  static async start({ folder, main }: Project, caches: string, { servers: [ours] }: Setting): Promise<Watched> {
    return new Watched(
      await LspClient.start({ ...ours!, env: { XDG_CACHE_HOME: caches } }, folder, "pushed"),
      `file://${main}`,
    );
  }

  /** When there are so many findings, by `performance.now()`. */
  until(count: number): Promise<number> {
    if (this.#count === count) return Promise.resolve(performance.now());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never ${count} findings in ${this.uri}`)), PATIENCE);
      this.#wanted = (now, at) => {
        if (now !== count) return;
        clearTimeout(timer);
        resolve(at);
      };
    });
  }
}

async function measureServer(project: Project, setting: Setting): Promise<readonly Row[]> {
  const starts: number[] = [];
  const again: number[] = [];
  const edits: number[] = [];
  const held: number[] = [];
  const rounds = Math.max(2, Math.round(STARTS * setting.share));
  for (let round = 0; round < rounds; round++) {
    const caches = path.join(setting.scratch, `caches-of-server-${round}`);
    const first = await open(project, caches, setting);
    starts.push(first.milliseconds);
    held.push(first.watched.client.memory()?.most ?? 0);
    await first.watched.client.stop();
    const { watched, milliseconds } = await open(project, caches, setting);
    again.push(milliseconds);
    const last = OpenFile.open(watched.client, `file://${project.last}`, LAST);
    for (let edit = 0; edit < (EDITS * setting.share) / rounds; edit++) {
      edits.push(await timeEdit(() => last.change({ range: CALL, text: "    return 1\n" }), 0, watched));
      edits.push(await timeEdit(() => last.change({ range: CALL, text: "    time.sleep(1)\n" }), 1, watched));
    }
    held.push(watched.client.memory()?.most ?? 0);
    await watched.client.stop();
  }
  const memory = Math.max(...held);
  const [indexing, indexedAgain, edited] = [summarize(starts), summarize(again), summarize(edits)];
  return [
    {
      id: "project/indexing",
      cells: ["open to the finding", percentiles(indexing), "-", megabytes(memory)],
      ours: indexing.p50,
      figures: { indexing, memory },
    },
    {
      id: "project/indexing again",
      cells: ["open to the finding, started once more", percentiles(indexedAgain), number(indexing.p50), "-"],
      ours: indexedAgain.p50,
      peer: indexing.p50,
      figures: { indexedAgain },
    },
    {
      id: "project/edit",
      cells: ["edit to the finding elsewhere", percentiles(edited), "-", "-"],
      ours: edited.p50,
      figures: { edited },
    },
  ];
}

/** Opens the project's first file in a server that has just been started, and waits for its finding. */
async function open(
  project: Project,
  caches: string,
  setting: Setting,
): Promise<{ readonly watched: Watched; readonly milliseconds: number }> {
  const watched = await Watched.start(project, caches, setting);
  const begin = performance.now();
  OpenFile.open(watched.client, watched.uri, fs.readFileSync(project.main, "utf8"));
  return { watched, milliseconds: (await watched.until(1)) - begin };
}

/** The same edits in a file that calls into the project, with that read, and in one that lies alone. */
async function measureTyping(project: Project, setting: Setting): Promise<Row> {
  const alone = path.join(setting.scratch, "alone");
  fs.mkdirSync(alone, { recursive: true });
  const text = `${setting.joined(TYPED_LINES)}${fs.readFileSync(project.main, "utf8")}`;
  const places = scenarios(findSites(text), text, Math.ceil(TYPED_PLACES * setting.share));
  const [within, apart] = await Promise.all(
    [project.folder, alone].map(async (folder) => {
      const client = await LspClient.start(
        { ...setting.servers[0]!, env: { XDG_CACHE_HOME: setting.scratch } },
        folder,
        "pulled",
      );
      return { file: OpenFile.open(client, `file://${folder}/typed.py`, text), times: [] as number[] };
    }),
  );
  const isKnown = async (): Promise<boolean> =>
    (await within!.file.pull()).diagnostics.some(({ code }) => code === "blocking-helper-call");
  const begin = performance.now();
  while (!(await isKnown())) {
    if (performance.now() - begin > PATIENCE) throw new Error("the project was never read");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const place of places)
    for (const { file, times } of [within!, apart!])
      for (const { changes } of place.flat()) times.push(await file.timeEdit(changes));
  for (const { file } of [within!, apart!]) await file.client.stop();
  const [loaded, single] = [summarize(within!.times), summarize(apart!.times)];
  return {
    id: "project/typing",
    cells: [
      "an edit with the project loaded, beside the same file alone",
      percentiles(loaded),
      number(single.p50),
      "-",
    ],
    ours: loaded.p50,
    peer: single.p50,
    figures: { loaded, single },
  };
}

async function timeEdit(edit: () => void, count: number, watched: Watched): Promise<number> {
  const begin = performance.now();
  edit();
  return (await watched.until(count)) - begin;
}

/** What one round of scans took, each by the same command. */
interface Scans {
  readonly cold: Cost;
  readonly warm: Cost;
  /** After an edit in one file. */
  readonly edited: Cost;
  /** With each file by itself, and nothing kept. */
  readonly alone: Cost;
}

/** The command line over the trees that are scanned. */
function measureScans(setting: Setting): readonly Row[] {
  const { trees, scratch, share, log } = setting;
  return TREES.filter((name) => trees.includes(name)).flatMap((name) => {
    const tree = makeTree(name, path.join(scratch, "trees-of-projects"));
    if (tree.files === 0) return [];
    log(`scanning ${tree.description}, with its files followed and without`);
    const rounds = Math.max(2, Math.round(SCANS * share));
    return rowsOf(
      tree,
      Array.from({ length: rounds }, () => scanAll(tree, setting)),
    );
  });
}

function scanAll({ folder }: Tree, { dist, scratch }: Setting): Scans {
  const caches = fs.mkdtempSync(path.join(scratch, "caches-of-scans-"));
  const scan = (...options: readonly string[]): Cost => {
    const args = [
      path.join(dist, "cli.js"),
      "check",
      "--cache-dir",
      caches,
      "--output-format",
      "concise",
      ...options,
      ".",
    ];
    return runProgram({ command: process.execPath, args, mayComplain: true }, folder, scratch);
  };
  const alone = scan("--no-project");
  const [cold, warm] = [scan(), scan()];
  fs.appendFileSync(pythonFiles(folder)[0]!, "\n# An edit.\n");
  const edited = scan();
  fs.rmSync(caches, { recursive: true });
  return { cold, warm, edited, alone };
}

function rowsOf({ name, description }: Tree, runs: readonly Scans[]): readonly Row[] {
  const of = (scan: keyof Scans): number => median(runs.map((run) => run[scan].milliseconds));
  const memory = Math.max(
    ...runs.flatMap((run) => [run.cold, run.warm, run.edited, run.alone]).map(({ peakBytes }) => peakBytes ?? 0),
  );
  const row = (id: string, what: string, scan: keyof Scans, beside: keyof Scans): Row => ({
    id,
    cells: [what, number(of(scan)), number(of(beside)), "-"],
    ours: of(scan),
    peer: of(beside),
    figures: { runs: runs.map((run) => run[scan]) },
  });
  return [
    row(`project/${name}`, `scan of ${description}, beside each file by itself`, "cold", "alone"),
    row(`project/${name}/warm`, "once more, beside the first", "warm", "cold"),
    row(`project/${name}/edited`, "after an edit in one file, beside the first", "edited", "cold"),
    {
      id: `project/${name}/memory`,
      cells: ["the most memory of these scans", "-", "-", megabytes(memory)],
      ours: memory,
      figures: { memory },
    },
  ];
}
