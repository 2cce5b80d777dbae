/** Generators of files that nobody would write, of any size: each makes one thing large, deep or many. */

const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join("\n");
const items = (n: number, item: (i: number) => string, separator = ", "): string =>
  Array.from({ length: n }, (_, i) => item(i)).join(separator);
const inAsync = (body: string): string =>
  `import asyncio\nimport time\n\n\nasync def f(self, x):\n    time.sleep(1)\n${body}\n`;
const indented = (depth: number, head: (i: number) => string, end: string): string =>
  `${lines(depth, (i) => " ".repeat(i) + head(i))}\n${" ".repeat(depth)}${end}`;
/** A chain of blocks, as deep as Python allows, many times. */
const blocks = (n: number, head: (i: number) => string): string => {
  const depth = 15;
  const one = indented(depth, head, "pass").replace(/^/gm, "    ");
  return inAsync(lines(Math.ceil(n / depth), () => one));
};

/** By what they hold; `n` is about the number of such things. */
export const HOSTILE_SHAPES: Readonly<Record<string, (n: number) => string>> = {
  parentheses: (n) => inAsync(`    y = ${"(".repeat(n)}x${")".repeat(n)}`),
  "square brackets": (n) => inAsync(`    y = ${"[".repeat(n)}x${"]".repeat(n)}`),
  "curly brackets": (n) => inAsync(`    y = ${"{".repeat(n)}x${"}".repeat(n)}`),
  "calls within calls": (n) => inAsync(`    y = ${"g(".repeat(n)}x${")".repeat(n)}`),
  "calls of calls": (n) => inAsync(`    y = x${"()".repeat(n)}`),
  "subscripts of subscripts": (n) => inAsync(`    y = x${"[0]".repeat(n)}`),
  "attributes of attributes": (n) => inAsync(`    y = x${".a".repeat(n)}`),
  "methods in a chain": (n) => inAsync(`    y = x${".get('u')".repeat(n)}`),
  "brackets that stay open": (n) => inAsync(`    y = ${"([{".repeat(n)}`),
  "brackets that were never opened": (n) => inAsync(`    y = ${")]}".repeat(n)}`),
  sums: (n) => inAsync(`    y = ${items(n, (i) => `a${i}`, " + ")}`),
  powers: (n) => inAsync(`    y = ${items(n, () => "x", " ** ")}`),
  signs: (n) => inAsync(`    y = ${"-".repeat(n)}x`),
  "not not": (n) => inAsync(`    y = ${"not ".repeat(n)}x`),
  comparisons: (n) => inAsync(`    y = ${items(n, () => "x", " < ")}`),
  "and and or": (n) => inAsync(`    y = ${items(n, (i) => `a${i}`, " and b or ")}`),
  "conditions in conditions": (n) => inAsync(`    y = ${"a if b else ".repeat(n)}c`),
  "lambdas in lambdas": (n) => inAsync(`    y = ${"lambda: ".repeat(n)}x`),
  "awaits of awaits": (n) => inAsync(`    y = ${"await ".repeat(n)}x`),
  "assignments in a chain": (n) => inAsync(`    ${items(n, (i) => `a${i}`, " = ")} = x`),
  walruses: (n) => inAsync(`    y = ${"(a := ".repeat(n)}x${")".repeat(n)}`),
  "starred targets": (n) => inAsync(`    ${items(n, (i) => `a${i}`)}, *b = x`),
  decorators: (n) =>
    `import time\n\n\n${lines(n, (i) => `@a${i}  # see #${i} #b`)}\nasync def f():\n    time.sleep(1)\n`,
  "decorators of a method": (n) =>
    `import time\n\n\nclass C:\n${lines(n, (i) => `    @a.b(${i})  # c # d`)}\n    async def f(self):\n        time.sleep(1)\n`,
  comments: (n) => `${lines(n, (i) => `# ${i} # a`)}\n${inAsync("    pass")}`,
  "comments in a function": (n) => inAsync(lines(n, (i) => `    # ${i}`)),
  "blank lines": (n) => inAsync("\n".repeat(n)),
  "blank lines with CR LF": (n) => inAsync("    pass\n\n\n".repeat(n)).replaceAll("\n", "\r\n"),
  "blank lines with spaces": (n) => inAsync("    \n\t\n \f\n".repeat(n)),
  "a line of many statements": (n) => inAsync(`    ${items(n, (i) => `a${i} = ${i}`, "; ")}`),
  "a long line in a class": (n) =>
    `import time\n\n\nclass C:\n    a = [${items(n, (i) => `a, b${i}`)}]\n\n    async def f(self):\n        time.sleep(1)\n        self.a.get(self.b1)\n`,
  "continued lines": (n) => inAsync(`    y = x${" + \\\n  1".repeat(n)}`),
  "aliases of aliases": (n) =>
    `import time\na0 = time\n${lines(n, (i) => `a${i + 1} = a${i}`)}\n\n\nasync def f():\n    a${n}.sleep(1)\n`,
  "aliases in a ring": (n) =>
    `${lines(n, (i) => `a${i} = a${(i + 1) % n} or a${(i + 2) % n}`)}\n\n\nasync def f():\n${lines(n, (i) => `    a${i}.sleep(1)`)}\n`,
  "a tower of classes": (n) =>
    `import time\n\n\nclass A0: ...\n${lines(n, (i) => `class A${i + 1}(A${i}):\n    async def f(self):\n        self.x.get(1)\n        time.sleep(1)`)}\n`,
  "classes of many bases": (n) =>
    `${lines(n, (i) => `class A${i}: ...`)}\nclass B(${items(n, (i) => `A${i}`)}):\n    async def f(self):\n        self.x.get(1)\n`,
  "diamonds of classes": (n) =>
    `class A0: ...\n${lines(n, (i) => `class B${i + 1}(A${i}): ...\nclass C${i + 1}(A${i}): ...\nclass A${i + 1}(B${i + 1}, C${i + 1}):\n    async def f(self):\n        self.x.get(1)`)}\n`,
  "bases in a ring": (n) =>
    `${lines(n, (i) => `class A${i}(A${(i + 1) % n}):\n    async def f(self):\n        self.x.get(1)`)}\n`,
  "annotations that name themselves": (n) =>
    `class C:\n${lines(n, (i) => `    a${i}: "a${i}.A"`)}\n\n    async def f(self):\n${lines(n, (i) => `        self.a${i}.get(1)`)}\n`,
  "annotations within annotations": (n) =>
    `async def f(x: ${"Optional[".repeat(n)}int${"]".repeat(n)}):\n    x.get(1)\n`,
  unions: (n) => `async def f(x: ${items(n, (i) => `A${i}`, " | ")}):\n    x.get(1)\n`,
  "quoted unions": (n) => `async def f(x: "${items(n, (i) => `A${i}`, " | ")}"):\n    x.get(1)\n`,
  "a ring of calls": (n) =>
    `import time\n${lines(n, (i) => `def f${i}():\n    f${(i + 1) % n}()\n    f${(i + 2) % n}()`)}\n\n\nasync def f():\n${lines(n, (i) => `    f${i}()`)}\n    time.sleep(1)\n`,
  "a tower of calls": (n) =>
    `import time\n${lines(n, (i) => `def f${i}():\n    f${i + 1}()`)}\ndef f${n}():\n    time.sleep(1)\n\n\nasync def f():\n${lines(n, (i) => `    f${i}()`)}\n`,
  "string prefixes": (n) => inAsync(`    y = ${items(n, () => `rb'a' Rb"b"`, " ")}`),
  "strings side by side": (n) => inAsync(`    y = (${items(n, (i) => `"${i}"`, "\n        ")})`),
  "f-strings within f-strings": (n) => inAsync(`    y = ${`f"{`.repeat(n)}x${`}"`.repeat(n)}`),
  "an f-string of many parts": (n) => inAsync(`    y = f"${"{x!r:>10}".repeat(n)}"`),
  "quotes that stay open": (n) => `${lines(n, () => `x = 'a`)}\n${inAsync("    pass")}`,
  "triple quotes": (n) => inAsync(lines(n, () => `    """a"""`)),
  imports: (n) => `${lines(n, (i) => `import a${i}.b as c${i}`)}\n${inAsync("    pass")}`,
  "names in one import": (n) => `from a import (${items(n, (i) => `b${i}`)})\n${inAsync("    pass")}`,
  "star imports": (n) => `${lines(n, (i) => `from a${i} import *`)}\n${inAsync("    sleep(1)")}`,
  "imports in functions": (n) => inAsync(lines(n, () => "    import time\n    time.sleep(1)")),
  "a giant dictionary": (n) => `D = {${items(n, (i) => `"a${i}": b${i}`, ",\n")}}\n${inAsync("    D.get(1)")}`,
  parameters: (n) => `import time\nasync def f(${items(n, (i) => `a${i}: int = ${i}`)}):\n    time.sleep(1)\n`,
  arguments: (n) => inAsync(`    g(${items(n, (i) => `a${i}=${i}`)})`),
  elif: (n) => inAsync(`    if a:\n        pass\n${lines(n, (i) => `    elif x == ${i}:\n        time.sleep(1)`)}`),
  "ifs in ifs": (n) => blocks(n, (i) => `if a${i}:`),
  "loops in loops": (n) => blocks(n, (i) => `for a${i} in x:`),
  "withs in withs": (n) => blocks(n, (i) => `async with a${i} as b${i}:`),
  "functions in functions": (n) => blocks(n, (i) => `async def f${i}():`),
  "classes in classes": (n) => blocks(n, (i) => `class C${i}:`),
  "trys in a row": (n) =>
    inAsync(lines(n, () => "    try:\n        await x()\n    except BaseException:\n        pass")),
  "excepts of one try": (n) =>
    inAsync(`    try:\n        await x()\n${lines(n, (i) => `    except A${i}:\n        pass`)}`),
  cases: (n) =>
    inAsync(`    match x:\n${lines(n, (i) => `        case A(b=${i}) | [${i}, *_]:\n            time.sleep(1)`)}`),
  "patterns in patterns": (n) =>
    inAsync(`    match x:\n        case ${"[".repeat(n)}a${"]".repeat(n)}:\n            pass`),
  "comprehensions in comprehensions": (n) => inAsync(`    y = ${"[a for a in ".repeat(n)}x${"]".repeat(n)}`),
  "clauses of a comprehension": (n) => inAsync(`    y = [a ${items(n, (i) => `for a${i} in x if a${i}`, " ")}]`),
  "items of a with": (n) => inAsync(`    async with ${items(n, (i) => `a${i}() as b${i}`)}:\n        pass`),
  "ignore comments": (n) => inAsync(lines(n, () => "    time.sleep(1)  # async-skill: ignore[blocking-sleep]")),
  "ignore comments of no use": (n) => inAsync(lines(n, () => "    pass  # async-skill: ignore[blocking-sleep]")),
  "brackets in ignore comments": (n) => inAsync(`    pass  ${"# async-skill: ignore[".repeat(n)}`),
  "findings in one function": (n) => inAsync(lines(n, () => "    time.sleep(1)")),
  "findings in one class": (n) =>
    `import time\n\n\nclass C:\n${lines(n, (i) => `    async def f${i}(self):\n        time.sleep(1)\n`)}\n`,
  "gathers in one function": (n) => inAsync(lines(n, () => "    await asyncio.gather(a(), b())")),
  "tasks that nobody keeps": (n) => inAsync(lines(n, () => "    asyncio.create_task(x())")),
  "requests in one function": (n) =>
    inAsync(
      `    import requests\n${lines(n, (i) => `    r${i} = requests.get("u", params=x)\n    r${i}.raise_for_status()\n    x = r${i}.json()`)}`,
    ),
  "requests by one session": (n) =>
    inAsync(
      `    import requests\n    s = requests.Session()\n${lines(n, () => `    x = s.get("u", params=x).json()`)}`,
    ),
  "coroutines that nobody awaits": (n) => inAsync(lines(n, () => "    f(1, 2)")),
  "locks by hand": (n) =>
    `import asyncio\n\n\nasync def f(lock: asyncio.Lock):\n${lines(n, () => "    await lock.acquire()\n    a()\n    lock.release()")}\n`,
  "known calls in a chain": (n) =>
    inAsync(`    from pathlib import Path\n    y = Path()${".resolve()".repeat(n)}.read_text()`),
  "known calls in one statement": (n) =>
    inAsync(`    from pathlib import Path\n    y = [${items(n, (i) => `Path("${i}").read_text()`)}]`),
  "known calls in a row": (n) =>
    inAsync(`    from pathlib import Path\n${lines(n, (i) => `    y${i} = Path("${i}").read_text()`)}`),
  "known calls in loops": (n) =>
    inAsync(
      `    from pathlib import Path\n${lines(n, (i) => `    for z${i} in x:\n        y${i} = Path(z${i}).read_text()`)}`,
    ),
  "helpers in a row": (n) =>
    `import time\n\n\ndef h():\n    time.sleep(1)\n\n\nasync def f():\n${lines(n, () => "    h()")}\n`,
  "methods that share a session": (n) =>
    `import requests\n\n\nclass C:\n    def __init__(self):\n        self.s = requests.Session()\n\n${lines(n, (i) => `    async def f${i}(self, url):\n        return self.s.get(url).json()\n\n    def g${i}(self):\n        return self.f${i}\n`)}\n`,
  errors: (n) => `${lines(n, () => "def (:")}\n${inAsync("    pass")}`,
  deletions: (n) => inAsync(`    del ${items(n, (i) => `a${i}`)}`),
  globals: (n) => inAsync(`    global ${items(n, (i) => `a${i}`)}\n    a1 = time`),
};
