/** `azure.resource.*` and `azure.subscription_id` as read from a resource id; absent where the pipeline sets none. */
export interface AzureResource {
  readonly subscriptionId?: string;
  readonly group?: string;
  readonly provider?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly authorizationRule?: string;
}

/** How an id spells the fixed words of its path. */
interface Spelling {
  readonly subscriptions: string;
  readonly groups: string;
  readonly providers: string;
  readonly namespaces: string;
  readonly rules: string;
}

const upper: Spelling = {
  subscriptions: "/SUBSCRIPTIONS/",
  groups: "/RESOURCEGROUPS/",
  providers: "/PROVIDERS/",
  namespaces: "/NAMESPACES/",
  rules: "/AUTHORIZATIONRULES/",
};
const camel: Spelling = {
  subscriptions: "/subscriptions/",
  groups: "/resourceGroups/",
  providers: "/providers/",
  namespaces: "/namespaces/",
  rules: "/authorizationRules/",
};

/**
 * Reads a resource id as the seven grok patterns of Elastic's shared Azure pipeline do (ecs-mapping facts §2).
 *
 * Their quirks are kept. Only two spellings are known, all upper case and `/subscriptions/…/resourceGroups/…`: of an id
 * with `/resourcegroups/` in lower case the provider is everything after `/providers/`, and there is no group and no
 * name. The group reaches to the last `/providers/` that a type and a name follow. A pattern is only tried while no
 * subscription has been found, so the fourth, which finds none, may leave a provider that a later one replaces.
 *
 * With `lenient` the fixed words may be in any case; this is ours, not Elastic's. Linear in the length of the id.
 */
export function readAzureResource(id: string, lenient = false): AzureResource {
  const found: { -readonly [key in keyof AzureResource]: AzureResource[key] } = {};
  // The patterns' dot stops at a line's end, and their search goes on at the next line.
  const lines = id.split("\n").map((text) => candidate(text, lenient));
  for (const form of forms) {
    if (found.subscriptionId !== undefined) break;
    for (const line of lines) {
      const match = form(line);
      if (match === undefined) continue;
      Object.assign(found, match);
      break;
    }
  }
  return found;
}

/** A line, and the text in which its fixed words are looked for. */
interface Line {
  readonly text: string;
  readonly words: string;
  readonly spellings: readonly Spelling[];
}

function candidate(text: string, lenient: boolean): Line {
  return lenient
    ? { text, words: foldLetters(text), spellings: [upper] }
    : { text, words: text, spellings: [upper, camel] };
}

