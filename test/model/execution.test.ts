/** What "in async code" means: when each marked line's call runs. */
import { describe, expect, it } from "vitest";
import { executions, expectedExecutions } from "../support/meaning";

const cases: Readonly<Record<string, string>> = {
  functions: `
sleep(1)  #@ module
def f():
    sleep(1)  #@ sync f
    async def g():
        sleep(1)  #@ async g
async def h():
    sleep(1)  #@ async h
    if x: sleep(1)  #@ async h
    def i():
        sleep(1)  #@ sync i
    await sleep(1)  #@ async h
`,
  "defaults and decorators run where the function is defined": `
async def f():
    def g(x=sleep(1)):  #@ async f
        pass
    @sleep(1)  #@ async f
    def h(): pass
    @sleep(1)  #@ async f
    class A: pass
    k = lambda x=sleep(1): x  #@ async f
def g(x=sleep(1)): pass  #@ module
`,
  "class bodies run where they stand": `
async def f():
    class A(sleep(1)):  #@ async f
        x = sleep(1)  #@ async f
        def m(self):
            sleep(1)  #@ sync m
        async def n(self, x=sleep(1)):  #@ async f
            sleep(1)  #@ async n
class B:
    x = sleep(1)  #@ module
    async def f(self):
        sleep(1)  #@ async f
    def g(self):
        sleep(1)  #@ sync g
`,
  "a lambda that is called where it stands": `
async def f():
    [(lambda: sleep(1))()]  #@ async f
    [((lambda x: sleep(1)))(2)]  #@ async f
    [(lambda: sleep(1))]  #@ later
    [g(lambda: sleep(1))]  #@ later
    [(lambda: lambda: sleep(1))()]  #@ later
    [lambda: (lambda: sleep(1))()]  #@ later
[(lambda: sleep(1))()]  #@ module
`,
  comprehensions: `
async def f():
    [sleep(1) for x in y]  #@ async f
    {sleep(1) for x in y}  #@ async f
    {x: sleep(1) for x in y}  #@ async f
    [1 for x in y if sleep(1)]  #@ async f
    [1 for x in y for z in sleep(1)]  #@ async f
    [sleep(1) async for x in y]  #@ async f
    (sleep(1) for x in y)  #@ later
    (1 for x in y if sleep(1))  #@ later
    (1 for x in sleep(1))  #@ async f
    (1 for x in y for z in sleep(1))  #@ later
    (1 for x in [sleep(1) for z in w])  #@ async f
    [1 for x in (sleep(1) for z in w)]  #@ later
    list(sleep(1) for x in y).get
`,
  "lambdas run where they are called": `
async def f():
    lambda: sleep(1)  #@ later
    lambda x=sleep(1): 1  #@ async f
    lambda: [sleep(1) for x in y]  #@ later
x = lambda: sleep(1)  #@ later
`,
  "statements of all kinds": `
async def f():
    with sleep(1): pass  #@ async f
    async with sleep(1): pass  #@ async f
    for x in sleep(1): pass  #@ async f
    async for x in sleep(1): pass  #@ async f
    while sleep(1): pass  #@ async f
    assert sleep(1)  #@ async f
    raise sleep(1)  #@ async f
    try: sleep(1)  #@ async f
    except sleep(1): pass  #@ async f
    finally: sleep(1)  #@ async f
    match sleep(1):  #@ async f
        case 1 if sleep(1): pass  #@ async f
    yield sleep(1)  #@ async f
    return sleep(1)  #@ async f
`,
};

describe("what in async code means", () => {
  it.each(Object.entries(cases))("%s", (_title, snippet) => {
    const expected = expectedExecutions(snippet);
    const found = executions(snippet);
    const lines = snippet.split("\n");
    expect(lines.map((line, i) => line.replace(/#@ .*$/, `#@ ${found[i]!.trim()}`)).join("\n")).toBe(
      lines.map((line, i) => line.replace(/#@ .*$/, `#@ ${expected[i]!}`)).join("\n"),
    );
  });
});
