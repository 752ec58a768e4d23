import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { lintChecks, lintQuery, lintRule } from "../../../src/rule/lint/index.ts";
import { loadRules } from "../../../src/rule/load.ts";
import { lookBackOf } from "../../../src/rule/lookBack.ts";
import { understandQuery } from "../../../src/rule/understandQuery.ts";
import type { Diagnostic } from "../../../src/text/diagnostic.ts";
import { hasErrors } from "../../../src/text/diagnostic.ts";
import { hostSpan } from "../../../src/text/source.ts";
import { load, tomlRule } from "./ruleFixtures.ts";

const aws = 'event.dataset == "aws.cloudtrail"';
const azure = 'event.dataset == "azure.activitylogs"';

interface Options {
  readonly index?: readonly string[];
  readonly lookBackMs?: number;
}

function lint(text: string, options: Options = {}): Diagnostic[] {
  const { query, diagnostics } = understandQuery({ name: "<query>", text }, defaultCatalogue);
  assert.ok(query && !hasErrors(diagnostics), `${text}: ${diagnostics[0]?.message}`);
  return lintQuery({ query, catalogue: defaultCatalogue, ...options });
}

/** Code, the text that is marked, the label, and the second text that is marked. */
function found(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, labels }) => {
    const texts = labels.map((label) => {
      const { source, span } = hostSpan(label.source, label.span);
      return source.text.slice(span.start, span.end);
    });
    return [code, ...texts.slice(0, 1), labels[0]!.message, ...texts.slice(1)].join(" | ");
  });
}

