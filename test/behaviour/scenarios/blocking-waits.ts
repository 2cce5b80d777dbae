import type { Scenario } from "../scenario";
import { blocking, type BlockingCase } from "./blocking";

const THREAD = "Run in a thread";

const CASES: readonly BlockingCase[] = [
  {
    rule: "blocking-wait",
    title: "a future of a pool",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: "with ThreadPoolExecutor() as pool:\n    return pool.submit(pow, 2, 5).result() + 1",
  },
  {
    rule: "blocking-wait",
    title: "a future that fails",
    fix: "Await the future",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: 'with ThreadPoolExecutor() as pool:\n    future = pool.submit(int, "x")\n    return future.result()',
  },
  {
    rule: "blocking-wait",
    title: "Executor.map",
    fix: "Collect the results in a thread",
    imports: "from concurrent.futures import ThreadPoolExecutor",
    main: "with ThreadPoolExecutor() as pool:\n    return list(pool.map(abs, [-1, 2]))",
  },
  {
    rule: "blocking-network-call",
    title: "the pages of a listing",
    fix: "Collect the results in a thread",
    imports: "import boto3",
    main: 'paginator = boto3.client("s3").get_paginator("list_objects_v2")\nreturn [page for page in paginator.paginate(Bucket="b")]',
  },
  {
    rule: "blocking-database-call",
    title: "sqlite3 across threads",
    fix: THREAD,
    imports: "import sqlite3",
    main: 'db = sqlite3.connect("data.db", check_same_thread=False)\nreturn db.execute("select 1 + 1").fetchone()',
  },
  {
    rule: "cpu-bound-call",
    title: "pbkdf2",
    fix: THREAD,
    imports: "import hashlib",
    main: 'return hashlib.pbkdf2_hmac("sha256", b"p", b"s" * 8, 1000).hex()[:8]',
  },
];

/** Waiting, queries and computing that move to threads or are awaited. */
export const BLOCKING_WAITS: readonly Scenario[] = CASES.map(blocking);
