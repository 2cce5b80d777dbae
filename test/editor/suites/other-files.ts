// What only several files together tell, and changes that reach all of them.
import * as vscode from "vscode";
import type { PythonStandIn } from "../python/extension";
import { equal, ok } from "../assert";
import { codeActions, codeOf, eventually, fileUri, findings, open, revertAll, skip } from "../editor";

declare const EXPECTED_HOST: "node" | "web";

const PACKAGES = ".venv/lib/python3.12/site-packages";

/** A project of several packages beside the example's pyproject.toml, and an SDK in its environment. */
const FILES: Readonly<Record<string, string>> = {
  "shop/__init__.py": "",
  "shop/checkout.py": "from billing.invoices import issue\n\n\nasync def checkout(order):\n    return issue(order)\n",
  "billing/__init__.py": "",
  "billing/invoices.py": "from .numbers import reserve\n\n\ndef issue(order):\n    return reserve(order)\n",
  "billing/numbers.py": "from ledger.book import settle\n\n\ndef reserve(order):\n    settle()\n    return order\n",
  "ledger/__init__.py": "",
  "ledger/book.py": "import time\n\n\ndef settle():\n    time.sleep(1)\n",
  "shop/prices.py":
    "from rates.client import Rates\n\n\nasync def price(rates: Rates, name):\n    return rates.load(name)\n",
  "shop/report.py":
    "from rates.client import Rates\n\n\nasync def report(rates: Rates):\n    print(rates.load('all'))\n    rates.close()\n",
  "rates/__init__.py": "",
  "rates/client.py": `import requests


class Rates:
    def __init__(self):
        self.session = requests.Session()

    def load(self, name):
        return self.session.get("https://example.com/" + name, timeout=5).json()

    def close(self):
        self.session.close()
`,
  "sky/__init__.py": "",
  "sky/client.py": `import requests

session = requests.Session()


def load(place):
    return session.get("https://example.com/" + place, timeout=5).json()
`,
  "shop/weather.py": "from sky.client import load\n\n\nasync def weather(place):\n    return load(place)\n",
  "shop/site.py": `from contextlib import asynccontextmanager

from fastapi import FastAPI

from shop.weather import weather


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield
    print("closed")


app = FastAPI(lifespan=lifespan)
app.get("/weather")(weather)
`,
  "shop/mail.py": "import mailer\n\n\nasync def tell(address):\n    mailer.send(address)\n",
  ".venv/pyvenv.cfg": "home = /usr/bin\n",
  [`${PACKAGES}/mailer.py`]: "import time\n\n\ndef send(address):\n    time.sleep(1)\n",
};

const LONGEST_PAUSE = 20_000;

const FOLDERS = ["shop", "billing", "ledger", "rates", "sky", ".venv"];

/** The finding of blocking-helper-call in a file, once it leads through this many places. */
async function findingIn(document: vscode.TextDocument, places: number): Promise<vscode.Diagnostic> {
  return eventually(`a finding with ${places} places in ${document.uri.path}`, () =>
    findings(document, "blocking-helper-call").find(({ relatedInformation }) => relatedInformation?.length === places),
  );
}

interface Annotated {
  readonly edit: vscode.WorkspaceEdit;
  /** What its changes are said to do. */
  readonly annotations: ReadonlySet<string>;
  readonly asks: boolean;
}

/**
 * The edit of a quick fix as the extension gives it to the editor: what is told to other extensions has lost its
 * annotations.
 */
async function annotatedFix(document: vscode.TextDocument, range: vscode.Range, title: RegExp): Promise<Annotated> {
  const made = new Map<vscode.WorkspaceEdit, vscode.WorkspaceEditEntryMetadata[]>();
  const prototype = vscode.WorkspaceEdit.prototype as {
    set: (this: vscode.WorkspaceEdit, uri: vscode.Uri, edits: readonly unknown[]) => void;
  };
  const { set } = prototype;
  prototype.set = function (this: vscode.WorkspaceEdit, uri, edits) {
    const metadata = edits.flatMap((edit) =>
      Array.isArray(edit) && edit[1] !== undefined ? [edit[1] as vscode.WorkspaceEditEntryMetadata] : [],
    );
    if (metadata.length > 0) made.set(this, [...(made.get(this) ?? []), ...metadata]);
    return set.call(this, uri, edits);
  };
  try {
    return await eventually(`the quick fix ${title}`, async () => {
      const actions = await codeActions(document, range, vscode.CodeActionKind.QuickFix);
      const action = actions.find((one) => title.test(one.title) && one.edit !== undefined);
      if (action === undefined) return undefined;
      const wanted = textsOf(action.edit!);
      const [edit, metadata] = [...made].find(([one]) => textsOf(one) === wanted) ?? [];
      if (edit === undefined || metadata === undefined) return undefined;
      return {
        edit,
        annotations: new Set(metadata.map(({ label }) => label)),
        asks: metadata.every(({ needsConfirmation }) => needsConfirmation),
      };
    });
  } finally {
    prototype.set = set;
  }
}