interface Case {
  readonly note: string;
  readonly query: string;
  readonly options?: Options;
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  {
    note: "a field that Azure never has, also under not and in a function",
    query: `any where ${azure} and (user.id == "a" or not startsWith(user_agent.original, "x") or user.id != "b")`,
    want: [
      "LINT001 | user.id | no event has it, so this is never true",
      "LINT001 | user_agent.original | no event has it, so this is always true",
      "LINT001 | user.id | no event has it, so this is always true",
    ],
  },
  {
    note: "resource logs of Azure have no user",
    query: 'any where data_stream.dataset == "azure.platformlogs" and source.ip != null and user.name == "a"',
    want: ["LINT001 | user.name | no event has it, so this is never true"],
  },
  {
    note: "a data stream that is not named is not judged",
    query: 'any where user.id == "a" and event.module == "azure" and event.outcome == "Success"',
    want: [],
  },
  {
    note: "nor one next to another that is not ours",
    query: 'any where event.dataset in ("azure.activitylogs", "azure.auditlogs") and user.id == "a"',
    want: [],
  },
  {
    note: "nor behind a pattern that other data streams may satisfy",
    query: 'any where event.dataset : "azure.*" and user.id == "a"',
    want: [],
  },
  {
    note: "the index patterns name the data stream as well",
    query: 'any where user.id == "a"',
    options: { index: ["logs-azure.activitylogs-*"] },
    want: ["LINT001 | user.id | no event has it, so this is never true"],
  },
  {
    note: "unless one of them reads more",
    query: 'any where user.id == "a"',
    options: { index: ["logs-azure.activitylogs-*", "filebeat-*"] },
    want: [],
  },
  {
    note: "a field that one of two data streams has",
    query: 'any where event.dataset in ("aws.cloudtrail", "azure.activitylogs") and user.id == "a"',
    want: [],
  },
  {
    note: "the case of event sources, regions and outcomes",
    query: `any where ${aws} and event.provider in ("ec2.amazonaws.com", "RDS.amazonaws.com") and cloud.region like "EU-*" and event.outcome != "Failure" and startsWith(cloud.service.name, "S")`,
    want: [
      'LINT002 | "RDS.amazonaws.com" | its values are lower case, so this finds nothing',
      'LINT002 | "EU-*" | its values are lower case, so this finds nothing',
      'LINT002 | "Failure" | its values are spelled `failure`, so this excludes nothing',
      'LINT002 | "S" | its values are lower case, so this finds nothing',
    ],
  },
  {
    note: "the case of event names and of words that AWS defines",
    query: `any where ${aws} and event.action == "createSnapshot" and aws.cloudtrail.user_identity.type == "IamUser"`,
    want: [
      'LINT002 | "createSnapshot" | its values start with a capital letter, so this finds nothing',
      'LINT002 | "IamUser" | its values are spelled `IAMUser`, so this finds nothing',
    ],
  },
  {
    note: "operators that ignore case are right whatever the case",
    query: `any where ${azure} and event.action : "microsoft.compute/snapshots/write" and event.outcome : "Success" and event.action in~ ("a")`,
    want: [],
  },
  {
    note: "the case of Azure's operations",
    query: `any where ${azure} and event.action in ("MICROSOFT.COMPUTE/SNAPSHOTS/WRITE", "Microsoft.Compute/snapshots/delete")`,
    want: [
      'LINT002 | "Microsoft.Compute/snapshots/delete" | most exports write its values in capitals, so this finds few of them',
    ],
  },
  {
    note: "values outside the few that a field has",
    query: `any where ${aws} and event.outcome : ("fail*", "denied") and event.type != "connection"`,
    want: ['LINT003 | "denied" | so this finds nothing', 'LINT003 | "connection" | so this excludes nothing'],
  },
  {
    note: "an exclusion by name lets service principals through",
    query: `any where ${azure} and not (user.name : "backup@*" or user.name == "x")`,
    want: ['LINT004 | user.name : "backup@*" | service principals and managed identities have none'],
  },
  {
    note: "not where the filter leaves them out, and not where null is named",
    query: `any where ${azure} and ((user.name like "*" and user.name != "a") or user.email == null or user.email != "b")`,
    want: [],
  },
  {
    note: "an exclusion by outcome lets the records of a start through, by name those of services and root",
    query: `sequence by cloud.account.id [any where ${aws} and user.name != "a"] [any where ${aws} and user.name != "a" and aws.cloudtrail.user_identity.type in ("Root", "IAMUser")] [any where ${aws} and user.name != "a" and aws.cloudtrail.user_identity.type == "IAMUser"]`,
    want: [
      'LINT004 | user.name != "a" | calls that AWS services make of themselves have none',
      'LINT004 | user.name != "a" | calls of the root user have none',
    ],
  },
  {
    note: "a field whose absence means something may be excluded by value",
    query: `any where ${aws} and not aws.cloudtrail.user_identity.invoked_by == "backup.amazonaws.com" and aws.cloudtrail.error_code != "AccessDenied"`,
    want: [],
  },
  {
    note: "stars in exact texts, but not a value of a policy",
    query: `any where ${aws} and event.action in ("Create*") and user.name != "svc-*" and aws.cloudtrail.flattened.request_parameters.principal == "*" and user.name == "who?"`,
    want: [
      'LINT005 | "Create*" | only the very text with a star in it is found',
      'LINT005 | "svc-*" | this excludes only the very text with a star in it',
    ],
  },
  {
    note: "live wildcards in text functions, but not in startsWith and not escaped",
    query: `any where stringContains(user.name, "a*b") and endsWith~(user.name, "?") and startsWith(user.name, "*") and stringContains(user.name, """\\*""")`,
    want: [
      'LINT006 | "a*b" | `stringContains` on a field is a wildcard query, so any text will do in its place',
      'LINT006 | "?" | `endsWith` on a field is a wildcard query, so any character will do in its place',
    ],
  },
  {
    note: "categories: none in Azure, few in CloudTrail, not of this call",
    query: `sequence by source.ip [process where ${azure}] [malware where ${aws}] [iam where ${aws} and event.action == "CreateSnapshot"] [iam where ${aws} and event.action == "CreateUser"]`,
    want: [
      "LINT007 | process | no event has `event.category`",
      "LINT007 | malware | its categories are api, authentication, configuration, database, file, host, iam, network, package, process, session",
      "LINT007 | iam | the calls asked for have no such category",
    ],
  },
  {
    note: "keys that one side never has, that are unique, that are fixed to different values",
    query: `sequence by user.id, event.id, event.action [any where ${aws} and event.action == "A"] [any where ${azure} and event.action in ("B", "C")]`,
    want: [
      `LINT008 | user.id | no event has it, so the sequence never matches | any where ${azure} and event.action in ("B", "C")`,
      `LINT008 | event.id | no event has it, so the sequence never matches | any where ${azure} and event.action in ("B", "C")`,
      `LINT008 | event.action | so the sequence never matches | any where ${azure} and event.action in ("B", "C")`,
    ],
  },
  {
    note: "a key that is different in every event, and keys that join whatever the case they are asked in",
    query: `sequence [any where ${aws} and event.action : "a"] by event.id, event.action [any where ${aws} and event.action == "A"] by event.id, event.action`,
    want: ["LINT008 | event.id | so the sequence never matches"],
  },
  {
    note: "a maxspan that no run sees, and one that no two times can have",
    query: `sequence by user.name with maxspan=1h [any where true] [any where true]`,
    options: { lookBackMs: 540_000 },
    want: ["LINT009 | with maxspan=1h | a run in Kibana reads the last 9m only"],
  },
  {
    note: "a maxspan of less than a second over whole seconds",
    query: `sequence by user.name with maxspan=500ms [any where ${aws}] [any where ${aws}]`,
    options: { lookBackMs: 540_000 },
    want: [
      "LINT009 | with maxspan=500ms | CloudTrail's times are whole seconds, so only events of the same second are joined",
    ],
  },
  {
    note: "contradictions, also with a pattern, and dead alternatives",
    query: `any where ${aws} and event.action == "A" and (event.action : "b*" or event.provider == "x") and not (user.name == "a" and user.name == "b")`,
    want: [
      'LINT010 | event.action : "b*" | excluded by the conditions around it',
      'LINT010 | user.name == "b" | excluded by the other condition | user.name == "a"',
    ],
  },
  {
    note: "a condition and its opposite on any field; two values of a field that may have several",
    query: `any where process.args == "a" and process.args == "b" and process.args : "c" and not process.args : "c"`,
    want: ['LINT010 | not process.args : "c" | excluded by the other condition | process.args : "c"'],
  },
  {
    note: "alternatives that are always true, and constants",
    query: `any where (user.name != "a" or user.name != "b") and 1 == 1 and (process.args == "a" or process.args != "a") and (process.args != "a" or process.args != "b")`,
    want: [
      'LINT011 | user.name != "b" | whatever fails the others passes this one | user.name != "a"',
      "LINT011 | 1 == 1 | the same for every event",
      'LINT011 | process.args != "a" | whatever fails the others passes this one | process.args == "a"',
    ],
  },
  { note: "any where true stands alone on purpose", query: "any where true", want: [] },
  {
    note: "an optional field that is unmapped is no constant",
    query: 'any where ?a.b == "x" or true == ?c.d',
    want: [],
  },
  {
    note: "conditions and values that stand twice",
    query: `any where (event.action : ("A", "a") or user.name == "x" or user.name == "x") and not user.id in ("b", "B", "b")`,
    want: [
      'LINT012 | "a" | again here | "A"',
      'LINT012 | user.name == "x" | again here | user.name == "x"',
      'LINT012 | "b" | again here | "b"',
    ],
  },
  {
    note: "anchors and operators of other dialects, escaped and in classes allowed",
    query: `any where user.name regex ("^a", "a$", "a#b", "a@b") or user.name regex ("""\\^a\\@b""", "[^@]+[$]", "\\"#\\"x")`,
    want: [
      'LINT013 | "^a" | only values that start with a `^` are found',
      'LINT013 | "a$" | only values that end with a `$` are found',
      'LINT013 | "a#b" | so no value is found by way of it',
      'LINT013 | "a@b" | so more is found than values with an `@`',
    ],
  },
  {
    note: "a sequence without a key",
    query: "sequence [any where true] [any where false]",
    want: [
      "LINT014 | sequence | the events may be of different users, hosts and accounts, and each new one takes the place of the last",
    ],
  },
  {
    note: "a key behind the items is one",
    query: "sequence [any where true] by a [any where true] by b".replaceAll(/by \w/g, "by user.id"),
    want: [],
  },
  {
    note: "a pattern that doubles its states with each step",
    query: 'any where user.name regex "(a|b)*a(a|b){15}"',
    want: ['LINT015 | "(a|b)*a(a|b){15}" | as an automaton it has more than 10,000 states'],
  },
  {
    note: "a step over a data stream that is not produced here",
    query: `sequence by user.name [any where event.dataset == "kubernetes.audit_logs"] [any where ${aws}]`,
    want: ['LINT016 | any where event.dataset == "kubernetes.audit_logs" | it asks for another data stream'],
  },
];

