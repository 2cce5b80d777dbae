/** What other tools know to block, the table knows too; the exceptions are few and each has its reason. */
import { describe, expect, it } from "vitest";
import { allRows, libraryRow } from "../../server/src/model/library/index";
import names from "../fixtures/blocking-names.json";

const NO_DISK = "asks the kernel or the environment, no disk and no server";
const PURE = "computes, no I/O";
const NO_API = "no such API";
const EVERY_METHOD = "stands for every method; those that block have rows of their own";

/** Names that others list and that are left out on purpose. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "os.path.normpath": PURE,
  "os.path.isreserved": PURE,
  "os.path.samestat": PURE,
  "pathlib.Path.from_uri": PURE,
  "pathlib.Path.full_match": PURE,
  "os.getcwd": NO_DISK,
  "os.path.abspath": NO_DISK,
  "os.path.relpath": NO_DISK,
  "os.path.expanduser": NO_DISK,
  "pathlib.Path.absolute": NO_DISK,
  "pathlib.Path.cwd": NO_DISK,
  "pathlib.Path.expanduser": NO_DISK,
  "pathlib.Path.home": NO_DISK,
  "tempfile.SpooledTemporaryFile": "begins in memory",
  "importlib.import_module": "answered from sys.modules nearly always, and must not run in a thread where it is not",
  "httpx.connect": NO_API,
  "httpx.trace": NO_API,
  "requests.connect": NO_API,
  "requests.trace": NO_API,
  "urllib3.PoolManager": "opens no connection until it is asked for something",
  "http.client.HTTPConnection.putrequest": "fills a buffer; endheaders and request send it",
  "httpx.Client.close": "drops connections that nothing uses, and waits for nobody",
  "httpx2.Client.close": "drops connections that nothing uses, and waits for nobody",
  "*.request": "no class is named: any object with such a method",
  "io.BufferedRandom.*": EVERY_METHOD,
  "io.BufferedReader.*": EVERY_METHOD,
  "io.BufferedWriter.*": EVERY_METHOD,
  "io.TextIOWrapper.*": EVERY_METHOD,
  "subprocess.Popen.*": EVERY_METHOD,
  "urllib3.HTTPConnectionPool.*": EVERY_METHOD,
  "urllib3.HTTPSConnectionPool.*": EVERY_METHOD,
  "urllib3.PoolManager.*": EVERY_METHOD,
  "urllib3.ProxyManager.*": EVERY_METHOD,
  "urllib3.connectionpool.ConnectionPool.*": EVERY_METHOD,
  "urllib3.connectionpool.HTTPConnectionPool.*": EVERY_METHOD,
  "urllib3.connectionpool.HTTPSConnectionPool.*": EVERY_METHOD,
  "urllib3.poolmanager.PoolManager.*": EVERY_METHOD,
  "urllib3.poolmanager.ProxyManager.*": EVERY_METHOD,
  "urllib3.request.RequestMethods.*": EVERY_METHOD,
};

describe("the table of libraries", () => {
  it.each(Object.keys(names).filter((name) => !(name in LEFT_OUT)))("knows that %s blocks", (name) => {
    expect(libraryRow(name)?.blocks).toBeDefined();
  });

  it.each(Object.keys(LEFT_OUT))("leaves %s out", (name) => {
    expect(libraryRow(name)?.blocks).toBeUndefined();
  });

  it("says where each fact is written down", () => {
    expect(
      allRows()
        .filter((row) => !row.source.startsWith("https://"))
        .map((row) => row.name),
    ).toEqual([]);
  });

  it("has a row for every base class", () => {
    const known = new Set(allRows().map((row) => row.name));
    expect(
      allRows()
        .flatMap((row) => row.bases ?? [])
        .filter((base) => !known.has(base)),
    ).toEqual([]);
  });
});
