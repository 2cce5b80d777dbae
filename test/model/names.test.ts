/** What a name means: each marked line says what its expression stands for, `none` where nobody can be sure. */
import { describe, expect, it } from "vitest";
import { expectedMeanings, meanings } from "../support/meaning";

const cases: Readonly<Record<string, string>> = {
  import: `
import time
import requests as r, os.path
import urllib.request
import a.b.c as d
time.sleep(1)  #= time.sleep
r.get(u)  #= requests.get
os.path.exists(p)  #= os.path.exists
urllib.request.urlopen(u)  #= urllib.request.urlopen
d.e()  #= a.b.c.e
unknown.sleep(1)  #= none
`,
  "from import": `
from time import sleep
from time import sleep as nap, time
from requests import (
    get,
    Session as S,  # ours
)
from urllib import request
from . import local
from .sibling import thing
from .. import up
sleep(1)  #= time.sleep
nap(1)  #= time.sleep
get(u)  #= requests.get
S().get(u)  #= requests.Session.get
request.urlopen(u)  #= urllib.request.urlopen
local.f()  #= .local.f
thing()  #= .sibling.thing
up()  #= ..up
`,
  "star imports of known modules": `
from time import *
sleep(1)  #= time.sleep
nothing_of_it(1)  #= none
def f():
    sleep(1)  #= time.sleep
`,
  "a later star import wins": `
from time import *
from asyncio import *
sleep(1)  #= asyncio.sleep
`,
  "an own name beside a star import": `
from time import *
def sleep(x): pass
def f():
    sleep(1)  #= def sleep
`,
  "star imports of builtins' names": `
from os import *
open(p)  #= os.open
`,
  "items that are set": `
import asyncio, requests, time
queue = asyncio.Queue()
queue[time] = requests[1], 2
time.sleep(1)  #= time.sleep
queue.get()  #= asyncio.Queue.get
class Client:
    def __init__(self):
        self.session = requests.Session()
        self.session["a"] = 1
    def f(self):
        self.session.get(u)  #= requests.Session.get
`,
  "imports in functions": `
def f():
    import time
    time.sleep(1)  #= time.sleep
    from requests import get as fetch
    def g():
        fetch(u)  #= requests.get
    time.sleep(1)  #= time.sleep
def h():
    time.sleep(1)  #= none
`,
  "used above its import": `
def f():
    time.sleep(1)  #= none
    import time
`,
  "imports in try": `
try:
    import requests
except ImportError:
    requests = None
try:
    from anyio import sleep
except ImportError:
    from time import sleep
try:
    import simplejson as json
except ImportError:
    import json
async def f():
    requests.get(u)  #= requests.get
    sleep(1)  #= anyio.sleep
    json.loads(x)  #= simplejson.loads
`,
  "imports under conditions": `
import sys
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from requests import Session
if sys.version_info >= (3, 11):
    from asyncio import timeout
else:
    from async_timeout import timeout
if x:
    from time import sleep
else:
    from trio import sleep
def f(s: "Session"):
    s.get(u)  #= requests.Session.get
    timeout(1)  #= asyncio.timeout
    sleep(1)  #= none
`,
  "imports for type checkers stand for the real thing": `
import typing
if typing.TYPE_CHECKING:
    from requests import Session
else:
    Session = object
def f(s: Session):
    s.get(u)  #= requests.Session.get
`,
  "aliases by assignment": `
import time, requests
sleep = time.sleep
nap = sleep
t = time
get, post = requests.get, requests.post
a = b = time.sleep
sleep(1)  #= time.sleep
nap(1)  #= time.sleep
t.sleep(1)  #= time.sleep
post(u)  #= requests.post
b(1)  #= time.sleep
def f():
    s = t.sleep
    s(1)  #= time.sleep
`,
  "names that are not ASCII": `
import time
naïve = time.sleep
été = naïve
naïve(1)  #= time.sleep
def f():
    été(1)  #= time.sleep
`,
  "an alias that may be something else": `
import time, asyncio
if x:
    sleep = time.sleep
else:
    sleep = asyncio.sleep
s = time.sleep if x else asyncio.sleep
same = time.sleep if x else time.sleep
either = time.sleep or time.sleep
def f():
    sleep(1)  #= none
    s(1)  #= none
    same(1)  #= time.sleep
    either(1)  #= time.sleep
`,
  parameters: `
import time
def f(time):
    time.sleep(1)  #= none
def g(*time, **sleep):
    time.sleep(1)  #= none
def h(x=time.sleep(1)):  #= time.sleep
    pass
def i(a, /, time, *, b):
    time.sleep(1)  #= none
def j(time: int = 1):
    time.sleep(1)  #= int.sleep
l = lambda time: time.sleep(1)  #= none
l = lambda x: time.sleep(1)  #= time.sleep
l = lambda *time: time.sleep(1)  #= none
l = lambda x=time.sleep(1), time=1: x  #= time.sleep
def k[time](x: time):
    time.sleep(1)  #= none
`,
  locals: `
import time
def f():
    time = Clock()
    time.sleep(1)  #= none
def g():
    time.sleep(1)  #= none
    time = Clock()
def h():
    if x:
        time = Clock()
    time.sleep(1)  #= none
def i():
    time: Clock
    time.sleep(1)  #= none
def j():
    time += 1
    time.sleep(1)  #= none
`,
  "flow in one scope": `
import time, asyncio
def f():
    s = time.sleep
    s(1)  #= time.sleep
    s = asyncio.sleep
    s(1)  #= asyncio.sleep
    if x:
        s = time.sleep
        s(1)  #= time.sleep
    s(1)  #= none
def g():
    s = time.sleep
    while x:
        s(1)  #= none
        s = asyncio.sleep
def h():
    s = asyncio.sleep
    for _ in x:
        s(1)  #= asyncio.sleep
        s = asyncio.sleep
def i():
    try:
        s = time.sleep
    except E:
        s = asyncio.sleep
    s(1)  #= none
def j():
    try:
        s = time.sleep
    finally:
        pass
    s(1)  #= time.sleep
def k():
    s = None
    if x:
        s = time.sleep
    s(1)  #= time.sleep
`,
  "flow at module level, over segments": `
import time
time.sleep(1)  #= time.sleep

def f():
    time.sleep(1)  #= none

if x:
    import time
time.sleep(1)  #= none

time = Clock()
time.sleep(1)  #= none
`,
  "a conditional import in a segment below another meaning": `
time = Clock()

def f(): pass

if x:
    import time
time.sleep(1)  #= none
`,
  "a conditional import below another meaning": `
time = Clock()

def f(): pass

if x:
    if y:
        import time
    time.sleep(1)  #= none
    import time
    time.sleep(1)  #= time.sleep
`,
  "own functions and classes": `
def sleep(x): pass
class get: pass
def f():
    sleep(1)  #= def sleep
    get(1)  #= class get
`,
  "an import and an own function of one name": `
from time import sleep
def sleep(x): pass
def f():
    sleep(1)  #= none
`,
  "nested functions and classes": `
import time
def f():
    def time(): pass
    time.sleep(1)  #= none
def g():
    class time: pass
    time.sleep(1)  #= none
def h():
    def inner():
        time.sleep(1)  #= none
    time = Clock()
`,
  del: `
import time
def f():
    import requests
    del requests
    requests.get(u)  #= none
def g():
    import requests, time
    del requests.x, time[0]
    requests.get(u)  #= requests.get
def h():
    import requests
    if x:
        del requests
    requests.get(u)  #= none
def i():
    import requests
    del requests
    import requests
    requests.get(u)  #= requests.get
`,
  "del at module level": `
import time
del time
def f():
    time.sleep(1)  #= none
`,
  "loop, with and except targets": `
import time, requests
def a():
    for time in x:
        time.sleep(1)  #= none
    time.sleep(1)  #= none
def b():
    for i, (time, requests) in x:
        requests.get(1)  #= none
def c():
    with x as time:
        time.sleep(1)  #= none
def d():
    with x as (time, y), z as requests:
        time.sleep(1)  #= none
        requests.get(1)  #= none
def e():
    try:
        pass
    except E as time:
        time.sleep(1)  #= none
def f():
    try:
        pass
    except* E as time:
        time.sleep(1)  #= none
async def g():
    async for time in x: time.sleep(1)  #= none
async def h():
    async with x as time: time.sleep(1)  #= none
def i():
    for x.time in y: time.sleep(1)  #= time.sleep
    for x[time] in y: time.sleep(1)  #= time.sleep
def j():
    for [a, *time] in y: time.sleep(1)  #= none
`,
  walrus: `
import time, requests
def f():
    if (time := x): time.sleep(1)  #= none
def g():
    if (s := time.sleep): s(1)
    s(1)  #= time.sleep
def h():
    [time := y for y in x]
    time.sleep(1)  #= none
def i():
    y = [time.sleep(1) for z in x if (time := z)]  #= none
def j():
    while chunk := requests.get(u):  #= requests.get
        pass
`,
  "match captures": `
import time, requests
def a():
    match x:
        case time: time.sleep(1)  #= none
def b():
    match x:
        case [1, time]: time.sleep(1)  #= none
def c():
    match x:
        case [1, *time]: time.sleep(1)  #= none
def d():
    match x:
        case {"a": time}: time.sleep(1)  #= none
def e():
    match x:
        case {"a": 1, **time}: time.sleep(1)  #= none
def f():
    match x:
        case Point(time): time.sleep(1)  #= none
def g():
    match x:
        case Point(x=time): time.sleep(1)  #= none
def h():
    match x:
        case Point() as time: time.sleep(1)  #= none
def i():
    match x:
        case (1 | 2) as time: time.sleep(1)  #= none
def j():
    match x:
        case (1, (2, time)): time.sleep(1)  #= none
def k():
    match x:
        case time.x: time.sleep(1)  #= time.sleep
def l():
    match x:
        case Point(time=1): time.sleep(1)  #= time.sleep
def m():
    match x:
        case _ if time.sleep(1): pass  #= time.sleep
def n():
    match x:
        case [Point(x=[time])]: time.sleep(1)  #= none
`,
  "comprehension scopes": `
import time
def f():
    [time.sleep(1) for time in x]  #= none
    [time.sleep(1) for x in y]  #= time.sleep
    [1 for time in time.sleep(1)]  #= time.sleep
    [1 for x in y for time in time.sleep(1)]  #= none
    [1 for time in x for y in time.sleep(1)]  #= none
    [1 for time in x if time.sleep(1)]  #= none
    {time: 1 for time in x}
    time.sleep(1)  #= time.sleep
    {k: time.sleep(v) for k, v in x}  #= time.sleep
    {k: time.sleep(1) for k, time in x}  #= none
    {time.sleep(1) for (a, time) in x}  #= none
    any(time.sleep(1) for time in x)  #= none
    [[time.sleep(1) for y in x] for time in z]  #= none
    [[1 for time in x] for y in time.sleep(1)]  #= time.sleep
    [lambda: time.sleep(1) for time in x]  #= none
`,
  global: `
import time, asyncio
sleep = time.sleep
def f():
    global sleep
    sleep(1)  #= time.sleep
def g():
    time = Clock()
    def h():
        global time
        time.sleep(1)  #= time.sleep
`,
  "assigned through global elsewhere": `
import time
sleep = time.sleep
nap = time.sleep
session = None
def f():
    global sleep, nap, session
    sleep = fake
    nap = time.sleep
    import requests
    session = requests.Session()
def g():
    sleep(1)  #= none
    nap(1)  #= time.sleep
    session.get(u)  #= requests.Session.get
`,
  nonlocal: `
import time, asyncio
def f():
    s = time.sleep
    t = time.sleep
    def g():
        nonlocal s
        s = asyncio.sleep
    s(1)  #= none
    t(1)  #= time.sleep
    def h():
        s(1)  #= none
        nonlocal_ = 1
def i():
    def j():
        nonlocal s
        s = asyncio.sleep
        s(1)  #= none
    s = time.sleep
    j()
    s(1)  #= none
def k():
    s = time.sleep
    def l():
        nonlocal s
        s(1)  #= time.sleep
`,
  closures: `
import time, asyncio
def f():
    s = time.sleep
    def g():
        s(1)  #= time.sleep
    t = time.sleep
    def h():
        t(1)  #= none
    t = asyncio.sleep
    lambda: s(1)
`,
  "class scopes": `
import time
class A:
    time = Clock()
    time.sleep(1)  #= none
    def f(self):
        time.sleep(1)  #= time.sleep
    x = [time.sleep(1) for _ in y]  #= time.sleep
    z = [1 for _ in time.sleep(1)]  #= none
class B:
    sleep = time.sleep
    sleep(1)  #= time.sleep
    def g(self):
        sleep(1)  #= none
    class C:
        sleep(1)  #= none
def f():
    class D:
        time = 1
        def g(self):
            time.sleep(1)  #= time.sleep
`,
  "decorators, defaults and bases": `
import time
@time.sleep(1)
def f(time, x=time.sleep(1)):  #= time.sleep
    pass
class time2(time.get("x")):  #= time.get
    pass
def g(time) -> time.sleep(1): ...  #= time.sleep
`,
  builtins: `
open(p)  #= open
input()  #= input
def f(open):
    open(p)  #= none
`,
  "a shadowed builtin": `
def open(p): pass
def f():
    open(p)  #= def open
`,
  "attributes of unknown things": `
import time
x = thing()
x.time.sleep(1)  #= none
x[0].sleep(1)  #= none
(time).sleep(1)  #= time.sleep
time.sleep.__call__(1)  #= time.sleep.__call__
"x".sleep()  #= none
`,
  "line joining and white space": `
import time
time . sleep(1)  #= time.sleep
(time
   .sleep(1))
import os . path as p
p.exists(1)  #= os.path.exists
`,
};

describe("what a name means", () => {
  it.each(Object.entries(cases))("%s", (_title, snippet) => {
    expect(annotate(snippet, meanings(snippet))).toBe(annotate(snippet, expectedMeanings(snippet)));
  });
});

/** The snippet with other marks, so that a difference shows where it is. */
function annotate(snippet: string, marks: readonly string[]): string {
  return snippet
    .split("\n")
    .map((line, i) => line.replace(/#= .*$/, `#= ${marks[i] ?? ""}`))
    .join("\n");
}