for (const { note, query, options, want } of cases) {
  test(note, () => assert.deepEqual(found(lint(query, options)), want));
}

test("samples, missing events, until and pipes are looked at too", () => {
  const bad = `any where ${azure} and user.id == "a"`;
  for (const query of [
    `sample by source.ip [${bad}] [any where ${aws}]`,
    `sequence by source.ip with maxspan=1m [any where ${aws}] ![${bad}]`,
    `sequence by source.ip with maxspan=1m [any where ${aws}] [any where ${aws}] until [${bad}]`,
    `${bad} | head 5`,
  ]) {
    assert.deepEqual(found(lint(query)), ["LINT001 | user.id | no event has it, so this is never true"], query);
  }
});

const ignoring: readonly Case[] = [
  {
    note: "a comment on the line, or on lines of its own before it, takes a finding away",
    query: `any where event.action == "a*" and // eqlite: ignore LINT005 the name has a star
      // eqlite: ignore LINT006, LINT005 seen in the logs
      // and more of them
      user.name in ("b*", "c*")`,
    want: [],
  },
  {
    note: "other findings and other lines stay",
    query: `// eqlite: ignore LINT005 the name has a star
      any where event.action == "a*" and
      user.name in ("b*", "c", "c") // eqlite: ignore LINT012 twice as likely`,
    want: ['LINT005 | "b*" | only the very text with a star in it is found'],
  },
  {
    note: "a comment without a reason, and one without a finding, are findings",
    query: `any where event.action == "a*" and // eqlite: ignore LINT005
      user.name == "b" // eqlite: ignore LINT001 no`,
    want: [
      'LINT005 | "a*" | only the very text with a star in it is found',
      "LINT017 | // eqlite: ignore LINT005 | it gives no reason",
      "LINT017 | // eqlite: ignore LINT001 no | no LINT001 on its line",
    ],
  },
];

