import assert from "node:assert/strict";
import { test } from "node:test";
import { event, fieldsOf } from "./cloudtrailRecords.ts";

const role = (name: string, path = "") => ({
  sessionIssuer: {
    type: "Role",
    principalId: "AROAEXAMPLE",
    arn: `arn:aws:iam::111122223333:role/${path}${name}`,
    accountId: "111122223333",
    userName: name,
  },
});

interface Case {
  readonly title: string;
  readonly members: Record<string, unknown>;
  readonly name?: string;
  readonly id?: string;
  readonly email?: string;
  readonly service?: string;
  readonly related?: readonly string[];
}

const assumed = (name: string) => `arn:aws:sts::111122223333:assumed-role/Admin/${name}`;

const cases: readonly Case[] = [
  {
    title: "IAMUser",
    members: { userIdentity: { type: "IAMUser", principalId: "AIDA1", userName: "alice" } },
    name: "alice",
    id: "AIDA1",
    related: ["AIDA1", "alice"],
  },
  {
    title: "IAMUser named like an address",
    members: { userIdentity: { type: "IAMUser", principalId: "AIDA1", userName: "alice@example.com" } },
    name: "alice@example.com",
    id: "AIDA1",
    email: "alice@example.com",
    related: ["AIDA1", "alice@example.com"],
  },
  {
    title: "a name that starts with @ is no address",
    members: { userIdentity: { type: "IAMUser", userName: "@alice" } },
    name: "@alice",
    related: ["@alice"],
  },
  {
    title: "Root sends no name",
    members: { userIdentity: { type: "Root", principalId: "111122223333", arn: "arn:aws:iam::111122223333:root" } },
    id: "111122223333",
    related: ["111122223333"],
  },
  {
    title: "AssumedRole is named by its role",
    members: {
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROA1:s-1",
        arn: assumed("s-1"),
        userName: "x",
        sessionContext: role("Admin"),
      },
    },
    name: "Admin",
    id: "AROA1:s-1",
    related: ["s-1", "AROA1:s-1", "Admin"],
  },
  {
    title: "AssumedRole with an address as session name",
    members: {
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROA1:a@b.c",
        arn: assumed("a@b.c"),
        sessionContext: role("Admin"),
      },
    },
    name: "Admin",
    id: "AROA1:a@b.c",
    email: "a@b.c",
    related: ["a@b.c", "a", "AROA1:a@b.c", "Admin"],
  },
  {
    title: "a session name is what follows the last slash",
    members: {
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws-us-gov:sts::1:assumed-role/path/Admin/s/t",
        sessionContext: role("Admin"),
      },
    },
    name: "Admin",
    related: ["t", "Admin"],
  },
  {
    title: "FederatedUser is named by its issuer",
    members: {
      userIdentity: {
        type: "FederatedUser",
        principalId: "111122223333:fed",
        arn: "arn:aws:sts::111122223333:federated-user/fed",
        sessionContext: { sessionIssuer: { type: "IAMUser", userName: "alice" } },
      },
    },
    name: "alice",
    id: "111122223333:fed",
    related: ["fed", "111122223333:fed", "alice"],
  },
  {
    title: "a service-linked role is the service that invoked it",
    members: {
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROA1:x",
        arn: assumed("x"),
        invokedBy: "autoscaling.amazonaws.com",
        sessionContext: role("R", "aws-service-role/other.amazonaws.com/"),
      },
    },
    service: "autoscaling.amazonaws.com",
    related: ["x"],
  },
  {
    title: "a service-linked role without invokedBy is the service in its path",
    members: {
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROA1:x",
        sessionContext: role("R", "aws-service-role/rds.amazonaws.com/"),
      },
    },
    service: "rds.amazonaws.com",
  },
  {
    title: "a service role is not service-linked",
    members: {
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROA1:x",
        invokedBy: "backup.amazonaws.com",
        sessionContext: role("Backup", "service-role/"),
      },
    },
    name: "Backup",
    id: "AROA1:x",
    related: ["AROA1:x", "Backup"],
  },
  {
    title: "AWSService",
    members: { userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com", principalId: "p", userName: "n" } },
    service: "ec2.amazonaws.com",
  },
  {
    title: "AWSService that does not say which",
    members: { userIdentity: { type: "AWSService", principalId: "p" } },
    id: "p",
    related: ["p"],
  },
  {
    title: "IdentityCenterUser without principal",
    members: {
      userIdentity: {
        type: "IdentityCenterUser",
        userName: "alice",
        onBehalfOf: { userId: "9067", identityStoreArn: "arn:aws:identitystore::1:identitystore/d-1" },
      },
    },
    name: "alice",
    id: "9067",
    related: ["9067", "alice"],
  },
  {
    title: "IdentityCenterUser signing in",
    members: {
      eventName: "UserAuthentication",
      eventSource: "signin.amazonaws.com",
      userIdentity: { type: "IdentityCenterUser", onBehalfOf: { userId: "9067" } },
      additionalEventData: { UserName: "alice@example.com", CredentialType: "PASSWORD" },
    },
    name: "alice@example.com",
    id: "9067",
    email: "alice@example.com",
    related: ["9067", "alice@example.com"],
  },
  {
    title: "WebIdentityUser",
    members: {
      userIdentity: { type: "WebIdentityUser", principalId: "accounts.example.com:app:sub", userName: "sub" },
    },
    name: "sub",
    id: "accounts.example.com:app:sub",
    related: ["accounts.example.com:app:sub", "sub"],
  },
  {
    title: "AWSAccount",
    members: { userIdentity: { type: "AWSAccount", principalId: "AIDA2" } },
    id: "AIDA2",
    related: ["AIDA2"],
  },
  { title: "no type at all", members: { userIdentity: { accountId: "444455556666" } } },
  { title: "no identity", members: { userIdentity: null } },
  { title: "an identity that is a list", members: { userIdentity: ["x"] } },
];

