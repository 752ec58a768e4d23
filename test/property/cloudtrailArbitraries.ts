import fc from "fast-check";

/** Texts that a CloudTrail pipeline looks at twice, and any other. */
export const text = fc.oneof(
  fc.constantFrom(
    "",
    "-",
    "none",
    "a@b",
    "arn:aws:sts::1:assumed-role/r/s@t",
    "i-0123456789",
    "203.0.113.7",
    "TLSv1.3",
  ),
  fc.constantFrom(
    "AssumedRole",
    "AWSService",
    "IdentityCenterUser",
    "ConsoleLogin",
    "UserAuthentication",
    "2026-03-10T02:14:07Z",
  ),
  fc.string({ unit: "binary" }),
);

export const key = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "toString", "items", "a.b", "10", "userName", "instanceId"),
);

/** JSON, more hostile than what a log would hold. */
export const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300, 2 ** 53),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Members that records and what is wrapped around them have. */
export const members =
  `eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage
  requestParameters responseElements additionalEventData serviceEventDetails requestID eventID eventType apiVersion
  managementEvent readOnly resources recipientAccountId awsAccountId sharedEventID vpcEndpointId addendum insightDetails
  tlsDetails eventCategory sessionCredentialFromConsole detail detail-type CloudTrailEvent Records digestS3Object
  logFiles metadata class_uid QueryResultRows`.split(/\s+/);

export const base = {
  eventVersion: "1.09",
  userIdentity: {
    type: "AssumedRole",
    principalId: "p",
    arn: "arn:aws:sts::1:assumed-role/r/s",
    sessionContext: { attributes: { creationDate: "20131102T010628Z" }, sessionIssuer: { userName: "r" } },
  },
  eventTime: "2026-03-10T02:14:07Z",
  eventSource: "ec2.amazonaws.com",
  eventName: "CreateSnapshot",
};

/** A CloudTrail record of which some members are replaced by anything. */
export const mutated = fc
  .dictionary(fc.constantFrom(...members), anyJson, { maxKeys: 6, noNullPrototype: true })
  .map((changes) => ({ ...base, ...changes }));
