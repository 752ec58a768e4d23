import assert from "node:assert/strict";
import { test } from "node:test";
import { cloudtrailCategories } from "../../../src/normalize/cloudtrailCategories.ts";
import { event, fieldsOf } from "./cloudtrailRecords.ts";

test("91 calls have a category", () => assert.equal(cloudtrailCategories.size, 91));

const cases: readonly (readonly [action: string, category: readonly string[] | undefined, type: readonly string[]])[] =
  [
    ["AttachUserPolicy", ["iam"], ["user", "change"]],
    ["UpdateUser", ["iam"], ["user", "change"]],
    ["CreateUser", ["iam"], ["user", "creation"]],
    ["DeleteUser", ["iam"], ["user", "deletion"]],
    ["ListUserTags", ["iam"], ["user", "info"]],
    ["AddUserToGroup", ["iam"], ["group", "change"]],
    ["CreateGroup", ["iam"], ["group", "creation"]],
    ["DeleteGroup", ["iam"], ["group", "deletion"]],
    ["ListGroups", ["iam"], ["group", "info"]],
    ["UpdateRole", ["iam"], ["admin", "change"]],
    ["CreateKeyPair", ["iam"], ["admin", "creation"]],
    ["ListRoles", ["iam"], ["info"]],
    ["CreatePolicy", ["iam"], ["creation"]],
    ["AttachRolePolicy", ["iam"], ["change"]],
    ["AssumeRole", ["authentication"], ["info"]],
    ["GetCallerIdentity", ["authentication"], ["info"]],
    ["CreateBucket", ["file"], ["creation"]],
    ["DeleteObject", ["file"], ["deletion"]],
    ["PutObject", ["file"], ["change"]],
    ["GetObject", ["file"], ["info"]],
    ["DescribeVolumes", ["host"], ["info"]],
    ["DescribeVpcs", ["network"], ["info"]],
    ["AuthorizeSecurityGroupIngress", ["network"], ["access"]],
    ["DescribeRegions", ["api"], ["info"]],
    ["DeleteTrail", ["configuration"], ["deletion"]],
    ["Subscribe", ["configuration"], ["change"]],
    ["CreateTopic", ["configuration"], ["creation"]],
    ["ListFunctions", ["package"], ["info"]],
    ["ListTables", ["database"], ["info"]],
    ["SendCommand", ["process"], ["start"]],
    ["OpenDataChannel", ["session"], ["start"]],
    ["TerminateSession", ["session"], ["end"]],
    ["CreateSnapshot", undefined, ["info"]],
    ["RunInstances", undefined, ["info"]],
    ["StopLogging", undefined, ["info"]],
    ["createuser", undefined, ["info"]],
    ["toString", undefined, ["info"]],
  ];

for (const [action, category, type] of cases) {
  test(`${action} is ${category ?? "of no category"}`, () => {
    assert.deepEqual(fieldsOf(event({ eventName: action }), ["event.category", "event.type"]), [category, type]);
  });
}

const outcomes: readonly (readonly [title: string, members: Record<string, unknown>, outcome: string])[] = [
  ["no error", {}, "success"],
  ["an error code", { errorCode: "Client.UnauthorizedOperation" }, "failure"],
  ["an error message alone", { errorMessage: "denied" }, "failure"],
  ["an error code that says none", { errorCode: "none" }, "success"],
  ["ConsoleLogin that failed", { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Failure" } }, "failure"],
  [
    "ConsoleLogin that succeeded",
    { eventName: "ConsoleLogin", responseElements: { ConsoleLogin: "Success" } },
    "success",
  ],
  [
    "ConsoleLogin by its response even with an error",
    { eventName: "ConsoleLogin", errorMessage: "x", responseElements: { ConsoleLogin: "Success" } },
    "success",
  ],
  [
    "ConsoleLogin without response",
    { eventName: "ConsoleLogin", errorMessage: "x", responseElements: null },
    "failure",
  ],
  ["another call with such a response", { responseElements: { ConsoleLogin: "Failure" } }, "success"],
];

for (const [title, members, outcome] of outcomes) {
  test(title, () => assert.deepEqual(fieldsOf(event(members), ["event.outcome"]), [outcome]));
}