for (const { title, members, name, id, email, service, related } of cases) {
  test(title, () => {
    const found = fieldsOf(event(members), [
      "user.name",
      "user.id",
      "user.email",
      "service.name",
      "related.user",
      "user.domain",
    ]);
    assert.deepEqual(found, [name, id, email, service, related, undefined]);
  });
}

test("the order of related.user", () => {
  const members = {
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROA1:s@x.y",
      arn: assumed("s@x.y"),
      sessionContext: role("Admin"),
      onBehalfOf: { userId: "behalf" },
    },
    requestParameters: { userName: "target", newUserName: "changed" },
    responseElements: { user: { userId: "AIDA9" } },
  };
  const expected = ["s@x.y", "s", "target", "changed", "AIDA9", "AROA1:s@x.y", "Admin", "behalf"];
  assert.deepEqual(fieldsOf(event(members), ["related.user"]), [expected]);
});

test("the name taken from a sign-in leaves its additional data", () => {
  const members = {
    eventName: "UserAuthentication",
    userIdentity: { type: "IdentityCenterUser" },
    additionalEventData: { UserName: "alice", CredentialType: "PASSWORD" },
  };
  assert.deepEqual(fieldsOf(event(members), ["user.name", "aws.cloudtrail.additional_eventdata"]), [
    "alice",
    "{CredentialType=PASSWORD}",
  ]);
});

test("what the session context says", () => {
  const context = "aws.cloudtrail.user_identity.session_context";
  const members = {
    userIdentity: {
      type: "AssumedRole",
      sessionContext: {
        ...role("Admin"),
        attributes: { mfaAuthenticated: "false", creationDate: "20131102T010628Z" },
        ec2RoleDelivery: "2.0",
        sourceIdentity: "alice",
        webIdFederationData: { federatedProvider: "p", attributes: { aud: "a", n: 1 } },
      },
    },
  };
  const names = [
    "mfa_authenticated",
    "creation_date",
    "ec2_role_delivery",
    "source_identity",
    "session_issuer.arn",
    "web_id_federation_data.federated_provider",
    "web_id_federation_data.attributes.n",
  ];
  assert.deepEqual(
    fieldsOf(
      event(members),
      names.map((name) => `${context}.${name}`),
    ),
    ["false", "2013-11-02T01:06:28.000Z", "2.0", "alice", "arn:aws:iam::111122223333:role/Admin", "p", 1],
  );
});
