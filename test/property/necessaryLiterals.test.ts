import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { documentView } from "../../src/ecs/event.ts";
import { necessaryLiterals } from "../../src/engine/necessaryLiterals.ts";
import { readRecord } from "../../src/normalize/readRecord.ts";
import { and, equals, exists, not, oneOf, or, wildcard } from "../../src/predicate/build.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";
import { numRuns } from "./numRuns.ts";

const texts = [
  "true",
  "false",
  "AKIAEXAMPLE",
  "IAMUser",
  'quo"ted/slashed',
  "päper",
  "12345",
  "ab",
  "none",
  "CreateUser",
];
const value = fc.constantFrom<unknown>(...texts, true, false, 12345, 1e21, null, ["true", "AKIAEXAMPLE"], {
  key: "IAMUser",
});

const record = fc
  .record({
    identity: value,
    accessKey: value,
    agent: value,
    error: value,
    console: value,
    parameters: fc.dictionary(fc.constantFrom("activate", "key", "userName", "a.key", "reason"), value),
  })
  .map(({ identity, accessKey, agent, error, console, parameters }) => ({
    eventVersion: "1.11",
    eventTime: "2026-03-10T09:00:00Z",
    eventSource: "iam.amazonaws.com",
    eventName: "CreateUser",
    eventID: "00000000-0000-4000-8000-000000000001",
    awsRegion: "eu-west-1",
    userIdentity: { type: identity, accessKeyId: accessKey, userName: identity, principalId: accessKey },
    userAgent: agent,
    errorCode: error,
    sessionCredentialFromConsole: console,
    requestParameters: parameters,
  }));

const fields = [
  "aws.cloudtrail.user_identity.type",
  "aws.cloudtrail.user_identity.access_key_id",
  "aws.cloudtrail.error_code",
  "aws.cloudtrail.session_credential_from_console",
  "aws.cloudtrail.flattened.request_parameters.activate",
  "aws.cloudtrail.flattened.request_parameters.key",
  "aws.cloudtrail.flattened.request_parameters.a.key",
  "aws.cloudtrail.flattened.request_parameters.userName",
  "user.name",
  "user.id",
  "user.target.name",
  "user_agent.original",
  "event.action",
].map((name) => defaultCatalogue.field(name)!);

const atom: fc.Arbitrary<Predicate> = fc
  .tuple(
    fc.constantFrom(...fields),
    fc.constantFrom(...texts),
    fc.constantFrom(...texts),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([field, one, other, kind]) => {
    if (kind === 0) return exists(field);
    if (kind === 1) return equals(field, one);
    return kind === 2 ? oneOf(field, [one, other]) : wildcard(field, [`*${one.slice(1)}`, `${other.slice(0, -1)}*`]);
  });

const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.array(tie("predicate"), { minLength: 1, maxLength: 3 }).map((all) => and(...all)),
    fc.array(tie("predicate"), { minLength: 1, maxLength: 3 }).map((all) => or(...all)),
    tie("predicate").map(not),
  ),
}));

test("a record that satisfies a predicate holds a text of every list", () => {
  let satisfied = 0;
  let asked = 0;
  fc.assert(
    fc.property(record, predicate, (written, condition) => {
      const text = JSON.stringify(written);
      const outcome = readRecord(text, {});
      assert.equal(outcome.kind, "event");
      if (outcome.kind !== "event" || !evaluate(condition, documentView(outcome.event.document))) return;
      satisfied++;
      for (const list of necessaryLiterals(condition)) {
        asked++;
        assert.ok(
          list.some((literal) => text.includes(literal)),
          `none of ${JSON.stringify(list)} in ${text}`,
        );
      }
    }),
    { numRuns: numRuns(3_000) },
  );
  assert.ok(satisfied > 200 && asked > 200, `${satisfied} ${asked}`);
});
