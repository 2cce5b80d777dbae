import { differs, repairs, type Scenario } from "../scenario";
import { type PlainCase, scenariosOf } from "./plain";

const SEQUENCE = "Use Sequence, which is checked at once and can be read again";
const LIST = "Use list, which also takes sets and generators";

/** A model of one field that is given a value, read twice, or refuses it. Run with Debian's Pydantic 1.10. */
function given(title: string, type: string, value: string, outcome: PlainCase["outcome"]): PlainCase {
  return {
    title,
    source: `from collections import deque
from typing import Iterable, Optional

from pydantic import BaseModel, ValidationError


class Model(BaseModel):
    items: ${type}


try:
    items = Model(items=${value}).items
    print([*items], [*items])
except ValidationError:
    print("refused")
`,
    ...(outcome === undefined ? {} : { outcome }),
  };
}

const TWICE = "[1, 2] []\n";
const BOTH = "[1, 2] [1, 2]\n";
const ONCE = "it can be read once";

const SEQUENCES = scenariosOf("pydantic-iterable-field", SEQUENCE, [
  given("a list for a Sequence", "Iterable[int]", "[1, 2]", repairs(TWICE, BOTH, ONCE)),
  given("a tuple for a Sequence", "Iterable[int]", "(1, 2)", repairs(TWICE, BOTH, ONCE)),
  given("a deque for an optional Sequence", "Optional[Iterable[int]]", "deque([1, 2])", repairs(TWICE, BOTH, ONCE)),
  // From Pydantic 2 on it is refused, as the annotation says.
  given("a set for a Sequence", "Iterable[int]", "{1, 2}", repairs(TWICE, BOTH, ONCE)),
  // Pydantic 1 makes an iterator of it, Pydantic 2 refuses it.
  {
    ...given("a generator for a Sequence", "Iterable[int]", "(lambda: (n for n in (1, 2)))()", undefined),
    says: "generators",
  },
  given(
    "the view of a dictionary for a Sequence",
    "Iterable[int]",
    "{1: 1, 2: 2}.keys()",
    differs(TWICE, "refused\n", "dictionary views and text are no longer accepted"),
  ),
  given(
    "text for a Sequence",
    "Iterable[str]",
    "'ab'",
    differs("['a', 'b'] []\n", "refused\n", "text are no longer accepted"),
  ),
  given(
    "a wrong item for a Sequence",
    "Iterable[int]",
    "[1, 'a']",
    repairs("[1, 'a'] []\n", "refused\n", "items are checked late"),
  ),
  given(
    "items that are converted for a Sequence",
    "Iterable[int]",
    "['1', '2']",
    repairs("['1', '2'] []\n", BOTH, "items are checked late"),
  ),
]);

const LISTS = scenariosOf("pydantic-iterable-field", LIST, [
  given("a list for a list", "Iterable[int]", "[1, 2]", repairs(TWICE, BOTH, ONCE)),
  given("a set for a list", "Iterable[int]", "{1, 2}", repairs(TWICE, BOTH, ONCE)),
  given("a generator for a list", "Iterable[int]", "(n for n in (1, 2))", repairs(TWICE, BOTH, ONCE)),
  given(
    "the view of a dictionary for a list",
    "Iterable[int]",
    "{1: 1, 2: 2}.keys()",
    differs(TWICE, "refused\n", "with pydantic 1 no dictionary views"),
  ),
  given(
    "text for a list",
    "Iterable[str]",
    "'ab'",
    differs("['a', 'b'] []\n", "refused\n", "text is no longer accepted"),
  ),
  given(
    "a wrong item for a list",
    "Iterable[int]",
    "[1, 'a']",
    differs("[1, 'a'] []\n", "refused\n", "checked at once"),
  ),
  {
    title: "a list that is kept is another one",
    source: `from typing import Iterable

from pydantic import BaseModel


class Model(BaseModel):
    items: Iterable[int]


given = [1, 2]
model = Model(items=given)
given.append(3)
print([*model.items])
`,
    outcome: differs("[1, 2, 3]\n", "[1, 2]\n", "the field always holds a new list"),
  },
  {
    title: "a model that is written out, copied and compared",
    source: `import copy
from typing import Iterable

from pydantic import BaseModel


class Model(BaseModel):
    items: Iterable[int]


model = Model(items=[1, 2])
print(model == Model(items=[1, 2]))
try:
    print(model.json(), copy.deepcopy(model).items)
except TypeError as error:
    print("TypeError")
`,
    outcome: repairs("False\nTypeError\n", 'True\n{"items": [1, 2]} [1, 2]\n', ONCE),
  },
]);

/** What Pydantic makes of an Iterable, and of what takes its place. */
export const PYDANTIC: readonly Scenario[] = [...SEQUENCES, ...LISTS];
