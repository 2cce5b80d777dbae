import type { RuleContext } from "../../contract";

/** Makes something once for each context, that is, for each look at a segment. */
export function perContext<Made>(make: (context: RuleContext) => Made): (context: RuleContext) => Made {
  const known = new WeakMap<RuleContext, { readonly made: Made }>();
  return (context) => {
    let entry = known.get(context);
    if (entry === undefined) known.set(context, (entry = { made: make(context) }));
    return entry.made;
  };
}