function textsOf(edit: vscode.WorkspaceEdit): string {
  return JSON.stringify(
    edit.entries().map(([uri, edits]) => [uri.toString(), edits.map(({ range, newText }) => [range, newText])]),
  );
}

/**
 * Has the editor show the preview that the edit asks for, where nothing is ticked yet, ticks all of it at once, and
 * applies it.
 */
async function applyInPreview(edit: vscode.WorkspaceEdit, isDone: () => boolean): Promise<void> {
  // Nothing tells when the preview is drawn: what came too early has applied nothing, and is done again more slowly.
  for (let pause = 200; !isDone() && pause < LONGEST_PAUSE; pause *= 2) {
    const applied = vscode.workspace.applyEdit(edit);
    for (const step of [
      "refactorPreview.focus",
      "refactorPreview.groupByType",
      "list.focusFirst",
      "refactorPreview.toggleCheckedState",
      "refactorPreview.apply",
    ]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      await vscode.commands.executeCommand(step);
    }
    await applied;
  }
  ok(isDone(), "the preview applied nothing");
}

function textOf(file: string): string {
  const uri = fileUri(file).toString();
  return vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri)?.getText() ?? "";
}

/** Applies the fix, which changes these files, and no other. */
async function becomes(
  document: vscode.TextDocument,
  range: vscode.Range,
  title: RegExp,
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  const { edit, annotations, asks } = await annotatedFix(document, range, title);
  equal(
    edit
      .entries()
      .map(([uri]) => vscode.workspace.asRelativePath(uri))
      .toSorted()
      .join("\n"),
    Object.keys(expected).toSorted().join("\n"),
    "the changed files",
  );
  ok(asks, "an edit that reaches callers is not previewed");
  equal(String([...annotations].filter((label) => title.test(label)).length), "1", "the number of annotations");
  await applyInPreview(edit, () => textOf(Object.keys(expected)[0]!) !== FILES[Object.keys(expected)[0]!]);
  for (const [file, text] of Object.entries(expected)) equal(textOf(file), text, file);
}

