/**
 * What objects are known to be: each marked line says what its expression stands for, `none` where nobody can be sure.
 */
import { describe, expect, it } from "vitest";
import { expectedMeanings, meanings } from "../support/meaning";

const cases: Readonly<Record<string, string>> = {
  "what constructors give": `
import requests
from requests import Session as S
s = requests.Session()
t = S()
s  #= requests.Session()
s.get(u)  #= requests.Session.get
t.get(u)  #= requests.Session.get
requests.Session().get(u)  #= requests.Session.get
requests.session().get(u)  #= requests.Session.get
requests.Session.get(s, u)  #= requests.Session.get
requests.get(u).json()  #= requests.Response.json
(S()).get(u)  #= requests.Session.get
x = y = S()
x.get(u)  #= requests.Session.get
unknown.Session().get(u)  #= none
`,
  "with ... as": `
import requests
def f():
    with requests.Session() as s, open(p) as h:
        s.get(u)  #= requests.Session.get
        h.read()  #= io.TextIOWrapper.read
    with (requests.Session() as s2,):
        s2.get(u)  #= requests.Session.get
    with requests.Session():
        s2.get(u)  #= requests.Session.get
async def g():
    import httpx, aiohttp
    async with httpx.AsyncClient() as c:
        await c.get(u)  #= httpx.AsyncClient.get
    async with aiohttp.ClientSession() as c:
        await c.get(u)  #= aiohttp.ClientSession.get
`,
  "with ... as, of an own class": `
import requests
class Own:
    def __enter__(self):
        return self
    def __exit__(self, *e): ...
class Other:
    def __enter__(self) -> requests.Session:
        return self.x
class Unknown:
    def __enter__(self):
        if a: return self
        return b
class Awaited:
    async def __aenter__(self):
        return requests.Session()
class Derived(requests.Session): pass
class DerivedOwn(Own): pass
class Nothing: pass
def f():
    with Own() as a, Other() as b, Unknown() as c, Derived() as d, DerivedOwn() as e, Nothing() as g:
        a  #= object Own
        b.get(u)  #= requests.Session.get
        c  #= none
        d.get(u)  #= requests.Session.get
        e  #= object DerivedOwn
        g  #= none
async def h():
    async with Awaited() as s:
        s.get(u)  #= requests.Session.get
`,
  "annotations of parameters": `
import requests, typing as t
from typing import Optional, Union, Annotated, Final, Any
from requests import Session
def f(a: Session, b: Optional[Session] = None, c: Union[Session, None] = None, d: Session | None = None, e: None | Session = None, *, g: "Session"):
    a.get(u)  #= requests.Session.get
    b.get(u)  #= requests.Session.get
    c.get(u)  #= requests.Session.get
    d.get(u)  #= requests.Session.get
    e.get(u)  #= requests.Session.get
    g.get(u)  #= requests.Session.get
def g(a: "requests.Session", b: "Session | None", c: "Optional[Session]", d: Optional["Session"], e: Annotated[Session, 1], h: t.Optional[requests.Session]):
    a.get(u)  #= requests.Session.get
    b.get(u)  #= requests.Session.get
    c.get(u)  #= requests.Session.get
    d.get(u)  #= requests.Session.get
    e.get(u)  #= requests.Session.get
    h.get(u)  #= requests.Session.get
def i(a: Session | str, b: Any, c: list[Session], d: Unknown, *e: Session, **f: Session):
    a.get(u)  #= none
    b.get(u)  #= none
    c.get(u)  #= list.get
    d.get(u)  #= none
    e.get(u)  #= none
    f.get(u)  #= none
def j(a: "not a [type", b: "", c: 1, d: "Session]"):
    a.get(u)  #= none
    b.get(u)  #= none
    c.get(u)  #= none
    d.get(u)  #= none
`,
  "a parameter that is assigned again": `
from requests import Session
import httpx
def f(s: Session | None = None):
    if s is None:
        s = Session()
    s.get(u)  #= requests.Session.get
def g(s: Session):
    s = httpx.Client()
    s.get(u)  #= httpx.Client.get
def h(s):
    s = Session()
    s.get(u)  #= requests.Session.get
def i(s):
    if x:
        s = Session()
    s.get(u)  #= none
def j(s=None):
    s = s or Session()
    s.get(u)  #= none
`,
  "type[X]": `
import requests, typing
def f(a: type[requests.Session], b: typing.Type[requests.Session], c: "type[requests.Session]"):
    a  #= requests.Session
    a().get(u)  #= requests.Session.get
    b().get(u)  #= requests.Session.get
    c().get(u)  #= none
`,
  "annotations of variables": `
import requests
a: requests.Session = make()
b: requests.Session
def f():
    a.get(u)  #= requests.Session.get
    b.get(u)  #= requests.Session.get
    c: "requests.Session" = make()
    c.get(u)  #= requests.Session.get
    d: requests.Session = make()
    d = make()
    d.get(u)  #= none
    e: list = requests.Session()
    e.get(u)  #= list.get
`,
  "attributes set in methods": `
import requests, httpx
class A:
    def __init__(self, given: requests.Session, other=None):
        self.made = requests.Session()
        self.given = given
        self.typed: requests.Session = other
        self.later = None
        self.both = requests.Session()
        self.a, self.b = requests.Session(), 1
        self.unknown = other
        if x:
            self.maybe = requests.Session()
        with requests.Session() as self.entered:
            pass
        self.__private = requests.Session()
    def f(self):
        self.later = requests.Session()
        self.both = httpx.Client()
        self.made.get(u)  #= requests.Session.get
        self.given.get(u)  #= requests.Session.get
        self.typed.get(u)  #= requests.Session.get
        self.later.get(u)  #= requests.Session.get
        self.both.get(u)  #= none
        self.a.get(u)  #= requests.Session.get
        self.b.get(u)  #= none
        self.unknown.get(u)  #= none
        self.maybe.get(u)  #= requests.Session.get
        self.entered.get(u)  #= requests.Session.get
        self.__private.get(u)  #= requests.Session.get
        self.never.get(u)  #= none
    async def g(this):
        this.made.get(u)  #= requests.Session.get
        self.made.get(u)  #= none
        def h():
            this.made.get(u)  #= requests.Session.get
        def i(this):
            this.made.get(u)  #= none
    @staticmethod
    def s(self):
        self.made.get(u)  #= none
    @classmethod
    def c(cls):
        cls.made  #= none
        cls().made.get(u)  #= requests.Session.get
def f():
    A(x).made.get(u)  #= requests.Session.get
    a = A(x)
    a.given.get(u)  #= requests.Session.get
`,
  "attributes of the class body": `
import requests
from dataclasses import dataclass
class A:
    made = requests.Session()
    typed: requests.Session
    quoted: "requests.Session | None" = None
    get_it = requests.get
    class Inner:
        x = requests.Session()

    def f(self):
        self.made.get(u)  #= requests.Session.get
        self.typed.get(u)  #= requests.Session.get
        self.quoted.get(u)  #= requests.Session.get
        self.get_it(u)  #= requests.get
        A.made.get(u)  #= requests.Session.get
        self.Inner.x.get(u)  #= requests.Session.get
        made.get(u)  #= none

@dataclass
class B:
    session: requests.Session
    other: "A"
    def f(self):
        self.session.get(u)  #= requests.Session.get
        self.other.made.get(u)  #= requests.Session.get
`,
  "what functions give": `
import requests
def annotated() -> requests.Session: ...
def quoted() -> "requests.Session": ...
def optional() -> requests.Session | None: ...
def single():
    x = 1
    return requests.Session()
def several():
    if x: return requests.Session()
    return None
def generator():
    yield 1
    return requests.Session()
def chained():
    return single()
async def awaited() -> requests.Session: ...
async def awaited_single():
    return requests.Session()
@decorator
def decorated() -> requests.Session: ...
def recursive():
    return recursive()
def first(): return second()
def second(): return first()
def f():
    annotated().get(u)  #= requests.Session.get
    quoted().get(u)  #= requests.Session.get
    optional().get(u)  #= requests.Session.get
    single().get(u)  #= requests.Session.get
    several().get(u)  #= none
    generator().get(u)  #= none
    chained().get(u)  #= requests.Session.get
    decorated().get(u)  #= none
    recursive().get(u)  #= none
    first().get(u)  #= none
    awaited().get(u)  #= none
async def g():
    (await awaited()).get(u)  #= requests.Session.get
    s = await awaited_single()
    s.get(u)  #= requests.Session.get
    t = awaited()
    (await t).get(u)  #= requests.Session.get
`,
  "what methods give": `
import requests
from functools import cached_property, lru_cache
from typing import Self
class A:
    def make(self) -> requests.Session: ...
    def single(self):
        return requests.Session()
    def me(self) -> Self: ...
    def self_(self): return self
    def named(self) -> "A": ...
    @property
    def prop(self) -> requests.Session: ...
    @property
    def single_prop(self): return requests.Session()
    @cached_property
    def cached(self): return requests.Session()
    @staticmethod
    def static() -> requests.Session: ...
    @classmethod
    def new(cls): return cls()
    @classmethod
    def new_typed(cls) -> Self: ...
    @lru_cache
    def lru(self) -> requests.Session: ...
    @other
    def other(self) -> requests.Session: ...
    async def later(self) -> requests.Session: ...
    def f(self):
        self.make().get(u)  #= requests.Session.get
        self.single().get(u)  #= requests.Session.get
        self.me().make().get(u)  #= requests.Session.get
        self.self_().make().get(u)  #= requests.Session.get
        self.named().make().get(u)  #= requests.Session.get
        self.prop.get(u)  #= requests.Session.get
        self.single_prop.get(u)  #= requests.Session.get
        self.cached.get(u)  #= requests.Session.get
        A.prop.get(u)  #= none
        A.static().get(u)  #= requests.Session.get
        A.new().make().get(u)  #= requests.Session.get
        A.new_typed().make().get(u)  #= requests.Session.get
        self.lru().get(u)  #= requests.Session.get
        self.other().get(u)  #= none
    async def g(self):
        (await self.later()).get(u)  #= requests.Session.get
        self.make  #= def make
`,
  "properties with setters": `
import requests
class A:
    @property
    def session(self) -> requests.Session:
        return self._session

    @session.setter
    def session(self, value): ...

    @session.deleter
    def session(self): ...

    def f(self):
        self.session.get(u)  #= requests.Session.get
`,
  overloads: `
import typing
from typing import overload
from requests import Session
@overload
def make(x: int) -> None: ...
@typing.overload
def make(x: str) -> str: ...
def make(x) -> Session: ...

class A:
    @overload
    def f(self) -> int: ...

    @overload
    def f(self) -> str: ...

    def f(self) -> Session: ...

def f():
    make(1).get(u)  #= requests.Session.get
    A().f().get(u)  #= requests.Session.get
`,
  "inheritance from the library": `
import requests
class A(requests.Session):
    def own(self):
        self.get(u)  #= requests.Session.get
        super().get(u)  #= requests.Session.get
        self.unknown  #= none
    def post(self): ...
class B(A):
    def f(self):
        self.get(u)  #= requests.Session.get
        self.own()  #= def own
        self.post()  #= def post
        super().post()  #= def post
class C(Unknown, requests.Session):
    def f(self):
        self.get(u)  #= none
class D(E, requests.Session):
    def f(self):
        self.get(u)  #= none
class E(Unknown): pass
class F(object, requests.Session):
    def f(self):
        self.get(u)  #= requests.Session.get
class G(metaclass=requests.Session):
    def f(self):
        self.get(u)  #= none
class Loop1(Loop2): pass
class Loop2(Loop1): pass
class Selfish(Selfish): pass
class Factory:
    def __new__(cls): return requests.Session()
def f(b: "B"):
    A().get(u)  #= requests.Session.get
    b.get(u)  #= requests.Session.get
    Loop1().get(u)  #= none
    Selfish().get(u)  #= none
    Factory().get  #= none
`,
  "members of a class that is long": `
import requests
class A:
    """Doc."""

    def __init__(self):
        self.s = requests.Session()

    x = requests.Session()


    async def f(self):
        self.s.get(u)  #= requests.Session.get
        self.helper()  #= def helper
        self.x.get(u)  #= requests.Session.get
        A.f  #= def f

    # a comment

    def helper(self):
        pass

@decorator
class B(A):

    def g(self):
        self.s.get(u)  #= requests.Session.get
        super().f  #= def f
`,
  paths: `
from pathlib import Path
import pathlib
p = Path("x")
(p / "y").read_text()  #= pathlib.Path.read_text
(p / "y" / "z").read_text()  #= pathlib.Path.read_text
("x" / p).read_text()  #= pathlib.Path.read_text
p.parent.read_text()  #= pathlib.Path.read_text
p.parent.parent.read_text()  #= pathlib.Path.read_text
p.with_suffix(".x").read_text()  #= pathlib.Path.read_text
Path.home().read_text()  #= pathlib.Path.read_text
Path(__file__).resolve().parent.joinpath("x").read_text()  #= pathlib.Path.read_text
pathlib.Path().open().read()  #= io.TextIOWrapper.read
(p + "x").read_text()  #= none
(x / y).read_text()  #= none
p.name.read_text()  #= str.read_text
`,
  "other expressions": `
import requests
s = requests.Session()
(s if x else requests.Session()).get(u)  #= requests.Session.get
(s if x else y).get(u)  #= none
(s or requests.Session()).get(u)  #= requests.Session.get
(t := requests.Session()).get(u)  #= requests.Session.get
[s][0].get(u)  #= none
{"a": s}["a"].get(u)  #= none
(lambda: s)().get(u)  #= requests.Session.get
(not s).get(u)  #= none
(await s).get(u)  #= none
s[0].get(u)  #= none
(s, s).get(u)  #= none
`,
  unpacking: `
import requests
a, b = requests.Session(), 1
(c, d) = [requests.Session(), 2]
e, *f = requests.Session(), 1, 2
*g, h = 1, requests.Session()
i, (j, k) = 1, (requests.Session(), 2)
l, m = requests.Session()
a.get(u)  #= requests.Session.get
c.get(u)  #= requests.Session.get
e.get(u)  #= requests.Session.get
f.get(u)  #= none
h.get(u)  #= none
j.get(u)  #= none
l.get(u)  #= none
`,
  "names that hold None at first": `
import requests
session = None
def get():
    global session
    if session is None:
        session = requests.Session()
    return session
def f():
    session.get(u)  #= requests.Session.get
    get().get(u)  #= requests.Session.get
`,
};

describe("what objects are known to be", () => {
  it.each(Object.entries(cases))("%s", (_title, snippet) => {
    const expected = expectedMeanings(snippet);
    const found = meanings(snippet);
    const lines = snippet.split("\n");
    expect(lines.map((line, i) => line.replace(/#= .*$/, `#= ${found[i]!}`)).join("\n")).toBe(
      lines.map((line, i) => line.replace(/#= .*$/, `#= ${expected[i]!}`)).join("\n"),
    );
  });
});