/** Upper case for ASCII letters only, so that offsets stay. */
function foldLetters(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

type Form = (line: Line) => AzureResource | undefined;

const forms: readonly Form[] = [
  authorizationRule,
  typedResource,
  typedResourceOfAnyName,
  providerOnly,
  subscriptionProvider,
  resourceGroup,
  subscriptionOnly,
];

/** `…/resourceGroups/G/providers/P/namespaces/N/authorizationRules/R`, each part reaching as far right as it can. */
function authorizationRule(line: Line): AzureResource | undefined {
  return inGroup(line, (start, spelling) => {
    const ruleAt = lastWord(line, spelling.rules, start, line.text.length - spelling.rules.length - 1);
    const namespaceAt = lastWord(line, spelling.namespaces, start, ruleAt - spelling.namespaces.length - 1);
    const providerAt = lastWord(line, spelling.providers, start, namespaceAt - spelling.providers.length - 1);
    if (providerAt <= start) return undefined;
    return {
      group: line.text.slice(start, providerAt),
      provider: line.text.slice(providerAt + spelling.providers.length, namespaceAt),
      namespace: line.text.slice(namespaceAt + spelling.namespaces.length, ruleAt),
      authorizationRule: line.text.slice(ruleAt + spelling.rules.length),
    };
  });
}

/** `…/resourceGroups/G/providers/NS/TYPE/NAME`, where the name does not hold `AUTHORIZATIONRULES`. */
function typedResource(line: Line): AzureResource | undefined {
  const lastRule = line.words.lastIndexOf("AUTHORIZATIONRULES");
  return resourceOfType(line, (start) => {
    const end = typeEnd(line.text, start, slashAfterWordAndOne);
    return end !== undefined && end + 1 > lastRule ? end : undefined;
  });
}

/** The same for any name that is not empty; the type's second character may be anything. */
function typedResourceOfAnyName(line: Line): AzureResource | undefined {
  return resourceOfType(line, (start) => {
    const end = typeEnd(line.text, start, slashAfterWord);
    return end !== undefined && end + 1 < line.text.length ? end : undefined;
  });
}

/** `providerEnd` gives the offset of the slash between type and name. */
function resourceOfType(line: Line, providerEnd: (start: number) => number | undefined): AzureResource | undefined {
  return inGroup(line, (start, spelling) => {
    let at = lastWord(line, spelling.providers, start, line.text.length);
    for (; at > start; at = lastWord(line, spelling.providers, start, at - 1)) {
      const from = at + spelling.providers.length;
      const end = providerEnd(from);
      if (end === undefined) continue;
      return {
        group: line.text.slice(start, at),
        provider: line.text.slice(from, end),
        name: line.text.slice(end + 1),
      };
    }
    return undefined;
  });
}

/** The first `/providers/` of either spelling; the provider is all that follows. */
function providerOnly(line: Line): AzureResource | undefined {
  const starts = line.spellings
    .map(({ providers }) => firstWord(line, providers, 0))
    .filter((at) => at >= 0 && at + upper.providers.length < line.text.length);
  if (starts.length === 0) return undefined;
  return { provider: line.text.slice(Math.min(...starts) + upper.providers.length) };
}

/** `/subscriptions/S/providers/NS/TYPE`. */
function subscriptionProvider(line: Line): AzureResource | undefined {
  return inSubscription(line, (at, spelling) => {
    if (!line.words.startsWith(spelling.providers, at)) return undefined;
    const start = at + spelling.providers.length;
    const end = typeEnd(line.text, start, afterWord);
    return end === undefined ? undefined : { provider: line.text.slice(start, end) };
  });
}

/** `/subscriptions/S/resourceGroups/G`, where the group is all that follows. */
function resourceGroup(line: Line): AzureResource | undefined {
  return inGroup(line, (start) => (start < line.text.length ? { group: line.text.slice(start) } : undefined));
}

function subscriptionOnly(line: Line): AzureResource | undefined {
  return inSubscription(line, () => ({}));
}

type Read = (start: number, spelling: Spelling) => AzureResource | undefined;

function inGroup(line: Line, read: Read): AzureResource | undefined {
  return inSubscription(line, (at, spelling) =>
    line.words.startsWith(spelling.groups, at) ? read(at + spelling.groups.length, spelling) : undefined,
  );
}

/**
 * The leftmost place where a subscription stands and the rest can be read. What `read` sees of a later place of the
 * same spelling is part of what it saw of an earlier one, but for forms that look only at what follows directly.
 */
function inSubscription(line: Line, read: Read): AzureResource | undefined {
  let best: { at: number; resource: AzureResource } | undefined;
  for (const spelling of line.spellings) {
    const found = firstSubscription(line, spelling, read);
    if (found !== undefined && (best === undefined || found.at < best.at)) best = found;
  }
  return best?.resource;
}

/** Places tried per id and form: a real id has one; the limit keeps a hostile one linear. */
const placeLimit = 16;

function firstSubscription(line: Line, spelling: Spelling, read: Read) {
  let at = firstWord(line, spelling.subscriptions, 0);
  for (let tries = 0; at >= 0 && tries < placeLimit; at = firstWord(line, spelling.subscriptions, at + 1)) {
    const start = at + spelling.subscriptions.length;
    const subscriptionId = subscriptionForm.exec(line.text.slice(start, start + 38))?.[0];
    if (subscriptionId === undefined) continue;
    tries++;
    const rest = read(start + subscriptionId.length, spelling);
    if (rest !== undefined) return { at, resource: { subscriptionId, ...rest } };
  }
  return undefined;
}

const subscriptionForm = /^\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?/;

function firstWord(line: Line, word: string, from: number): number {
  return line.words.indexOf(word, from);
}

/** The last place of a word that begins after `start` and not after `latest`; -1 if there is none. */
function lastWord(line: Line, word: string, start: number, latest: number): number {
  if (latest <= start) return -1;
  const at = line.words.lastIndexOf(word, latest);
  return at > start ? at : -1;
}

/** Where the type that begins at an offset ends, if it does. */
type TypeRest = (text: string, start: number) => number | undefined;

/**
 * The end of `NS/TYPE`, where NS is two words with one character between them (`[A-Za-z]\w+.[A-Za-z]\w+`).
 *
 * That character is any, so it may be a letter, and the second word may be the end of the first.
 */
function typeEnd(text: string, start: number, rest: TypeRest): number | undefined {
  if (!isLetter(text, start)) return undefined;
  const first = wordEnd(text, start + 1);
  if (isLetter(text, first + 1) && first > start + 1) {
    const second = wordEnd(text, first + 2);
    const end = second > first + 2 && text[second] === "/" ? rest(text, second + 1) : undefined;
    if (end !== undefined) return end;
  }
  return text[first] === "/" && splits(text, start, first) ? rest(text, first + 1) : undefined;
}

/** Whether one word can be read as two with a character between: a letter with three before it and one after it. */
function splits(text: string, start: number, end: number): boolean {
  for (let at = start + 3; at < end - 1; at++) if (isLetter(text, at)) return true;
  return false;
}

/** `[A-Za-z]\w+.` and a slash: the dot is mostly the type's own last letter. */
function slashAfterWordAndOne(text: string, start: number): number | undefined {
  if (!isLetter(text, start)) return undefined;
  const end = wordEnd(text, start + 1);
  if (end > start + 1 && text[end + 1] === "/") return end + 1;
  return end > start + 2 && text[end] === "/" ? end : undefined;
}

/** `[A-Za-z][^/]\w+` and a slash. */
function slashAfterWord(text: string, start: number): number | undefined {
  const end = afterWord(text, start);
  return end !== undefined && text[end] === "/" ? end : undefined;
}

/** `[A-Za-z][^/]\w+`. */
function afterWord(text: string, start: number): number | undefined {
  if (!isLetter(text, start) || start + 1 >= text.length || text[start + 1] === "/") return undefined;
  const end = wordEnd(text, start + 2);
  return end > start + 2 ? end : undefined;
}

function isLetter(text: string, at: number): boolean {
  return /^[A-Za-z]$/.test(text[at] ?? "");
}

const wordRun = /[\p{L}\p{M}\p{N}\p{Pc}]*/uy;

/** The end of the run of word characters that begins at an offset. */
function wordEnd(text: string, start: number): number {
  wordRun.lastIndex = Math.min(start, text.length);
  wordRun.test(text);
  return Math.max(start, wordRun.lastIndex);
}
