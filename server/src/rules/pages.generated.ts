// Generated from the rules' pages by npm run generate.
import type { RulePage } from "./contract";

export const PAGES: Readonly<Record<string, RulePage>> = {
  "blocking-database-call": {
    "rule": "blocking-database-call",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [],
    "summary": "Calls of synchronous database drivers, clients and mappers in code that runs on the event loop: sqlite3, psycopg, psycopg2, pymysql, MySQLdb, mysql.connector, pyodbc, redis, pymongo, sessions, connections and queries of SQLAlchemy, and peewee.",
    "docs": "# blocking-database-call\n\n## What it finds\n\nCalls of synchronous database drivers, clients and mappers in code that runs on the event loop: sqlite3, psycopg, psycopg2,\npymysql, MySQLdb, mysql.connector, pyodbc, redis, pymongo, sessions, connections and queries of SQLAlchemy, and peewee.\n\nA database in memory, of `sqlite3.connect(\":memory:\")` and its kind, waits for nothing and is left alone, also where a setting says\n`:memory:` unless somebody changes it. Where it is a parameter's default, which a caller may well give a file, the finding is a hint.\n\n## Why it matters\n\nA query takes as long as the database needs, and longer when a lock is held. Until the rows are there, no other task,\nrequest or timeout of the program makes progress.\n\n## What to do\n\nUse the async driver that the message names. Or run the call in a thread, where the connection may be used by another thread\nthan the one that made it. For sqlite3 and peewee, which forbid that, do all the work in one plain function and run it with\n`asyncio.to_thread()`."
  },
  "blocking-dependency": {
    "rule": "blocking-dependency",
    "command": "never mix blocking I/O",
    "severity": "information",
    "fix": "unsafe",
    "roles": {
      "test": "full",
      "command": "full",
      "script": "full"
    },
    "peers": [],
    "summary": "Dependencies in pyproject.toml that async code of the project waits for, with no async counterpart declared, or that nothing imports any more.",
    "docs": "# blocking-dependency\n\n## What it finds\n\nDependencies in pyproject.toml that async code of the project waits for, with no async counterpart declared, or that nothing imports any more.\n\nThat async code waits for a library is taken from what other rules find in the project's own files, helpers in other files included;\ntests, scripts, and what is ignored or switched off there don't count. A client for HTTP that no Python file of the repository names any more, while one that\ndoesn't block is imported, is a hint, shown faded: unless a comment stands at the dependency, which may say what it is there for, or a\nplugin of it is declared. What others are built on, as on urllib3 and botocore, is never found: it is declared for their sake. In a project of more than 3,000 Python files, and where files can't be read, nothing is found.\n\n## Why it matters\n\nA library that can only block stops the event loop wherever it is called. As long as a project has nothing else, each new call is one more.\n\n## What to do\n\nDeclare the async counterpart beside it, and move the calls over; the fix of blocking-http-call moves those of requests. When nothing imports the\nold library any more, take it out."
  },
  "blocking-file-io": {
    "rule": "blocking-file-io",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "silent",
      "script": "silent"
    },
    "peers": [
      "ASYNC230",
      "blocking-open-call-in-async-function",
      "ASYNC231",
      "ASYNC232",
      "ASYNC240",
      "blocking-path-method-in-async-function",
      "S7493"
    ],
    "summary": "Files that are opened, read or written in code that runs on the event loop: `open()` and its relatives of io, codecs, gzip, bz2, lzma, zipfile, tarfile and os, and the methods of `Path` that open, read or write.",
    "docs": "# blocking-file-io\n\n## What it finds\n\nFiles that are opened, read or written in code that runs on the event loop: `open()` and its relatives of io, codecs, gzip,\nbz2, lzma, zipfile, tarfile and os, and the methods of `Path` that open, read or write.\n\nWhat opens or wraps an `io.BytesIO` or `io.StringIO` reaches no disk and is left alone, and so is what may be an upload, and what is only\nopened on the loop, and then handed to a thread that is awaited.\n\nA file that is opened in the same function is one finding, on the call that opens it, whatever is done with it.\n\nHow much a finding is worth is said by what is moved, and how often. A warning is what may be of any size: bytes (`\"rb\"`, `write_bytes()`,\narchives), what comes in pieces while the file is open, what a response, an upload or a process gave, what is flushed to the disk by\n`fsync()`, and a text that is read for whoever asks, or one file of a folder after the other in one go, where its path depends on that.\nBytes whose path says that they are few (a key, a module) are a note; what is written in one go and came by a request that blocks as well, or was\ndecoded from base64 as pictures are sent, is an information, and so is one picture, as its name says (`image_bytes`), and the firmware of a device. Sound\nthat is played as it is read is a note.\n\nWhat is less is a hint, unless the code shows that somebody waits or that it grows. Then it is an information: another text that is read in a\nloop, or whose path says that it grows (`events.csv`, `log_path`); a note, or what the program writes itself, for whoever asks, for each file of a\nfolder, or in a loop that awaits nothing. A note is data that is parsed as a whole (JSON, YAML, TOML, INI) or whose path says so, settings, a\nnumber, a marker or a few words, the head of a file (`file.read(512)`), and a text at a path of the program's own; one that lies beside the\nmodule (`Path(__file__).parent / \"page.html\"`) is a hint however often it is read. A text that is written for a process whose end the function then waits\nfor on the loop is a hint as well: that process is the finding. A file of which nothing is read or written is a hint: it is only opened\nand closed, kept, sent or handed to a process; bytes that others may read here are an information.\n\nWho asks is anybody; a command that a bot takes of its owner alone (`@commands.is_owner()`) is none of these.\n\nWhat stands in the disk's cache most of the time is worth a hint: a text of the program's own, as its path shows (nothing of it was\ngiven to the function: it comes of attributes, of the module, or is written out), unless it is opened in a\nloop or for whoever asks; what is opened where an error is dealt with, or only until it is known; and what is read as a part of the program\nstarts, as the name of its function says (`setup()`, `startup()`, `migrate()`), or loads or saves settings\n(`save_config()`, a class `ConfigFile`). A note isn't told in a function that has its heavy work done elsewhere: in a\nthread, by files that are opened asynchronously, in a process; nor is anything in a file that is written for MicroPython too, which has no threads. A text of the program's own isn't told as a\nprogram starts, nor where settings are loaded or saved, nor are the few bytes that say that a process runs (`pid_file`, `run.lock`), or what is written while somebody looks for a fault (`if self.debug`,\n`if os.getenv(\"APP_DUMP\")`).\n\n## Why it matters\n\nA disk answers when it likes, a network share later still. Until it does, no other task, request or timeout of the program\nmakes progress.\n\n## What to do\n\nRead or write a whole file in a thread: `await asyncio.to_thread(path.read_text)`. To work with a file in steps, use\naiofiles, anyio or trio, or move the steps into a plain function and run that in a thread."
  },
  "blocking-filesystem-call": {
    "rule": "blocking-filesystem-call",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "silent",
      "script": "silent"
    },
    "peers": [
      "ASYNC240",
      "blocking-path-method-in-async-function"
    ],
    "summary": "Calls of os, os.path, shutil, glob, tempfile and `Path` that touch the disk, in code that runs on the event loop: to look whether something exists, to list a folder, to create, move, copy or remove.",
    "docs": "# blocking-filesystem-call\n\n## What it finds\n\nCalls of os, os.path, shutil, glob, tempfile and `Path` that touch the disk, in code that runs on the event loop: to look\nwhether something exists, to list a folder, to create, move, copy or remove.\n\nA listing that is lazy (`Path.glob()`, `os.walk()`, `os.scandir()`) is found where its items are taken. What only computes\n(`os.path.join()`, `normpath()`) or asks for the current folder (`os.getcwd()`, `abspath()`) is left alone.\n\nA temporary folder for a process whose end the function waits for on the loop is a hint: the process is the finding.\n\nA short touch (`exists()`, `stat()`, `mkdir()`, `rename()`, `unlink()`) is a hint, and so is the listing of one folder, a temporary folder, and\nthe removal of one that the function itself has made; where all files of a folder are looked at in one go they are an information, as is a\nlisting in a loop that awaits nothing. A short touch isn't told as a program or an object starts\n(`start()`, `open()`), where settings are loaded or saved, or\nwhile somebody looks for a fault, nor where it is made once in a while (for an error, where a file is missing), or in a function that has its\nheavy work done elsewhere: in a thread, by files that are opened asynchronously, in a process. Whoever wrote that knows what keeps a loop\nwaiting. What goes through a folder, or copies and removes it, is told there as well. Of all that a function does to the file system one call\nis told: the one that takes longest.\n\n## Why it matters\n\nMost of these calls are quick, as long as the disk is local and idle: one that touches a single file, outside of loops, is a hint,\nand none is told as a part of the program starts, as the name of its function says (`setup()`, `startup()`).\nOn a network share, or for a folder with many files, they hold up every other task of the program. What takes as long as there is\nmuch of it is a warning: packing, unpacking or copying a whole folder, copying a stream, moving all files of a folder, removing a folder\nfor whoever asks, copying a file that was just downloaded for them. The others are information.\n\n## What to do\n\nRun the call in a thread: `await asyncio.to_thread(path.exists)`. Code that is written for anyio or trio has their `Path`.\nSeveral calls in a row, and a loop of them, are better off as one plain function that runs in a thread. What a call can tell by\nitself needs no look before it, and between the two nobody comes: `os.makedirs(folder, exist_ok=True)`."
  },
  "blocking-helper-call": {
    "rule": "blocking-helper-call",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "unsafe",
    "roles": {
      "test": "silent",
      "command": "silent",
      "script": "silent"
    },
    "peers": [],
    "summary": "A call in async code to a plain function, method or constructor of your own that comes to a blocking call, through any number of functions between, in whatever files of your project they stand. So may a `with`, that enters an object or a function under `@contextmanager` of yours, a loop or `list()`, that goes through a generator or iterator of yours, and a property that is read.",
    "docs": "# blocking-helper-call\n\n## What it finds\n\nA call in async code to a plain function, method or constructor of your own that comes to a blocking call, through any\nnumber of functions between, in whatever files of your project they stand. So may a `with`, that enters an object or a function under\n`@contextmanager` of yours, a loop or `list()`, that goes through a generator or iterator of yours, and a property that is read.\n\nA helper that starts an event loop of its own (`asyncio.run()`, `sync_playwright()`) can't be called from async code at all: it raises an\nerror where a loop runs already.\n\n## Why it matters\n\nA blocking call stalls the event loop just as well from within a helper: the `async def` that calls it shows nothing of\nit, and neither does the helper, which is right to block when it is called from a thread. The path from the one to the\nother is given with the finding.\n\n### How far calls are followed\n\n- **Through the project's files**, in the editor and on the command line (`--no-project` looks at each file by itself): modules and packages,\n  relative imports, names that a package hands on under other names, stars. Of imports for several platforms, or for an old Python and a new\n  one, that counts which a server with a new Python takes. A star brings what `__all__` lists, however statements put that together, and\n  hides what the name stood for before it. A file that is open in the editor is a module of its project before it is saved. A module of the\n  project that is called as a library is (`requests.py`, where imports find it) is what an import means, for every rule.\n- **Through objects** whose class is told by an annotation, by what a function gives, or by what is assigned to an attribute. Of a method that\n  a derived class overrides the one counts that the object at hand has: where an annotation alone names its class, each override in the\n  project has to wait, whatever file it stands in, but for those of tests and examples.\n- **Through what is called where it stands**: a `functools.partial`, a lambda, an object with `__call__`, and what a decorator of yours calls.\n- **Through packages of one repository** that are each built by themselves (a pyproject.toml or setup.py of their own, as in a workspace of\n  uv or Poetry): they see each other as they do once installed, by their names, in `src` or beside their settings, wherever in the repository\n  they lie, and in every folder that is open in the editor. A name that two of them give to other code stays unknown, and so does what each\n  has for itself, as its tests.\n- **Into installed packages** that the table of libraries doesn't know, so that an SDK is told that nobody put there. Their files are read and\n  never run. Nobody who uses a package can see into it, and so only what is sure is told: calls that come to the network, a subprocess, a\n  database or a sleep whenever the function runs, under no condition, and with the class of every object known; not what comes to\n  files, sets something up once, keeps what it has found, or is done for an error. Where a package's source doesn't say what a function\n  gives or an attribute holds, its stub does (`.pyi` in a `typings` folder of the project, which comes first, in a `NAME-stubs` package or beside it); whether anything blocks is said by the source\n  alone. The environment is `.venv` or `venv` beside the code, else the one that is activated; the setting `asyncSkill.environment` and\n  `--python` name another one, or none. It is the call in your code that is told; the way within the package is shown with it.\n\n### What is left alone\n\n- **What can't be known**: a name with two meanings, a decorator that may make something else of the function, a metaclass that may give an\n  object made before, a method that a base from elsewhere may have.\n- **What keeps nobody waiting**: what is handed to a thread, a process or a pool (what stands among the arguments of `run_in_executor()` or\n  `to_thread()` is done before, on the loop, and is told), what a helper does in other threads than the loop's alone\n  (behind `if get_running_loop() == loop: ... else:`), and waiting for threads before `loop.stop()` or behind the `yield` of a lifespan, when\n  nobody is served any more.\n- **What a helper doesn't do here**: what it only does where the caller wants it to, and the caller says no (`stop(wait=False)`) or names\n  another way (`Watcher(path, strategy=\"mtime\")`, or that default), be it by a helper in between; and code that never runs, behind a `return`\n  or in a private function that is called from there alone.\n- **What happens once**: a file where a function on the way keeps what it has read (`functools.cache`, `if self.loaded: return`), texts as an\n  object starts (`start()`, `open()`), a request or process that another file comes to by several calls, and only for what is missing there,\n  threads that are waited for where something is first brought up, or for an error, and a loop of one kind of object that a factory makes\n  where it asks three times and more what it is given (`isinstance(config, SearchConfig)`). What a helper does as the program starts (`setup()`,\n  `startup()`) is told where it sleeps, asks a server or waits for other threads.\n- **What looks for a fault**: files behind `if self.debug` or `if not os.getenv(\"APP_DUMP\"): return`.\n- **What a helper merely asks the file system** (`os.path.exists()`) or computes: the calls themselves are told where they stand in async code. A\n  password hash is told, as it is made to take long, but not as the program starts.\n- **A lock**, which is given back in a moment: `acquire()` of a library's, and of a class of yours that waits for its own condition there\n  (`release()` tells it). Waiting for what others use, as for a connection of a pool, is told.\n- **What a command asks a person at its terminal**: told where the file serves others, is a bot or starts tasks.\n\n### How much it is worth\n\n- A sleep, a process, a request and a whole file that is hashed piece by piece are a warning, however far they are; where a helper comes to such and to files as well, that is told, and to\n  what may be of any size before a text. A request that the helper makes in one case of many is worth less. A password hash is an\n  information.\n- What may be of any size (bytes, streams, what others send) is a warning for whoever asks and for all files of a folder, an information in\n  another loop, and else a hint: often that happens once. What works on a whole folder or stream is a warning.\n- A text that is read or written is worth an information for whoever asks, for each file of a folder, or in a loop that awaits nothing, else a\n  hint, as is one of settings.\n- Files that are read or written three calls away are worth a hint. Further away they aren't told, nor three calls away where that may well happen once, nor once in the coroutine that is the\n  program. A program that is run so, a database or an address is a hint, unless whoever asks waits for it meanwhile; so is a process right\n  before the program ends or restarts (`os.execv()`, `restart()`).\n\n## What to do\n\nRun the helper in a thread; or make it async, with all that it blocks in and all who call it. Where the project has a coroutine\nfunction beside the helper, in the same class or file, whose name and parameters say that it does the same for callers on the event loop\n(`aload()`, `async_load()` or `load_async()` beside `load()`), that is the one to await.\n\n*Make the helper async* rewrites the functions on every way from the call to one that blocks, what blocks in them (as the rules about\nblocking calls repair it in async code), and each call of them, in all files of the project, as one change that is looked at before it\nis made. It does so as a whole or not at all: a caller that is not async itself is named as the reason, and so are a function that is handed on\nuncalled or decorated, a method that overrides another one or is overridden, what a package offers in `__all__`, and what may be a\ncall of the helper and isn't known to be one. The command line, which fixes each file by itself, leaves it to the editor.\n\nWhere the helper sends a request by a session that an object holds, *Move the session of ... to httpx* does the same with the session: see\nblocking-http-call."
  },
  "blocking-http-call": {
    "rule": "blocking-http-call",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [
      "ASYNC210",
      "blocking-http-call-in-async-function",
      "ASYNC211",
      "ASYNC212",
      "blocking-http-call-httpx-in-async-function",
      "S7499"
    ],
    "summary": "HTTP calls that block, in code that runs on the event loop: `requests` and its sessions, `urllib.request`, `urllib3`, `http.client`, `httplib2`, and the synchronous clients of `httpx` and `httpx2`.",
    "docs": "# blocking-http-call\n\n## What it finds\n\nHTTP calls that block, in code that runs on the event loop: `requests` and its sessions, `urllib.request`, `urllib3`,\n`http.client`, `httplib2`, and the synchronous clients of `httpx` and `httpx2`.\n\nIn the main coroutine of a program that asks a person at a terminal, where nobody else waits, one is a hint.\n\n## Why it matters\n\nThe thread that waits for a server is the one that runs everything else. Until the answer is there, no other task,\nrequest or timeout of the program makes progress; one slow server stops them all.\n\n## What to do\n\nUse an async client: `httpx.AsyncClient`, opened once around the requests. The fix moves all requests of a function\ntogether and follows what is done with responses, sessions and errors; what then differs stands with the change. Always so:\nhttpx follows 20 redirects at most and aiohttp 10, where requests follows 30, each names itself as the User-Agent, and httpx\nreads no `.netrc` from 0.24 on. Where no async client will do, run the call in a thread; that comes first where the project says what it has\ninstalled, has no async client, and has no pyproject.toml that the fix could add one to.\n\n*A session that objects or a module hold* (`self.session = requests.Session()`, `session = requests.Session()`) moves with all that use\nit, in all files of the project, as one change that is looked at before it is made: the attribute or variable becomes an `httpx.AsyncClient`, and\ntakes the timeout, redirects, `verify`, `cert`, `proxies` and adapters that the session was given where it is made; functions that send by it\nbecome async, with the methods of the class, or functions of the module, that call them; their callers in async code await them; what is done with responses and errors, there and in functions that are given nothing\nbut such responses, follows; `close()` awaits `aclose()`, `__enter__` and `__exit__` become `__aenter__` and `__aexit__`, and `with` becomes `async with`.\nIt is followed into functions that are given it, where every call of these gives that session and no other.\nSo does one that a class makes where it is given none (`session or requests.Session()`), where all that make its objects in the project are in sight and give\nnone, or one that they make themselves, which moves with it.\nWhere nobody closes it, the class gets an `aclose()`; and what a module holds, or an object that is made at import or in the lifespan, is closed where\nthe application ends that uses it: behind the `yield` of a `lifespan`, in a coroutine under `on_event(\"shutdown\")`, `on_cleanup`, `after_serving` and their like of FastAPI,\nStarlette, aiohttp, Quart, Sanic, Litestar, FastStream, MCP and aiogram, in whatever file that stands, be it told by a function\nthat all who call it give the application (`def setup(app)`). Where no such function is in sight, where several applications use it, or\nwhere that function may end before, the change says that nothing closes it. It does so as a whole or not at all, and names what stands against it: a caller outside of\nthe class or module that isn't async, a method that Python calls itself (`__init__` that logs in), a property, a generator, a session that is handed to what\nnobody can see into, that a function makes for itself and hands on, is given by who isn't in sight or is made in two places, what may be the session and isn't known to be, and what httpx has nothing for: adapters that\ndo more than connect again (urllib3's `Retry`), prepared requests, hooks.\nWhere the client is aiohttp the session becomes an `aiohttp.ClientSession`, and each response is read within `async with` in the function that asks for it. That\nsession must be made while an event loop runs: in a coroutine, or by objects that are made in coroutines alone. One that is made at import is made where the application\nstarts instead, in a new `open_session()` of the module or `open()` of the class, which the function awaits that the application runs then; where none is in sight, where other\nfiles import the variable by its name, or where what sets it up is known to `__init__()` alone, that ends the offer. A response that is handed on, `params`, `proxies`, `cert`,\nadapters and hooks of the session have no counterpart there, and end the offer. The command line, which fixes each file by itself, leaves it to the editor."
  },
  "blocking-input": {
    "rule": "blocking-input",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "unsafe",
    "roles": {
      "test": "silent",
      "command": "silent",
      "script": "silent"
    },
    "peers": [
      "ASYNC250",
      "blocking-input-in-async-function",
      "S7501"
    ],
    "summary": "`input()`, `getpass.getpass()`, reading from `sys.stdin`, and the prompts of click, typer and rich, in code that runs on the event loop.",
    "docs": "# blocking-input\n\n## What it finds\n\n`input()`, `getpass.getpass()`, reading from `sys.stdin`, and the prompts of click, typer and rich, in code that runs on the event\nloop.\n\nWhat asks in a file that serves nobody, is no bot and starts no task is worth a hint, and so is what the program's main coroutine asks\nitself: most of the time it is a command that one person has started. A loop over `sys.stdin` itself is not found, nor a function of such a file that prints as well: it talks with that\nperson.\n\n## Why it matters\n\nPeople think before they type. Until they press Enter, no other task, request or timeout of the program makes progress.\n\n## What to do\n\nAsk in a thread: `await asyncio.to_thread(input, \"Name? \")`. Python can't stop a thread: Ctrl+C at such a question ends the program only\nonce it is answered. Where that matters, read standard input with the event loop, or with a library that does. A question that is to be\nconfirmed (`[y/N]`) stays where it is, in a file that serves nobody."
  },
  "blocking-network-call": {
    "rule": "blocking-network-call",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [],
    "summary": "Network calls that are not HTTP clients, in code that runs on the event loop: sockets and TLS, name lookups, smtplib, ftplib, poplib, imaplib, telnetlib, paramiko, websocket-client, boto3, and the synchronous clients of openai, anthropic, slack_sdk, elasticsearch and pika.",
    "docs": "# blocking-network-call\n\n## What it finds\n\nNetwork calls that are not HTTP clients, in code that runs on the event loop: sockets and TLS, name lookups, smtplib, ftplib,\npoplib, imaplib, telnetlib, paramiko, websocket-client, boto3, and the synchronous clients of openai, anthropic, slack_sdk,\nelasticsearch and pika.\n\nA socket is looked at where the same function makes it: one that comes from elsewhere may well be non-blocking. What is connected to this\nmachine, as its address says, is left alone. A lookup of\ncertificates on the disk belongs to blocking-filesystem-call.\n\nTo look up a host is a hint where that is nearly always a number, of which no name server is asked: the address to listen at\n(`socket.AI_PASSIVE`), or one that is `\"127.0.0.1\"` unless somebody says otherwise.\n\n## Why it matters\n\nA server answers when it can, and perhaps never. Until then, no other task, request or timeout of the program makes progress.\n\n## What to do\n\nUse the library's async client, or the one that the message names. Or run the call in a thread:\n`await asyncio.to_thread(socket.gethostbyname, host)`."
  },
  "blocking-sleep": {
    "rule": "blocking-sleep",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [
      "ASYNC251",
      "blocking-sleep-in-async-function",
      "S7488"
    ],
    "summary": "`time.sleep()` in code that runs on the event loop. One that is over within a tenth of a second is an information, a moment of less than a hundredth a hint. One of no time at all is over at once.",
    "docs": "# blocking-sleep\n\n## What it finds\n\n`time.sleep()` in code that runs on the event loop. One that is over within a tenth of a second is an information, a moment of less than a\nhundredth a hint. One of no time at all is over at once.\n\nIn the main coroutine of a program that asks a person at a terminal, where nobody else waits, one is a hint as well.\n\n## Why it matters\n\nA thread that sleeps runs nothing else. While `time.sleep()` lasts, no other task, request or timeout of the program makes\nprogress.\n\n## What to do\n\nAwait `asyncio.sleep()`, or `anyio.sleep()` or `trio.sleep()` where the file is written for these."
  },
  "blocking-subprocess": {
    "rule": "blocking-subprocess",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [
      "ASYNC220",
      "create-subprocess-in-async-function",
      "ASYNC221",
      "run-process-in-async-function",
      "ASYNC222",
      "wait-for-process-in-async-function",
      "S7487",
      "S7489"
    ],
    "summary": "Processes that are started or waited for in code that runs on the event loop: the functions of subprocess, `Popen` and its `wait()` and `communicate()`, and `os.system()`, `os.popen()`, `os.spawn*()`, `os.posix_spawn()` and `os.wait*()`.",
    "docs": "# blocking-subprocess\n\n## What it finds\n\nProcesses that are started or waited for in code that runs on the event loop: the functions of subprocess, `Popen` and its\n`wait()` and `communicate()`, and `os.system()`, `os.popen()`, `os.spawn*()`, `os.posix_spawn()` and `os.wait*()`.\n\nTo start a process takes a moment only, and is a hint, which isn't told where the function waits for the process as well: that is. So it is the reading of its pipes, or the waiting for its end, that stops\nthe event loop, but where the code knows that the process has ended: `poll()` has said so. A hint as well is what is run where an error is\ndealt with, only until its answer is known (`if self.version is None`), or as a part of the program starts (`setup()`), a program that is\nonly asked for its version, or this machine for a name (`php --version`, `hostname -i`, `which php`), the end of a process whose output was\nread to its end before, and what is run right before the process ends or restarts (`os.execv()`, `restart()`, `os.kill(os.getpid(), signal.SIGTERM)`);\nbut to read all that a process writes (`process.stdout.read()`) comes back when that ends, or never.\n\n## Why it matters\n\nAnother program takes as long as it takes. Until it ends, no other task, request or timeout of this one makes progress.\n\n## What to do\n\nRun the same call in a thread: `await asyncio.to_thread(subprocess.run, ...)`. Or start the process with\n`asyncio.create_subprocess_exec()` and await it, where the arguments have their counterparts."
  },
  "blocking-wait": {
    "rule": "blocking-wait",
    "command": "NEVER mix blocking I/O in async functions",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [],
    "summary": "Waiting for other threads and processes in code that runs on the event loop: `acquire()` of threading locks, `wait()` of events and conditions, `Thread.join()`, `get()` and `put()` of queue.Queue, `result()` of concurrent futures, executors that are shut down, multiprocessing's counterparts, and `asyncio.run()` or `run_until_complete()` where a loop is running already.",
    "docs": "# blocking-wait\n\n## What it finds\n\nWaiting for other threads and processes in code that runs on the event loop: `acquire()` of threading locks, `wait()` of events\nand conditions, `Thread.join()`, `get()` and `put()` of queue.Queue, `result()` of concurrent futures, executors that are shut\ndown, multiprocessing's counterparts, and `asyncio.run()` or `run_until_complete()` where a loop is running already.\n\nA short `with lock:` is accepted practice to share data with a thread, and is left alone, unless an `await` stands in it that lets other\ntasks run (`put()` into an asyncio.Queue without a maxsize lets none). So is what is asked before (`future.done()`, `queue.empty()`), what is told not to wait (`block=False`), and `put()` into a queue\nwithout a maxsize, the executor of an object that is shut down as the last act of what manages the object, and what is waited for before\n`loop.stop()` in the same function, and the result of a future whose `add_done_callback()` is followed by an `await`.\n\nA thread that the function has told to end before, as its loop was stopped or its queue got `None`, is an information; a pool whose work was\njust awaited a hint, and one whose tasks were cancelled before an information.\n\nAt the top of a notebook's cell a loop is running too, the kernel's: `asyncio.run()` raises there, and `await` may stand.\n\n## Why it matters\n\nThe loop stands still until the other side moves. If the other side needs the loop to move, both wait for ever: a lock that a\ntask holds over an `await` is enough.\n\n## What to do\n\nAwait the future (`asyncio.wrap_future()`), use asyncio's own lock, event or queue where only tasks share it, or wait in a\nthread: `await asyncio.to_thread(queue.get)`."
  },
  "cpu-bound-call": {
    "rule": "cpu-bound-call",
    "command": "DO use async ONLY for I/O-bound operations",
    "severity": "information",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [],
    "summary": "Calls that keep the processor busy for long, in code that runs on the event loop: password hashes and key derivation (hashlib, bcrypt, argon2, passlib, werkzeug, Django), compression of whole payloads, data frames and arrays that are loaded or written (pandas, polars, numpy, openpyxl), and images that Pillow changes or saves.",
    "docs": "# cpu-bound-call\n\n## What it finds\n\nCalls that keep the processor busy for long, in code that runs on the event loop: password hashes and key derivation (hashlib,\nbcrypt, argon2, passlib, werkzeug, Django), compression of whole payloads, data frames and arrays that are loaded or written\n(pandas, polars, numpy, openpyxl), and images that Pillow changes or saves.\n\nAnd loops in async code that never await and never end, or that do nothing but wait for a name to change.\n\nAn XML document that lies in memory already (`ElementTree.parse(io.BytesIO(answer))`) is a hint, and so is a table that is made here of rows in memory\nand written as CSV or JSON. A spreadsheet, or another table, that is read for whoever asks is a warning: it may be of any size.\n\n## Why it matters\n\nA task that computes gives no other task a turn. A password hash is made to take a good part of a second; for that long the\nprogram answers nobody.\n\n## What to do\n\nRun the call in a thread, as most of these let other threads work meanwhile: `await asyncio.to_thread(bcrypt.hashpw, ...)`. What\nholds the interpreter lock belongs in a process pool. Keep what computes in plain functions."
  },
  "dangling-task": {
    "rule": "dangling-task",
    "command": "USE TaskGroup for structured concurrency",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [
      "RUF006",
      "asyncio-dangling-task",
      "ASYNC300",
      "S7502"
    ],
    "summary": "A task that is started and that nobody keeps or awaits: `asyncio.create_task(...)` as a statement of its own, or given to a variable that is never used. What awaits nothing is left alone: the loop holds a task until its first step, which is its last one then. So are tasks where the file, or one that it imports, has the loop make them in a way of its own (`set_task_factory`).",
    "docs": "# dangling-task\n\n## What it finds\n\nA task that is started and that nobody keeps or awaits: `asyncio.create_task(...)` as a statement of its own, or given to a\nvariable that is never used. What awaits nothing is left alone: the loop holds a task until its first step, which is its last one then. So are\ntasks where the file, or one that it imports, has the loop make them in a way of its own (`set_task_factory`).\n\nWhat only sleeps, or then cancels another task, sets a flag, stops the loop, takes something out that may be gone (`codes.pop(code, None)`) or opens a browser is left alone too: the loop's timer holds it, and nothing of it fails.\n\n## Why it matters\n\nThe event loop holds its tasks by weak references only. A task that nobody else refers to can be garbage collected before it is\ndone, and nobody sees the error it ends with. Where the coroutine catches whatever fails, or logs it before it raises it again, itself or by a context manager of the project's that takes the errors of its block, no error can be lost, and it is a hint; so it is where it\ndoes something after a while whose error it expects, and leaves it at that, or only starts another task then: the loop's timer holds it; or where it waits for nothing but to\nput something into a queue without a limit, to take it out of one of asyncio's, or for a lock; where it only sleeps and then does a thing or two,\nwaits for the end of what somebody else holds (`await self.server.wait_closed()`), or asks for something that is asked for again in the next round of a loop that only sleeps; and where a program starts it under `if __name__ == \"__main__\":`, before somebody who sees what becomes of it.\n\n## What to do\n\nStart it in a `TaskGroup` where the function can wait for it. Where it has to outlive the function, keep it in a set until it is\ndone, as the documentation of `asyncio.create_task()` recommends; where the project has a function that does so, and the file uses it, that one\nstarts it. A job beside what serves for ever (`await server.serve()`) is kept in a set: in a group its error would end the server.\n\nIn a script or an example it is a hint. One that starts one task awaits it at its end. A plain function that was handed its loop may run in another thread, where\n`asyncio.run_coroutine_threadsafe()` starts it."
  },
  "disabled-timeout": {
    "rule": "disabled-timeout",
    "command": "ALWAYS set timeouts on async I/O",
    "severity": "warning",
    "fix": "unsafe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [
      "S113",
      "request-without-timeout",
      "B113",
      "S7618"
    ],
    "summary": "`timeout=None` and its kind where a network call, client or driver takes a timeout: None by keyword, by position or through a variable, `(None, None)` of requests, and sets of limits that hold none, like `httpx.Timeout(None)` and `aiohttp.ClientTimeout()`.",
    "docs": "# disabled-timeout\n\n## What it finds\n\n`timeout=None` and its kind where a network call, client or driver takes a timeout: None by keyword, by position or through a\nvariable, `(None, None)` of requests, and sets of limits that hold none, like `httpx.Timeout(None)` and\n`aiohttp.ClientTimeout()`.\n\nIt keeps silent where some of the limits are set (`httpx.Timeout(10, read=None)`), where an enclosing `asyncio.timeout()` or its\nkind bounds the call, and where the value comes from outside of the file, as a parameter or an attribute. None for\n`asyncio.wait_for()` and `asyncio.timeout()` is left alone: it is the documented way to say that a limit comes later.\n\nNewer versions of aiohttp take None for their default of five minutes; older ones wait for ever. Either way the code does not do\nwhat it says, and it is found.\n\nWhere a comment at its line says that there is to be no limit, it is on purpose.\n\n## Why it matters\n\nNone asks to wait for ever. A server that takes a connection and then says nothing holds the task, its connection and whatever\nwaits for it until the program is stopped.\n\nA hint is all that is told where it is likely meant: of a stream or a WebSocket, which may be quiet for long, and of a client whose requests are read\nline by line or as something comes, or that hands out subscriptions (`PubSub`); only connecting misses its limit there. So it is in a command line, and where a function asks somebody at the terminal.\n\n## What to do\n\nSet a limit, a long one where answers take long. For a stream without end, limit connecting and leave reading open:\n`httpx.Timeout(10, read=None)`."
  },
  "exhausted-generator": {
    "rule": "exhausted-generator",
    "command": "Use generators for large streams, lists for small collections",
    "severity": "warning",
    "fix": "unsafe",
    "roles": {
      "test": "full",
      "command": "full",
      "script": "full"
    },
    "peers": [],
    "summary": "A generator expression, the result of `map`, `filter`, `zip`, `enumerate`, `reversed` or `iter`, of `Path.glob()`, `os.walk()`, `os.scandir()`, `re.finditer()` and their kind, or of a generator function of the file, that a function reads a second time after it was read to its end: by a loop, a built-in, or a function of the file that goes through what it is given.",
    "docs": "# exhausted-generator\n\n## What it finds\n\nA generator expression, the result of `map`, `filter`, `zip`, `enumerate`, `reversed` or `iter`, of `Path.glob()`, `os.walk()`,\n`os.scandir()`, `re.finditer()` and their kind, or of a generator function of the file, that a function reads a second time after it was read to its end: by a loop, a built-in, or a function\nof the file that goes through what it is given.\n\n## Why it matters\n\nAn iterator gives its items once. The second reading raises no error: the loop doesn't run, the sum is 0, the list is\nempty.\n\n## What to do\n\nMake it a list where it is small, or make it anew for the second reading."
  },
  "gather-without-task-group": {
    "rule": "gather-without-task-group",
    "command": "USE TaskGroup for structured concurrency",
    "severity": "information",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [],
    "summary": "`await asyncio.gather(...)` and `await asyncio.wait(...)` over coroutines and tasks that the function starts itself, and lists of such tasks that are awaited one after the other.",
    "docs": "# gather-without-task-group\n\n## What it finds\n\n`await asyncio.gather(...)` and `await asyncio.wait(...)` over coroutines and tasks that the function starts itself, and lists of\nsuch tasks that are awaited one after the other.\n\n## Why it matters\n\nWhen one coroutine of a `gather()` fails, its error is raised at once, and the others run on with nobody waiting for them:\ntheir work goes to waste, and their own errors are lost. `asyncio.wait()` raises nothing at all. A `TaskGroup` owns its tasks:\nif one fails, it cancels the others, waits until they have ended, and raises every error in an `ExceptionGroup`.\n\nIt is told where the code shows the harm: a `with` around it gave what the others still work with, a `finally` or a handler closes, gives back\nor removes that, or their bodies change something or are at it for long (a loop that waits, `self.x = ...`, `await file.write()`,\n`await client.download()`). Of what isn't in sight the name counts (`download`, `create`), where what comes of it is asked for. Everything else is\nleft alone: what only reads, and is over soon, ends by itself, and where nobody asks for the results, parts that have nothing to do with each other\nare better done than stopped half way. Where `asyncio.wait()` drains what a process has written (`proxy_stdout()`, `flush()`), it is a warning: the rest is lost where that fails, and nobody knows. It is a hint where an error leaves the program at once, as `asyncio.run()` cancels the others then, where the same is done for each of several and nobody asks for the results, and where a handler\nnames the error, which a group would hide in another, or puts its text into an answer, also one around a call of the function in its file; and where functions of the file send requests whose answers are asked for together: once one\nhas failed, the others are sent and waited for in vain.\n\nCoroutines that await nothing are over before a group could cancel one, and are left alone, as are those that catch whatever comes of what they\nwait for, also where other files define them, those that cancel themselves to say that they are done or wait for a task of their own that they don't end, those that a\n`finally` or a handler of any error cancels where one has failed, itself or by a function of the file, what ends something beside others that aren't\nknown to do more, what a loop makes that takes the errors of each round and goes on with the next (`with log_errors(logger)`), what is done last of all for each of what the object holds, what is done in a `finally` or a function that gives something back or ends it (`unload`, `on_error`), as all of it is to be\ntried, and the last thing that a program does: `asyncio.run()` cancels and awaits what an error leaves\nrunning. Where the project supports a Python before 3.11, nothing is said of `gather()`, unless the file uses anyio,\nwhose task groups work there.\n\n## What to do\n\nStart the coroutines with `create_task()` in an `async with asyncio.TaskGroup()`, and read the results behind it. Handlers of the\nfunction that name exceptions become `except*`. A group raises an `ExceptionGroup`: a second fix raises the first error itself behind it, as\n`gather()` does. It comes first where somebody in sight may tell an error by its class: a handler that looks at it, a docstring that promises it, a\ncaller that catches it, a decorator, as frameworks answer with errors; it is left out where all callers are known and none of them can tell.\nWhere the files of the project can be read, callers are looked for in all of them. All are known of a private function, of one within another, and\nof a public one where nothing says that the project is built for others to install (`[build-system]` in pyproject.toml, setup.py, setup.cfg), so\nlong as it is only ever called and awaited, by its name, and that stands in no string.\nThe fix is not offered where a `TaskGroup` can't do the same: with `return_exceptions=True`, with futures among the arguments, or before\nPython 3.11. It is safe where every argument is known to be a coroutine, and nobody can tell the errors apart."
  },
  "implicit-timeout": {
    "rule": "implicit-timeout",
    "command": "ALWAYS set timeouts on async I/O",
    "severity": "information",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "silent"
    },
    "peers": [],
    "summary": "Clients that are made, and functions of a module that are called, with the library's default timeout: aiohttp (5 minutes), and httpx, httpx2 (5 seconds) and `urllib3.request()` (3 seconds) where the code needs more. Requests that are made on a client are not looked at.",
    "docs": "# implicit-timeout\n\n## What it finds\n\nClients that are made, and functions of a module that are called, with the library's default timeout: aiohttp (5 minutes), and httpx,\nhttpx2 (5 seconds) and `urllib3.request()` (3 seconds) where the code needs more. Requests that are made on a client are not looked at.\n\nThat a few seconds may be too few is shown by what is done: it downloads, uploads, reads a stream or asks for what is made up while one waits; or by\nlonger limits that the file states for other calls of the library.\n\nIt keeps silent where the client has a transport of its own, which may not reach a network at all; where an enclosing\n`asyncio.timeout()` or its kind bounds the call, or every request of the client; where that only opens WebSockets, which stay\nopen; where `**kwargs` may hold the timeout; where a client is kept, and the file hands timeouts on (a parameter,\n`timeout=self.limit`) with which its requests may be made; where an object of a library is made with the client, or a function makes it\nfor other files, or keeps it in an attribute that these see, or gives it to their functions, without a request of its own, so that their requests may have limits; and where a handler names the timeout of a short default, as whoever wrote it\nknows of that, or goes on whatever fails of the request, for which so short a limit is good.\n\n## Why it matters\n\nThe default is there, but a reader of the code does not see it, it differs from library to library, and it may be far from what\nthe code needs: five minutes are long for a user who waits, five seconds short for a report.\n\nWhere all that the file sends by it goes to `localhost`, or it runs only where somebody starts the file, it is a hint.\n\nWhere a stream of events is read line by line under a few seconds for each wait, it is a warning: it breaks off as soon as nothing happens for so long.\n\nWhere the file makes a set of limits that nothing uses (`timeout = aiohttp.ClientTimeout(total=2)`), somebody meant it for this: it is a warning.\n\n## What to do\n\nState the timeout where the client is made. A fix takes the limit that the file gives the library's other calls, or its constant for\nany request (`REQUEST_TIMEOUT = 20`), before the one of the settings. aiohttp's default depends on its version, which is read from the project's\nlockfile or requirements; where nobody says it, stating the default isn't safe."
  },
  "invalid-configuration": {
    "rule": "invalid-configuration",
    "command": "(pyproject.toml)",
    "severity": "warning",
    "fix": "unsafe",
    "selected": "always",
    "roles": {
      "test": "full",
      "command": "full",
      "script": "full"
    },
    "peers": [],
    "summary": "Settings in `[tool.async-skill]` of pyproject.toml that have no effect: unknown rules and keys, and values of a wrong type.",
    "docs": "# invalid-configuration\n\n## What it finds\n\nSettings in `[tool.async-skill]` of pyproject.toml that have no effect: unknown rules and keys, and values of a wrong type.\n\nIt runs whatever `select` names: a slip of the pen there would otherwise hide itself. `ignore = [\"invalid-configuration\"]`\nand a severity of `off` still switch it off.\n\n## Why it matters\n\nA misspelt rule stays switched on, or off, without anybody noticing.\n\n## What to do\n\nCorrect the name or the value. A `select` that names no rule that there is, be it misspelt or empty, counts as not there: all\nrules run, and the command line ends with 2. Whoever wants nothing checked says so with `exclude = [\"*\"]`. The keys are `select`,\n`ignore`, `severity`, `exclude`, `test-paths`, `script-paths`, `default-timeout`, `http-client`, `max-file-size` and\n`line-length`."
  },
  "list-built-from-stream": {
    "rule": "list-built-from-stream",
    "command": "Use generators for large streams, lists for small collections",
    "severity": "hint",
    "fix": "unsafe",
    "roles": {
      "test": "silent",
      "command": "silent",
      "script": "silent"
    },
    "peers": [],
    "summary": "A function that only collects in a list what it reads from a file line by line, or from a response as it comes, and returns the list at its end, while a caller in its file goes through the items one by one.",
    "docs": "# list-built-from-stream\n\n## What it finds\n\nA function that only collects in a list what it reads from a file line by line, or from a response as it comes, and returns\nthe list at its end, while a caller in its file goes through the items one by one.\n\nWhere all callers keep the list, or none is known, there is nothing to gain, or nobody knows: the refactoring turn-list-into-generator\nis offered there.\n\nA file whose path ends in a name that is written there (`folder / \"plugins.txt\"`) is one that the program knows, and short, unless it\nis called like one that grows (`.log`, `.csv`).\n\nAn async iterator that isn't known is no reason: what it goes through may well lie in memory. The refactoring\nturn-list-into-generator is offered there all the same.\n\n## Why it matters\n\nThe stream may be larger than memory, and nobody sees its first item before the last one was read. A generator hands\neach item on as it comes.\n\n## What to do\n\nYield the items. Callers that do need a list make one."
  },
  "manual-lock-release": {
    "rule": "manual-lock-release",
    "command": "DO use async context managers for resource lifecycle",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [],
    "summary": "An asynchronous lock, semaphore or condition that is acquired and released by hand.",
    "docs": "# manual-lock-release\n\n## What it finds\n\nAn asynchronous lock, semaphore or condition that is acquired and released by hand.\n\n## Why it matters\n\nBetween `acquire()` and `release()` an error or a cancellation can strike. Where the `release()` isn't in a `finally`, the lock then\nstays locked for ever. Where it is, `async with` says the same in one line.\n\n## What to do\n\nUse `async with lock:`."
  },
  "missing-await": {
    "rule": "missing-await",
    "command": "DO keep async boundaries explicit",
    "severity": "warning",
    "fix": "unsafe",
    "roles": {
      "test": "full",
      "command": "full",
      "script": "full"
    },
    "peers": [
      "reportUnusedCoroutine"
    ],
    "summary": "A coroutine of the project or of a known library that is called and dropped, or used as if it were its result.",
    "docs": "# missing-await\n\n## What it finds\n\nA coroutine of the project or of a known library that is called and dropped, or used as if it were its result.\n\nWhat other files define is followed through imports, packages that hand it on, typed variables and attributes, and told in async code.\nIt is left alone where it isn't sure that a coroutine function is called: under an unknown decorator, or with several definitions.\n\nSo are coroutine functions of packages that are installed in the project's environment, by their source, or by a stub (`.pyi` beside it, or in\na `NAME-stubs` package). What a package's functions give and its attributes hold is told by their source and annotations, and by the stub where these say\nnothing. A stub that has an `async def` where the source has a plain function is not believed.\n\nWhere Python raises there, or a condition is always the same, the code can't do what it says: that is an error. What does nothing in a class that others derive from, and need not\nbe overridden (`pass`, or a docstring alone), is left alone: what stands in its place may well be a plain method.\n\n## Why it matters\n\nCalling an `async def` runs nothing: it makes a coroutine. Without `await` the work is not done, and what is used in its place is\nan object that is always true, has no items and equals nothing.\n\n## What to do\n\nAwait it; or start it as a task, where it should run beside what follows."
  },
  "missing-timeout": {
    "rule": "missing-timeout",
    "command": "ALWAYS set timeouts on async I/O",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "unattended"
    },
    "peers": [
      "S113",
      "request-without-timeout",
      "W3101",
      "B113",
      "S7618"
    ],
    "summary": "Network calls that wait for ever by default and are given no timeout, in sync and async code alike.",
    "docs": "# missing-timeout\n\n## What it finds\n\nNetwork calls that wait for ever by default and are given no timeout, in sync and async code alike.\n\n- Functions of requests and methods of a `Session`, which has no timeout of its own; `urlopen()`, `http.client`, urllib3, httplib2.\n- `socket.create_connection()`, a socket that the function makes and connects itself, and the clients of `smtplib`, `ftplib`, `imaplib`, `poplib`, `telnetlib`; websocket-client.\n- `psycopg2`, `asyncpg`, `aiomysql`.\n- `asyncio.open_connection()` and `loop.create_connection()`, with what anyio and trio have for them.\n- Reads of a stream that the function opened itself, and `communicate()` and `wait()` for a process that it started itself.\n- In async code, `subprocess.run()` and its kind.\n\nA call that is handed to a thread (`asyncio.to_thread(requests.get, url)`) counts as well.\n\nIt keeps silent where something else bounds the time: `asyncio.timeout()`, `wait_for()`, `fail_after()`, `move_on_after()`\naround the call, or around a call of the function in the same file (of a\nconnection whose later calls would wait: around all of these); functions of the file's own that nothing calls; `socket.setdefaulttimeout()`, which requests does not heed; an adapter of your own; and\nwhere nobody can tell: a command line with a limit of its own (`ping -w 5`, `timeout 10 program`); `**kwargs`, a connection string that stands elsewhere. A stream that is read in a loop may listen for as\nlong as it likes, and a process that is stopped somewhere in the function is under control.\n\n## Why it matters\n\nA server that takes a connection and then says nothing is no error to Python. Without a timeout the task, or the thread, waits\nuntil the program is stopped, and keeps its connection, its memory and whatever waits for it.\n\nTo connect the system ends by itself after some minutes, and a program that converts a file of this machine (`ffmpeg`, `pandoc`, `tesseract`) ends when it is through:\nthat they have no limit is worth knowing, and no warning. So is a program that talks with a device (`adb`), which may be gone.\n\nWhere a process of the function's own writes into a pipe that nobody reads before its end, the wait for that end says so: more than a pipe holds stops the\nprogram, and it never ends. A program that was told to be quiet fills none.\n\nA hint is all that is told where somebody who started the file sits before it: what runs only under `if __name__ == \"__main__\":` or at the top of a file that prints there, and not for\never, coroutines among them that are alone on their loop; of a server on this machine, whose address is fixed; of a process that runs what the function was given, as how long that takes is the callers' to know; and of one of which nothing in its command line says\nthat it takes long or waits for others (a download, a build, `ssh`, another interpreter): most programs of this machine end by themselves. So it is with an address that\nis listened on here (`console_host`, `bind_address`, or the loopback in the place of another), in a command line made with typer, click and their kind, where the function asks somebody at the terminal (`input()`) or its class reads what he types (`self.stdin`, `PromptSession()`), and in a command: it prints, and gives back the\ncode that its program ends with. In scripts and examples nothing is\ntold, but for a hint where the file goes on with nobody before it: it serves others, has a pool of threads, or makes the call in a loop without an end.\n\n## What to do\n\nGive the API's own timeout. Where it has none, put the call in `async with asyncio.timeout(...)`. The fix takes the limit that the\nfile gives the same function elsewhere, or all other calls of the library, or its constant for any request (`REQUEST_TIMEOUT = 20`). A limit of anything but connecting is unsafe: how long a download, a build or an answer\ntakes, nobody can tell who reads the call; mail servers are given the 300 seconds that their protocol asks for, and for a program that a function is given its callers\nhave to name the limit. So is one that raises what the handlers around don't catch."
  },
  "pydantic-iterable-field": {
    "rule": "pydantic-iterable-field",
    "command": "Use Sequence[T] in Pydantic models (NOT Iterable[T])",
    "severity": "warning",
    "fix": "unsafe",
    "roles": {
      "test": "softer",
      "command": "full",
      "script": "full"
    },
    "peers": [],
    "summary": "`Iterable` as the type of a field of a Pydantic model, a root model, a settings class or a Pydantic dataclass, or of a parameter of a function under `validate_call`; also within other types, in quotes, through an alias, in what a `TypeAdapter` is made for, and in a `TypedDict` that one of these names.",
    "docs": "# pydantic-iterable-field\n\n## What it finds\n\n`Iterable` as the type of a field of a Pydantic model, a root model, a settings class or a Pydantic dataclass, or of a\nparameter of a function under `validate_call`; also within other types, in quotes, through an alias, in what a `TypeAdapter` is\nmade for, and in a `TypedDict` that one of these names.\n\nIt keeps silent where the field may hold what can be read once by its nature as well (`Union[IO[bytes], Iterable[bytes]]`, the content of a stream), and where a model has a\n`construct()` or `model_construct()` of its own and the file makes its objects in no other way: these check nothing, and keep what they are given.\n\n## Why it matters\n\nPydantic doesn't read an `Iterable`: it keeps a lazy iterator that checks each item when it is taken. Wrong items go\nunnoticed until then, the field is empty after it was read once (dumping the model reads it), and it has no length,\nno index and no equality.\n\n## What to do\n\nUse `Sequence[T]`. Where callers pass sets or generators, use `list[T]`. Keep `Iterable` only for input that never ends.\nPydantic 1 never checks the items of an `Iterable`, and takes sets and generators for a `Sequence`; one that is given a\ngenerator can still be read only once."
  },
  "read-all-lines-in-loop": {
    "rule": "read-all-lines-in-loop",
    "command": "Use generators for large streams, lists for small collections",
    "severity": "information",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [
      "FURB129",
      "readlines-in-for"
    ],
    "summary": "A loop, comprehension or `yield from` over `file.readlines()`, `file.read().splitlines()` or `list(file)`, which doesn't keep every line anyway, where the file may be large: its path or the file itself comes from a caller or an object, or it is called like what grows (`access.log`, `users.csv`). Files whose names are written in the code (`setup.py`, `.gitattributes`) say a few things, and are left alone.",
    "docs": "# read-all-lines-in-loop\n\n## What it finds\n\nA loop, comprehension or `yield from` over `file.readlines()`, `file.read().splitlines()` or `list(file)`, which doesn't keep every line anyway, where\nthe file may be large: its path or the file itself comes from a caller or an object, or it is called like what grows (`access.log`, `users.csv`).\nFiles whose names are written in the code (`setup.py`, `.gitattributes`) say a few things, and are left alone.\n\n## Why it matters\n\nThe whole file is read and made a list of before the first line is looked at. A file is an iterator over its lines and\nneeds the memory of one. Where the loop ends with putting what it makes of a line into a list, little is won, and it is a hint.\n\n## What to do\n\nIterate over the file itself."
  },
  "swallowed-cancellation": {
    "rule": "swallowed-cancellation",
    "command": "DO document TaskGroup cancellation behavior",
    "severity": "warning",
    "fix": "unsafe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [
      "ASYNC103",
      "ASYNC104",
      "S7497"
    ],
    "summary": "`except asyncio.CancelledError`, `except BaseException` or a bare `except` around an `await`, whose handler doesn't raise again, so that the function goes on. A handler for `CancelledError` alone that ends the function is left alone: the task ends, as was asked of it.",
    "docs": "# swallowed-cancellation\n\n## What it finds\n\n`except asyncio.CancelledError`, `except BaseException` or a bare `except` around an `await`, whose handler doesn't raise again,\nso that the function goes on. A handler for `CancelledError` alone that ends the function is left alone: the task ends, as was\nasked of it.\n\nAn `await` of a function that awaits nothing, or only others that await nothing, in whatever file, doesn't count: no cancellation arrives there.\n\nThe same for trio's `Cancelled` and what anyio's `get_cancelled_exc_class()` gives, for handlers that raise another error instead,\nand for those of everything that raise it only where a flag says so. What closes, writes down or returns what was there before ends\na function as well. A handler for cancellations alone that keeps for others that one came (`self.stopped = True`, a flag that is read behind\nthe statement) has said so to those who look, and so has one that answers a request by\nit (`raise HTTPException(409)`). A function of the file's own (`_run()`, or one within another) that is only ever\nstarted as a task, of no group, itself or by a function of the file that hands it on, may do a little behind the handler: a last message, `self.exited.set()`. Where everything is caught, and nothing runs any more in the function, nor does a loop of the file\ncall it again, it is a hint; so it is where all that is waited for, in the block and its handlers, are messages (`await reply(\"not a number\")`), and the function ends with them; and where a cancellation alone ends a loop without an end, and the function behind it waits for nothing more: that is a task of its own, and\nwho cancels it has what he asked for.\n\n## Why it matters\n\nCancellation is an exception. Where it is caught and dropped, the task runs on: timeouts don't end it, a TaskGroup waits for it\nfor ever, and shutting down hangs.\n\n## What to do\n\nClean up in `finally`, or `raise` at the end of the handler. For other errors `except Exception` is enough, which lets\ncancellations pass."
  },
  "sync-with-on-async-resource": {
    "rule": "sync-with-on-async-resource",
    "command": "Use async context managers for resource lifecycle",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "full",
      "command": "full",
      "script": "full"
    },
    "peers": [
      "reportGeneralTypeIssues"
    ],
    "summary": "`with` around a resource that can only be managed by `async with`, and `async with` around one that can't: clients, locks, task groups and timeouts of the libraries that are known, what their functions give that can only be entered by `async with`, classes of the file, and functions of the file under `@contextmanager` or `@asynccontextmanager`.",
    "docs": "# sync-with-on-async-resource\n\n## What it finds\n\n`with` around a resource that can only be managed by `async with`, and `async with` around one that can't: clients,\nlocks, task groups and timeouts of the libraries that are known, what their functions give that can only be entered by\n`async with`, classes of the file, and functions of the file under `@contextmanager` or `@asynccontextmanager`.\n\n## Why it matters\n\nThe statement raises `TypeError` or `AttributeError` when it is reached, which tests of other paths don't show; with\nan old lock or client it may seem to work and manage nothing.\n\n## What to do\n\nUse the statement that the resource is made for."
  },
  "task-group-needs-python-311": {
    "rule": "task-group-needs-python-311",
    "command": "USE TaskGroup for structured concurrency",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "full",
      "command": "softer",
      "script": "softer"
    },
    "peers": [],
    "summary": "`asyncio.TaskGroup`, `asyncio.timeout()` and `except*` in a project that supports Python older than 3.11.",
    "docs": "# task-group-needs-python-311\n\n## What it finds\n\n`asyncio.TaskGroup`, `asyncio.timeout()` and `except*` in a project that supports Python older than 3.11.\n\n## Why it matters\n\n`requires-python` promises that the code runs there. On Python 3.10 these names don't exist, and `except*` is a syntax error.\n\n## What to do\n\nRaise `requires-python` to `>=3.11`, or use the counterparts of anyio, which run on older versions too."
  },
  "unclosed-async-generator": {
    "rule": "unclosed-async-generator",
    "command": "DO use async generators for streaming data",
    "severity": "hint",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "full",
      "script": "full"
    },
    "peers": [],
    "summary": "An `async for` over an async generator that holds something open, left early by `break` or `return`.",
    "docs": "# unclosed-async-generator\n\n## What it finds\n\nAn `async for` over an async generator that holds something open, left early by `break` or `return`.\n\n## Why it matters\n\nA generator that isn't run to its end stays where it is. Its `finally` and `async with` blocks run when the garbage collector finds it,\nin another task and at another time; if the loop is closing, never.\n\n## What to do\n\nWrap it in `contextlib.aclosing()`, which closes it as soon as the loop is left."
  },
  "unclosed-async-resource": {
    "rule": "unclosed-async-resource",
    "command": "Use async context managers for resource lifecycle",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [],
    "summary": "An async client, session or connection that an async function opens, uses, and neither closes, nor manages with `async with`, nor hands on.",
    "docs": "# unclosed-async-resource\n\n## What it finds\n\nAn async client, session or connection that an async function opens, uses, and neither closes, nor manages with\n`async with`, nor hands on.\n\nAlso an object that opens one as it is made, by a class of the file or of another one of the project that never closes it and has\nno other base: where a function makes such an object for each request or in a loop, keeps it to itself and only calls its methods. That is told as\ninformation. Where the object is made once, or anything else may have it, nothing is said.\n\n## Why it matters\n\nIts sockets stay open: after enough calls the process has no file descriptors left, or the server refuses further\nconnections. Python warns only when the object is collected, if at all.\n\n## What to do\n\nOpen it with `async with`, so that it is closed on every way out."
  },
  "undocumented-cancellation": {
    "rule": "undocumented-cancellation",
    "command": "DO document TaskGroup cancellation behavior",
    "severity": "hint",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "silent",
      "script": "silent"
    },
    "peers": [],
    "summary": "An async function that runs two or more tasks in a task group, with nothing in its docstring or a comment about cancellation.",
    "docs": "# undocumented-cancellation\n\n## What it finds\n\nAn async function that runs two or more tasks in a task group, with nothing in its docstring or a comment about cancellation.\n\nIt is told where a task may be cut off within something that it has begun: its body changes something or is at it for long (`self.x = ...`,\n`await file.write()`, a loop that waits), or isn't in sight, and its name says so (`save`, `download`). Tasks that by their names only read\n(`search_album()`, `fetch()`) leave nothing half done, those that give back what went wrong as a value (`-> Status[int]`) cancel no other, those that go on for ever (`serve()`,\n`watch()`) end by being cancelled, what is shielded can't be cut off, and tasks that catch every error in\ntheir whole body never cancel the others: there is nothing to say of them. Nor is there where a `try` or another `with` stands around the\ngroup. Nor is there where nobody would look: in private\nfunctions, in functions that by their own name only read, and in commands of a command line, whose docstring is the help text.\n\n## Why it matters\n\nIf one task fails, the group cancels the others, wherever they are. Whoever calls the function has to know that work may be cut\noff half way, and that the error comes in an `ExceptionGroup`.\n\n## What to do\n\nSay it in the docstring, or in a comment at the group."
  },
  "unnecessary-async": {
    "rule": "unnecessary-async",
    "command": "NEVER make functions async unnecessarily",
    "severity": "information",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [
      "RUF029",
      "unused-async",
      "ASYNC124",
      "S7503"
    ],
    "summary": "An `async def` that never awaits, where every use of it in the file is known: a function within a function, a private function of the module, or a private method of a private class without bases, that is only ever called and awaited on the spot.",
    "docs": "# unnecessary-async\n\n## What it finds\n\nAn `async def` that never awaits, where every use of it in the file is known: a function within a function, a private function of\nthe module, or a private method of a private class without bases, that is only ever called and awaited on the spot.\n\nA public function, one with a decorator, one handed over as a value, and a placeholder without work are left alone:\nsomebody elsewhere may need a coroutine function. That holds where all callers are in sight too: public ones that await nothing mostly are so for\na reason that no file says, such as others of their kind that do wait, or work in them that should go to a thread. So is one that calls what blocks, or a coroutine function without\nawaiting it: there an `await` is missing.\n\n## Why it matters\n\nBeing async is a promise that the function waits for something. One that never does makes its callers async as well,\nhides that it is plain computation, and makes a coroutine object at each call.\n\n## What to do\n\nMake it a plain function and take the `await` away where it is called. Other modules, and tests, sometimes use private functions\nas well. Where an editor can read the project, the fix looks for them: it takes the `await` away in every file, or names who needs a\ncoroutine, as a task, gathered, handed on, or in a class that has its own. Private functions that awaited that alone become plain in the\nsame edit, and public ones that await nothing then are named. The command line changes the one file, which is safe where\nnobody else can call the function, and names who in other files awaits it where it can't."
  },
  "unprotected-context-manager-yield": {
    "rule": "unprotected-context-manager-yield",
    "command": "DO use async context managers for resource lifecycle",
    "severity": "warning",
    "fix": "safe",
    "roles": {
      "test": "silent",
      "command": "softer",
      "script": "softer"
    },
    "peers": [
      "RUF075",
      "fallible-context-manager"
    ],
    "summary": "A function under `@contextmanager` or `@asynccontextmanager` whose cleanup behind the `yield` isn't in a `finally`.",
    "docs": "# unprotected-context-manager-yield\n\n## What it finds\n\nA function under `@contextmanager` or `@asynccontextmanager` whose cleanup behind the `yield` isn't in a `finally`.\n\nCleanup that was put onto an `ExitStack` around the `yield` as well (`stack.callback(worker.stop)`) is left alone, as the stack does it\nthen. So is the lifespan of an application: it is entered once, and no error of a request ever arrives there.\n\n## Why it matters\n\nAn error in the `with` block is raised at the `yield`, as is a cancellation. Without `try` and `finally` the function ends there, and\nwhat it opened stays open.\n\n## What to do\n\nPut the `yield` into `try`, and the cleanup into `finally`."
  },
  "unused-suppression": {
    "rule": "unused-suppression",
    "command": "(ignore comments)",
    "severity": "hint",
    "fix": "safe",
    "roles": {
      "test": "full",
      "command": "full",
      "script": "full"
    },
    "peers": [],
    "summary": "An ignore comment that ignores nothing: no rule that it names finds anything on its line, or no rule has the name.",
    "docs": "# unused-suppression\n\n## What it finds\n\nAn ignore comment that ignores nothing: no rule that it names finds anything on its line, or no rule has the name.\n\n## Why it matters\n\nA comment that outlived its finding tells readers of a problem that is gone, and hides the next one that comes to its\nline.\n\n## What to do\n\nRemove the comment, or the names in it that are of no use. Findings of rules that are switched off count as well, so that a\ncomment for them may stay."
  },
  "yield-in-task-scope": {
    "rule": "yield-in-task-scope",
    "command": "USE TaskGroup for structured concurrency",
    "severity": "warning",
    "fix": "none",
    "roles": {
      "test": "full",
      "command": "full",
      "script": "full"
    },
    "peers": [
      "ASYNC101",
      "ASYNC119",
      "yield-in-context-manager-in-async-generator"
    ],
    "summary": "`yield` inside a TaskGroup, nursery, timeout or cancel scope, in a generator that is no context manager, be it async or plain; also inside what has such a scope within: clients and sessions of `mcp`, `LifespanManager`, `AsyncScheduler`, web sockets of `trio_websocket`, blocking portals and their like.",
    "docs": "# yield-in-task-scope\n\n## What it finds\n\n`yield` inside a TaskGroup, nursery, timeout or cancel scope, in a generator that is no context manager, be it async or plain;\nalso inside what has such a scope within: clients and sessions of `mcp`, `LifespanManager`, `AsyncScheduler`, web sockets of\n`trio_websocket`, blocking portals and their like.\n\n## Why it matters\n\nThe scope stays open while the consumer runs. Its timeout or a failing task then cancels code that has nothing to do with it, and\nif the consumer stops early, the scope is closed at some later time, in another task: tasks are lost and the program may hang.\n\n## What to do\n\nCollect inside the scope and yield behind it, send the items through a queue, or make the function a context manager that gives\nout what can be iterated."
  },
};