for (const { note, query, want } of ignoring) {
  test(note, () => assert.deepEqual(found(lint(query)), want));
}

test("codes are unique and in order, names are there", () => {
  const codes = lintChecks.map(({ code }) => code);
  assert.deepEqual(codes, [...new Set(codes)].sort());
  assert.ok(lintChecks.every(({ name }) => /^[a-z].*[^.]$/.test(name)));
});

test("a finding in a rule points into the rule file", () => {
  const text = tomlRule(`query = '''\nany where\n  event.outcome == "Success"\n'''`);
  const { rules } = load(text);
  const [diagnostic] = lintRule(rules[0]!, defaultCatalogue);
  const { source, span } = hostSpan(diagnostic!.labels[0]!.source, diagnostic!.labels[0]!.span);
  assert.equal(diagnostic?.code, "LINT002");
  assert.equal(source.text, text);
  assert.equal(text.slice(span.start, span.end), '"Success"');
});

test("a rule of another type, or one that does not compile, has no findings", () => {
  for (const line of ['type = "query"\nlanguage = "kuery"', `query = 'any where event.acton == "A"'`]) {
    const { rules } = load(tomlRule(...line.split("\n")));
    assert.deepEqual(lintRule(rules[0]!, defaultCatalogue), []);
  }
});

test("how far a rule looks back", () => {
  assert.equal(lookBackOf({ from: "now-9m", to: "now" }), 540_000);
  assert.equal(lookBackOf({ from: "now-25h", to: "now-1h" }), 86_400_000);
  for (const from of ["now", "now/d", "now-1d/d", "2026-03-10"])
    assert.equal(lookBackOf({ from, to: "now" }), undefined);
});

test("hostile queries are linted in bounded time", () => {
  const many = Array.from({ length: 1500 }, (_, at) => `"v${at}"`).join(", ");
  const chain = Array.from({ length: 300 }, (_, at) => `event.action != "v${at}"`).join(" or ");
  const start = performance.now();
  lint(`any where ${aws} and event.action in (${many}) and (${chain}) and (${chain})`);
  lint(`any where ${aws} and ${"(".repeat(60)}event.action == "a"${")".repeat(60)} and not (${chain})`);
  assert.ok(performance.now() - start < 5000, `${performance.now() - start} ms`);
});

describe("every detection that ships", () => {
  const root = fileURLToPath(new URL("../../../detections/", import.meta.url));
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("rule.toml"));
  for (const name of names) {
    test(`${name} is clean`, () => {
      const source = { name, text: readFileSync(join(root, name), "utf8") };
      const { rules } = loadRules(source, { catalogue: defaultCatalogue, valueLists: () => [] });
      assert.equal(rules.length, 1);
      assert.deepEqual(found(lintRule(rules[0]!, defaultCatalogue)), []);
    });
  }
});
