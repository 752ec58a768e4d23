import assert from "node:assert/strict";
import { test } from "node:test";
import { keysToSnakeCase, snakeAction, snakeCase, snakeCaseOfGraph } from "../../../src/normalize/azureSnakeCase.ts";
import { printJson } from "../../../src/text/json.ts";
import { jsonObject } from "./azureRecords.ts";

const names: readonly (readonly [name: string, ofSignIns: string, ofGraph?: string])[] = [
  ["userPrincipalName", "user_principal_name"],
  ["userID", "user_id"],
  ["IPAddress", "ipaddress"],
  ["ipAddress", "ip_address"],
  ["riskEventTypes_v2", "risk_event_types_v2"],
  ["createdDateTime", "created_date_time"],
  ["mfaDetail", "mfa_detail"],
  ["isCAEToken", "is_caetoken"],
  ["already_snake", "already_snake"],
  ["C_DeviceId", "c_device_id"],
  ["UserPrincipalObjectID", "user_principal_object_id"],
  ["__UDI_RequiredFields_EventTime", "__udi_required_fields_event_time"],
  ["_BilledSize", "_billed_size"],
  ["x_aB", "x_a_b", "xa_b"],
];

for (const [name, ofSignIns, ofGraph = ofSignIns] of names) {
  test(`${name} in snake case`, () => {
    assert.equal(snakeCase(name), ofSignIns);
    assert.equal(snakeCaseOfGraph(name), ofGraph);
  });
}

test("names change at every depth, values never, and what is empty goes", () => {
  const record = jsonObject({ aB: [{ cD: "eF" }, { gH: "" }, null], iJ: { kL: null }, mN: 0, oP: false, qR: "" });
  assert.equal(printJson(keysToSnakeCase(record, snakeCase)), '{"a_b":[{"c_d":"eF"}],"m_n":0,"o_p":false}');
});

test("the action is known before the names change", () => {
  const action = snakeAction(snakeCase);
  assert.equal(action(jsonObject({ operationName: "Sign-in activity" })), "Sign-in activity");
  assert.equal(action(jsonObject({ OperationName: 7 })), "7");
  assert.equal(action(jsonObject({ operationName: "" })), undefined);
  assert.equal(action(jsonObject({ operationName: { value: "x" } })), undefined);
});
