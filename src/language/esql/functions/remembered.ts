/** How many results are kept: patterns of rules are few, patterns in columns could be any number. */
const mostRemembered = 500;

/**
 * The function with its last results kept by argument, for what is expensive to compile and asked for once a row.
 *
 * When full it forgets everything, which bounds memory at no cost for the constant patterns of ordinary rules.
 */
export function remembered<Result>(compute: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    if (results.size >= mostRemembered) results.clear();
    results.set(text, result);
    return result;
  };
}
