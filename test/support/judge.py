"""Judges fixed texts beside the text they were made from, and compiles texts; JSON on stdin and stdout, see python.ts.

What CPython's compiler and its symbol tables say counts, nothing of ours does.
"""

import ast
import builtins
import json
import symtable
import sys
import traceback
import warnings
from collections import Counter

BUILT_IN = {*dir(builtins), "__file__", "__path__", "__annotations__", "__builtins__", "__module__", "__qualname__", "__class__"}


class Names:
    """Where a text binds names, and which it uses."""

    def __init__(self, text):
        self.bound = {}  # of each module, class and function: the names that are its own
        self.foreign = {}  # and those that it takes from outside
        self.undefined = set()
        self.unused = Counter()
        self._module = symtable.symtable(text, "<text>", "exec")
        tree = ast.parse(text)
        compile(tree, "<text>", "exec", dont_inherit=True)
        self._quoted = quoted_names(tree)
        self.imports = Counter(imports_of(tree))
        self.imported = Counter(names_imported(tree))
        self._globals = self._module_names()
        self._walk()

    def _tables(self):
        """All tables, each with its path; of several functions of one name each has its number. Lambdas and comprehensions have none."""
        stack = [(self._module, ())]
        while stack:
            table, path = stack.pop()
            yield table, path
            seen = Counter()
            for child in table.get_children():
                name = child.get_name()
                seen[name] += 1
                nameless = path is None or name in COMPREHENSIONS
                stack.append((child, None if nameless else (*path, f"{name}#{seen[name]}")))

    def _module_names(self):
        names = {symbol.get_name() for symbol in self._module.get_symbols() if is_bound(symbol)}
        for table, _ in self._tables():
            names.update(symbol.get_name() for symbol in table.get_symbols() if symbol.is_declared_global() and is_bound(symbol))
        return names

    def _walk(self):
        used_globals = set()
        imported = []
        for table, path in self._tables():
            top = table is self._module
            for symbol in table.get_symbols():
                name = symbol.get_name()
                is_global = symbol.is_global() or top
                if symbol.is_referenced() and is_global:
                    used_globals.add(name)
                    if name not in self._globals and name not in BUILT_IN:
                        self.undefined.add(name)
                if path is not None:
                    place = self.bound if is_bound(symbol) and (top or symbol.is_local()) else self.foreign
                    place.setdefault(path, set()).add(name)
                if symbol.is_imported():
                    imported.append((table, path, name, is_global))
        for table, path, name, is_global in imported:
            used = name in used_globals if is_global else uses(table, name)
            if not used and name not in self._quoted:
                self.unused[(path, name)] += 1


COMPREHENSIONS = {"lambda", "listcomp", "setcomp", "dictcomp", "genexpr"}


def is_bound(symbol):
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace() or symbol.is_parameter()


def uses(table, name):
    """Whether a name of a function's own is read in it, or in what is defined within."""
    stack = [table]
    while stack:
        one = stack.pop()
        if name in one.get_identifiers() and one.lookup(name).is_referenced():
            return True
        stack.extend(child for child in one.get_children() if name in child.get_identifiers() and child.lookup(name).is_free())
    return False


def quoted_names(tree):
    """Names in annotations, which symbol tables need not show, and strings that are a name, as in __all__."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            names.add(node.value)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            for part in ast.walk(annotation) if annotation is not None else ():
                if isinstance(part, ast.Name):
                    names.add(part.id)
                elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                    names.update(words(part.value))
    return names


def words(text):
    return "".join(letter if letter.isidentifier() or letter.isdigit() else " " for letter in text).split()


def imports_of(tree):
    """Each import of the module's own lines, as it would be written alone."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield f"import {ast.unparse(alias)}"
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"from {'.' * node.level}{node.module or ''} import {ast.unparse(alias)}"


def names_imported(tree):
    """Each name that an import binds, as often as one does: which of several goes is not for a fix to say."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield (alias.asname or alias.name).split(".")[0]


def compared(before, text):
    try:
        after = Names(text)
    except (SyntaxError, ValueError) as error:
        return [f"no Python: {error}"]
    problems = [f"{name} is bound nowhere" for name in sorted(after.undefined - before.undefined)]
    for (path, name), count in after.unused.items():
        if count > before.unused[(path, name)] and before.imported[name] < 2:
            problems.append(f"the import of {name} is not used")
    for line, count in after.imports.items():
        if count > before.imports[line] > 0 or count > 1 and before.imports[line] == 0:
            problems.append(f"{line} stands there {count} times")
    for path, names in before.bound.items():
        lost = names & after.foreign.get(path, set())
        problems.extend(f"{name} is no longer bound in {where(path)}" for name in sorted(lost))
    for path, names in before.foreign.items():
        taken = names & after.bound.get(path, set())
        problems.extend(f"{name} came from outside of {where(path)} and is bound in it now" for name in sorted(taken))
    return problems


def where(path):
    return ".".join(path) or "the module"


def judged(case):
    try:
        before = Names(case["before"])
    except (SyntaxError, ValueError):
        return None
    return [compared(before, text) for text in case["after"]]


def compile_error(text):
    try:
        compile(text, "<case>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return str(error)
    return None


QUESTIONS = {"judge": judged, "compile": compile_error}


def main():
    """Answers a line of JSON with a line of JSON, until there are no more."""
    warnings.simplefilter("ignore")
    for line in sys.stdin.buffer:
        question = json.loads(line)
        try:
            answer = {"answers": [QUESTIONS[question["ask"]](one) for one in question["of"]]}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


main()