describe("other files of the project", () => {
  before(async () => {
    for (const [file, text] of Object.entries(FILES))
      await vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));
  });
  after(async () => {
    for (const folder of FOLDERS) await vscode.workspace.fs.delete(fileUri(folder), { recursive: true });
  });
  afterEach(revertAll);

  it("show the way to a call that blocks three files away, and are all changed where the helper is made async", async () => {
    const document = await open("shop/checkout.py");
    const finding = await findingIn(document, 3);
    const places = finding.relatedInformation!.map(
      ({ location: { uri, range } }) => `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`,
    );
    equal(places.join(), "billing/invoices.py:5,billing/numbers.py:5,ledger/book.py:5", "the places on the way");
    await becomes(document, finding.range, /^Make issue\(\) async/, {
      "shop/checkout.py": FILES["shop/checkout.py"]!.replace("issue(order)", "await issue(order)"),
      "billing/invoices.py": FILES["billing/invoices.py"]!.replace("def issue", "async def issue").replace(
        "return",
        "return await",
      ),
      "billing/numbers.py": FILES["billing/numbers.py"]!.replace("def reserve", "async def reserve").replace(
        "settle()",
        "await settle()",
      ),
      "ledger/book.py": "import asyncio\n\n\nasync def settle():\n    await asyncio.sleep(1)\n",
    });
    await eventually("no finding", () => (findings(document).length === 0 ? true : undefined));
  });

  it("are changed where the session that they send by is moved to httpx", async () => {
    const document = await open("shop/prices.py");
    const { range } = await findingIn(document, 1);
    await becomes(document, range, /^Move the session of load\(\) to httpx/, {
      "shop/prices.py": FILES["shop/prices.py"]!.replace("rates.load", "await rates.load"),
      "shop/report.py": FILES["shop/report.py"]!.replace("rates.load", "await rates.load").replace(
        "    rates.close",
        "    await rates.close",
      ),
      "rates/client.py": `import httpx


class Rates:
    def __init__(self):
        self.session = httpx.AsyncClient(timeout=5, follow_redirects=True)

    async def load(self, name):
        return (await self.session.get("https://example.com/" + name)).json()

    async def close(self):
        await self.session.aclose()
`,
    });
    await eventually("no such finding", () =>
      findings(document).some((one) => codeOf(one) === "blocking-helper-call") ? undefined : true,
    );
  });

  it("are changed where a module's session is moved, which the application's lifespan closes", async () => {
    const document = await open("shop/weather.py");
    const { range } = await findingIn(document, 1);
    await becomes(document, range, /^Move the session of load\(\) to httpx/, {
      "shop/weather.py": FILES["shop/weather.py"]!.replace("return load", "return await load"),
      "shop/site.py": FILES["shop/site.py"]!.replace(
        "weather\n\n\n",
        "weather\nfrom sky.client import session\n\n\n",
      ).replace('    print("closed")\n', '    print("closed")\n    await session.aclose()\n'),
      "sky/client.py": `import httpx

session = httpx.AsyncClient(timeout=5, follow_redirects=True)


async def load(place):
    return (await session.get("https://example.com/" + place)).json()
`,
    });
    await eventually("no such finding", () =>
      findings(document).some((one) => codeOf(one) === "blocking-helper-call") ? undefined : true,
    );
  });

  it("are no longer there once their folder is deleted", async () => {
    const files = {
      "shop/day.py": "from till.drawer import count\n\n\nasync def close_up():\n    count()\n",
      "till/__init__.py": "",
      "till/drawer.py": "import time\n\n\ndef count():\n    time.sleep(1)\n",
    };
    for (const [file, text] of Object.entries(files))
      await vscode.workspace.fs.writeFile(fileUri(file), new TextEncoder().encode(text));
    const document = await open("shop/day.py");
    await findingIn(document, 1);
    await vscode.workspace.fs.delete(fileUri("till"), { recursive: true });
    await eventually("no finding of what is gone", () =>
      findings(document, "blocking-helper-call").length === 0 ? true : undefined,
    );
  });

  it("are told of without being open where the setting says so, and follow what changes", async () => {
    const settings = vscode.workspace.getConfiguration("asyncSkill");
    const helper = fileUri("ledger/book.py");
    const write = (text: string): Thenable<void> =>
      vscode.workspace.fs.writeFile(helper, new TextEncoder().encode(text));
    const told = (count: number): Promise<true> =>
      eventually(`${count} findings in a closed file`, () =>
        vscode.languages
          .getDiagnostics(fileUri("shop/checkout.py"))
          .filter((finding) => codeOf(finding) === "blocking-helper-call").length === count
          ? true
          : undefined,
      );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await told(0);
    try {
      await settings.update("diagnosticMode", "workspace", vscode.ConfigurationTarget.Global);
      await told(1);
      await write("def settle():\n    pass\n");
      await told(0);
      await write(FILES["ledger/book.py"]!);
      await told(1);
    } finally {
      await settings.update("diagnosticMode", undefined, vscode.ConfigurationTarget.Global);
      await write(FILES["ledger/book.py"]!);
    }
    await told(0);
  });

  it("of an SDK in the environment beside pyproject.toml say that a call blocks", async function () {
    if (EXPECTED_HOST === "web") return skip(this, "what is installed is not handed over to a web editor's server");
    const document = await open("shop/mail.py");
    const { message, relatedInformation } = await findingIn(document, 1);
    equal(message.split("\n", 1)[0], "send() stalls the event loop: it calls time.sleep() in mailer", "the message");
    equal(vscode.workspace.asRelativePath(relatedInformation![0]!.location.uri), `${PACKAGES}/mailer.py`, "the place");
  });

  it("of the environment that the Python extension has chosen count before those beside pyproject.toml", async function () {
    if (EXPECTED_HOST === "web") return skip(this, "what is installed is not handed over to a web editor's server");
    const chosen = fileUri("chosen");
    const sdk = "import subprocess\n\n\ndef send(address):\n    subprocess.run(['mail', address])\n";
    await vscode.workspace.fs.writeFile(
      fileUri("chosen/lib/python3.12/site-packages/mailer.py"),
      new TextEncoder().encode(sdk),
    );
    const python = vscode.extensions.getExtension<PythonStandIn>("ms-python.python")!;
    const message = (document: vscode.TextDocument, text: string): Promise<true> =>
      eventually(text, () =>
        findings(document, "blocking-helper-call").some((one) => one.message.includes(text)) ? true : undefined,
      );
    try {
      const document = await open("shop/mail.py");
      await message(document, "time.sleep()");
      ok(!python.isActive, "the Python extension was started by ours");
      const { choose } = await python.activate();
      choose(vscode.Uri.joinPath(chosen, "bin", "python").fsPath);
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await message(await open("shop/mail.py"), "subprocess.run()");
      choose("");
      await message(document, "time.sleep()");
    } finally {
      await vscode.workspace.fs.delete(chosen, { recursive: true });
    }
  });
});
