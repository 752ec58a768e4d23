import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { documentView } from "../../../src/ecs/event.ts";
import { type EcsObject, isEcsObject } from "../../../src/ecs/value.ts";
import { awsCloudtrail } from "../../../src/normalize/awsCloudtrail.ts";
import { recognize } from "../../../src/normalize/recognize.ts";
import { event, fieldsOf, json, normalize, record } from "./cloudtrailRecords.ts";

type Row = readonly [title: string, members: Record<string, unknown>, fields: Record<string, unknown>];

const rows: readonly Row[] = [
  [
    "what the shipper adds",
    {},
    {
      "@timestamp": "2026-03-10T02:14:07.000Z",
      "event.ingested": "2026-03-10T02:14:07.000Z",
      "event.dataset": "aws.cloudtrail",
      "event.module": "aws",
      "event.kind": "event",
      "data_stream.type": "logs",
      "data_stream.dataset": "aws.cloudtrail",
      "data_stream.namespace": "default",
      "ecs.version": "8.11.0",
      "cloud.provider": "aws",
      "event.original": JSON.stringify(record()),
    },
  ],
  [
    "the plain members",
    {
      apiVersion: "2016-11-15",
      vpcEndpointId: "vpce-1",
      vpcEndpointAccountId: "1",
      sessionCredentialFromConsole: "true",
    },
    {
      "event.provider": "ec2.amazonaws.com",
      "event.action": "CreateSnapshot",
      "event.id": "e-1",
      "cloud.service.name": "ec2",
      "cloud.region": "us-east-1",
      "cloud.account.id": "111122223333",
      "aws.cloudtrail.event_version": "1.09",
      "aws.cloudtrail.event_type": "AwsApiCall",
      "aws.cloudtrail.event_category": "Management",
      "aws.cloudtrail.request_id": "r-1",
      "aws.cloudtrail.api_version": "2016-11-15",
      "aws.cloudtrail.read_only": false,
      "aws.cloudtrail.management_event": "true",
      "aws.cloudtrail.recipient_account_id": "111122223333",
      "aws.cloudtrail.vpc_endpoint_id": "vpce-1",
      "aws.cloudtrail.vpc_endpoint_account_id": "1",
      "aws.cloudtrail.session_credential_from_console": "true",
      "aws.cloudtrail.user_identity.type": "IAMUser",
      "aws.cloudtrail.user_identity.arn": "arn:aws:iam::111122223333:user/alice",
      "aws.cloudtrail.user_identity.access_key_id": "AKIAEXAMPLE",
      "user_agent.original": "aws-cli/2.17.60",
    },
  ],
  [
    "parameters as a string and flattened",
    {},
    {
      "aws.cloudtrail.request_parameters": "{volumeId=vol-0123456789abcdef0}",
      "aws.cloudtrail.flattened.request_parameters.volumeId": "vol-0123456789abcdef0",
      "aws.cloudtrail.response_elements": "{snapshotId=snap-0123456789abcdef0}",
      "aws.cloudtrail.flattened.response_elements.snapshotId": "snap-0123456789abcdef0",
    },
  ],
  [
    "a public share",
    {
      eventName: "ModifySnapshotAttribute",
      requestParameters: {
        snapshotId: "snap-1",
        attributeType: "CREATE_VOLUME_PERMISSION",
        createVolumePermission: { add: { items: [{ group: "all" }] } },
      },
    },
    {
      "aws.cloudtrail.request_parameters":
        "{snapshotId=snap-1, attributeType=CREATE_VOLUME_PERMISSION, createVolumePermission={add={items=[{group=all}]}}}",
    },
  ],
  [
    "a parameter that says none vanishes from both forms",
    { requestParameters: { attribute: "none", volumeId: "v" } },
    {
      "aws.cloudtrail.request_parameters": "{volumeId=v}",
      "aws.cloudtrail.flattened.request_parameters.attribute": undefined,
    },
  ],
  [
    "parameters that are all empty",
    { requestParameters: { a: null, b: [], c: "-" }, responseElements: null },
    {
      "aws.cloudtrail.request_parameters": undefined,
      "aws.cloudtrail.response_elements": undefined,
      "aws.cloudtrail.flattened": undefined,
    },
  ],
  [
    "details of a service event",
    { serviceEventDetails: { snapshotId: "snap-1", sourceIpAddress: "198.51.100.1" } },
    {
      "aws.cloudtrail.service_event_details": "{snapshotId=snap-1, sourceIpAddress=198.51.100.1}",
      "related.ip": ["203.0.113.7", "198.51.100.1"],
    },
  ],
  ["an address", {}, { "source.address": "203.0.113.7", "source.ip": "203.0.113.7", "related.ip": ["203.0.113.7"] }],
  [
    "an address of a service",
    { sourceIPAddress: "config.amazonaws.com" },
    {
      "source.address": "config.amazonaws.com",
      "source.ip": undefined,
      "related.ip": undefined,
      "related.hosts": undefined,
    },
  ],
  [
    "an address that AWS hides",
    { sourceIPAddress: "AWS Internal" },
    { "source.address": "AWS Internal", "source.ip": undefined, "related.hosts": undefined },
  ],
  [
    "a host's name",
    { sourceIPAddress: "host.example.com" },
    { "source.ip": undefined, "related.hosts": ["host.example.com"] },
  ],
  [
    "no account in the identity",
    { userIdentity: { type: "AWSService" }, recipientAccountId: "1" },
    { "cloud.account.id": "1" },
  ],
  [
    "no account but awsAccountId",
    { userIdentity: null, recipientAccountId: null, awsAccountId: "2" },
    { "cloud.account.id": "2" },
  ],
  [
    "a source that is not of AWS's domain",
    { eventSource: "s3" },
    { "event.provider": "s3", "cloud.service.name": undefined },
  ],
  [
    "TLS",
    {
      tlsDetails: {
        tlsVersion: "TLSv1.3",
        cipherSuite: "C",
        clientProvidedHostHeader: "ec2.us-east-1.amazonaws.com",
        keyExchange: "x25519",
      },
    },
    {
      "tls.version": "1.3",
      "tls.version_protocol": "tls",
      "tls.cipher": "C",
      "tls.client.server_name": "ec2.us-east-1.amazonaws.com",
      "aws.cloudtrail.tls_details.key_exchange": "x25519",
      "related.hosts": undefined,
    },
  ],
  [
    "a TLS version without protocol",
    { tlsDetails: { tlsVersion: "1.2" } },
    { "tls.version": "1.2", "tls.version_protocol": undefined },
  ],
  ["a TLS placeholder", { tlsDetails: { tlsVersion: "tlsVersion", cipherSuite: "cipherSuite" } }, { tls: undefined }],
  [
    "targets",
    {
      requestParameters: { userName: "bob", newUserName: "rob", groupName: "g" },
      responseElements: { user: { userId: "AIDA9" }, group: { groupId: "AGPA1" } },
    },
    {
      "user.target.name": "bob",
      "user.changes.name": "rob",
      "group.name": "g",
      "user.target.id": "AIDA9",
      "group.id": "AGPA1",
    },
  ],
  ["sharedEventID", { sharedEventID: "s" }, { "aws.cloudtrail.shared_event_id": "s" }],
  ["sharedEventId", { sharedEventId: "s" }, { "aws.cloudtrail.shared_event_id": "s" }],
  [
    "an addendum",
    { addendum: { reason: "DELIVERY_DELAY", originalEventID: "o" } },
    { "aws.cloudtrail.addendum.reason": "DELIVERY_DELAY", "aws.cloudtrail.addendum.original_event_id": "o" },
  ],
  [
    "a console login",
    {
      eventName: "ConsoleLogin",
      additionalEventData: { MobileVersion: "No", LoginTo: "https://console", MFAUsed: "Yes" },
      responseElements: { ConsoleLogin: "Success" },
    },
    {
      "aws.cloudtrail.console_login.additional_eventdata": {
        login_to: "https://console",
        mobile_version: false,
        mfa_used: true,
      },
      "aws.cloudtrail.additional_eventdata": "{LoginTo=https://console, MobileVersion=No, MFAUsed=Yes}",
    },
  ],
  [
    "such data of another call",
    { additionalEventData: { MFAUsed: "Yes" } },
    { "aws.cloudtrail.console_login": undefined },
  ],
  [
    "resources, each once, in the order of Elastic's HashMap",
    {
      resources: [
        {
          type: "AWS::S3::Object",
          ARN: "arn:aws:s3:::elastic-cspm-cloudtrail-test-bucket/test-copy-object/README-copy.md",
        },
        { accountId: "000000000", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::elastic-cspm-cloudtrail-test-bucket" },
        { type: "AWS::S3::Object", ARN: "arn:aws:s3:::elastic-cspm-cloudtrail-test-bucket/test-copy-object/README.md" },
        { accountId: "000000000", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::elastic-cspm-cloudtrail-test-bucket" },
      ],
    },
    {
      "aws.cloudtrail.resources": [
        { type: "AWS::S3::Object", arn: "arn:aws:s3:::elastic-cspm-cloudtrail-test-bucket/test-copy-object/README.md" },
        {
          type: "AWS::S3::Object",
          arn: "arn:aws:s3:::elastic-cspm-cloudtrail-test-bucket/test-copy-object/README-copy.md",
        },
        { type: "AWS::S3::Bucket", arn: "arn:aws:s3:::elastic-cspm-cloudtrail-test-bucket", account_id: "000000000" },
      ],
    },
  ],
  [
    "instances",
    {
      requestParameters: {
        instanceId: "i-0123456789",
        target: "i-short",
        instanceIds: ["i-0123456780"],
        computerName: "HOST1",
      },
      responseElements: { instancesSet: { items: [{ instanceId: "i-0123456781" }, { instanceId: "i-0123456789" }] } },
      resources: [{ ARN: "arn:aws:ec2:us-east-1:1:instance/i-0123456782" }],
    },
    { "related.hosts": ["HOST1", "i-0123456782", "i-0123456789", "i-0123456780", "i-0123456781"] },
  ],
  [
    "insights",
    { eventType: "AwsCloudTrailInsight", insightDetails: { state: "Start", insightContext: { n: 1 } } },
    { "aws.cloudtrail.flattened.insight_details": { state: "Start", insightContext: { n: 1 } } },
  ],
  // Values of the wrong type: scalars stay for the mapping to coerce, objects where a keyword belongs are dropped.
  [
    "wrong types",
    {
      eventName: 7,
      awsRegion: { a: 1 },
      sourceIPAddress: ["203.0.113.7"],
      userAgent: { x: 1 },
      errorCode: [1, { a: 2 }],
      readOnly: "false",
      managementEvent: { a: 1 },
      tlsDetails: "x",
      resources: "x",
      eventVersion: "1",
    },
    {
      "event.action": "7",
      "cloud.region": undefined,
      "source.address": ["203.0.113.7"],
      "source.ip": undefined,
      user_agent: undefined,
      "aws.cloudtrail.error_code": [1],
      "event.outcome": "failure",
      "aws.cloudtrail.read_only": "false",
      "aws.cloudtrail.management_event": undefined,
      "aws.cloudtrail.resources": undefined,
    },
  ],
  [
    "entity fields stay away",
    { requestParameters: { userName: "bob" } },
    { "related.entity": undefined, actor: undefined, target: undefined, "user.entity": undefined },
  ],
];

for (const [title, members, fields] of rows) {
  test(title, () => {
    // A record needs a text for its name to be recognised, so a number is tried on the pipeline itself.
    const recognized = {
      kind: "recognized",
      shape: "cloudtrail record",
      dataset: "aws.cloudtrail",
      record: json(record(members)) as never,
      derived: [],
    } as const;
    const result = awsCloudtrail.normalize(recognized, {});
    assert.ok(result.kind === "event");
    const names = Object.keys(fields);
    assert.deepEqual(Object.fromEntries(fieldsOf(result, names).map((value, at) => [names[at]!, value])), fields);
  });
}

test("numbers of the record keep their digits where conditions look", () => {
  const { document } = event({ requestParameters: { big: 0, port: -1, ratio: 0.5 } });
  const view = documentView(document);
  const leaf = (name: string) =>
    view.values(defaultCatalogue.field(`aws.cloudtrail.flattened.request_parameters.${name}`)!);
  assert.deepEqual([leaf("port"), leaf("ratio")], [["-1"], ["0.5"]]);
});

test("the flattened form is left out from 32,766 characters on", () => {
  const text = (length: number) => "x".repeat(length - "{k=}".length);
  const names = ["aws.cloudtrail.request_parameters", "aws.cloudtrail.flattened.request_parameters"];
  const [shorter, flat] = fieldsOf(event({ requestParameters: { k: text(32_765) } }), names);
  assert.equal(String(shorter).length, 32_765);
  assert.ok(flat);
  const [longer, none] = fieldsOf(event({ requestParameters: { k: text(32_766) } }), names);
  assert.equal(String(longer).length, 32_766);
  assert.equal(none, undefined);
});

test("a string over 8,191 characters is there but seen by no condition", () => {
  const { document } = event({ requestParameters: { k: "x".repeat(8192) } });
  assert.deepEqual(documentView(document).values(defaultCatalogue.field("aws.cloudtrail.request_parameters")!), []);
});

test("event.ingested can be left out", () =>
  assert.deepEqual(fieldsOf(event({}, { ingested: "none" }), ["event.ingested"]), [undefined]));

test("user agent and geo come from the options", () => {
  const lookup = { geo: { country_name: "Sweden" }, as: { number: 29518 } };
  const options = {
    userAgent: (original: string) => ({ original, name: "aws-cli" }),
    geo: (address: string) => (address === "203.0.113.7" ? lookup : undefined),
  };
  assert.deepEqual(fieldsOf(event({}, options), ["user_agent.name", "source.geo.country_name", "source.as.number"]), [
    "aws-cli",
    "Sweden",
    29518,
  ]);
  assert.deepEqual(fieldsOf(event({ sourceIPAddress: "AWS Internal" }, options), ["source.geo"]), [undefined]);
});

for (const eventTime of [undefined, null, "", "-", "yesterday", 1773108847000, {}, "1773108847000"]) {
  test(`no usable time: ${JSON.stringify(eventTime)}`, () => {
    const result = normalize({ eventTime });
    assert.ok(result.kind === "rejected");
    assert.equal(result.reason, "no usable time");
  });
}

for (const [eventTime, atMs] of [
  ["2026-03-10T02:14:07Z", 1773108847000],
  ["2026-03-10T02:14:07.9999+02:00", 1773101647999],
  ["2026-03-10T02:14:07", 1773108847000],
] as const) {
  test(`time ${eventTime}`, () => assert.equal(event({ eventTime }).atMs, atMs));
}

test("the id is eventID, else the hash of the record", () => {
  assert.equal(event().id, "e-1");
  const { id } = event({ eventID: "-" });
  assert.match(id, /^[0-9a-f]{64}$/);
  assert.equal(event({ eventID: "-" }).id, id);
  assert.notEqual(event({ eventID: "-", awsRegion: "eu-west-1" }).id, id);
});

const identities: readonly (readonly [Record<string, unknown>, Record<string, string>])[] = [
  [{}, { provider: "ec2.amazonaws.com", action: "CreateSnapshot" }],
  [{ eventSource: "none" }, { action: "CreateSnapshot" }],
  [{ eventSource: "-", eventName: "none" }, {}],
];

for (const [members, expected] of identities) {
  test(`identify ${JSON.stringify(members)} agrees with normalize`, () => {
    const recognized = recognize(json(record(members)));
    assert.ok(recognized.kind === "recognized");
    assert.deepEqual(awsCloudtrail.identify(recognized), { dataset: "aws.cloudtrail", ...expected });
    assert.deepEqual(fieldsOf(event(members), ["event.provider", "event.action"]), [
      expected["provider"],
      expected["action"],
    ]);
  });
}

test("every field that the pipeline sets is mapped", () => {
  const { document } = event({
    tlsDetails: { tlsVersion: "TLSv1.3", cipherSuite: "C", clientProvidedHostHeader: "h", keyExchange: "k" },
    requestParameters: { userName: "bob", newUserName: "rob", groupName: "g" },
    responseElements: { user: { userId: "AIDA9" }, group: { groupId: "AGPA1" } },
    resources: [{ ARN: "a", accountId: "1", type: "t" }],
    addendum: { reason: "r", updatedFields: "u", originalRequestID: "o", originalEventID: "e" },
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::1:assumed-role/r/s@t",
      principalId: "p",
      userName: "u",
      accountId: "1",
      accessKeyId: "k",
      invokedBy: "i",
      invokedByDelegate: { accountId: "2" },
      credentialId: "c",
      identityProvider: "p",
      onBehalfOf: { userId: "u", identityStoreArn: "a" },
      inScopeOf: { issuerType: "t", credentialsIssuedTo: "c", sourceArn: "a", sourceAccount: "1" },
    },
  });
  const unmapped: string[] = [];
  const pending: [string, EcsObject][] = [["", document]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [key, value] of Object.entries(next[1])) {
      const name = `${next[0]}${key}`;
      if (isEcsObject(value)) pending.push([`${name}.`, value]);
      else if (defaultCatalogue.field(name) === undefined && name !== "aws.cloudtrail.resources") unmapped.push(name);
    }
  }
  assert.deepEqual(unmapped, []);
});
