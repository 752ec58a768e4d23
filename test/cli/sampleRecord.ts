let made = 0;

/** A CloudTrail record of a snapshot being created, each with an event id of its own; origin: synthetic. */
export function createSnapshot(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const id = (made++).toString(16).padStart(12, "0");
  return {
    eventVersion: "1.09",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: "arn:aws:iam::111122223333:user/alice",
      accountId: "111122223333",
      userName: "alice",
    },
    eventTime: "2026-03-10T02:14:07Z",
    eventSource: "ec2.amazonaws.com",
    eventName: "CreateSnapshot",
    awsRegion: "us-east-1",
    sourceIPAddress: "203.0.113.7",
    userAgent: "aws-cli/2.17.60",
    requestParameters: { volumeId: "vol-0123456789abcdef0" },
    responseElements: { snapshotId: "snap-0123456789abcdef0", status: "pending" },
    requestID: "req-1",
    eventID: `00000000-1111-4222-8333-${id}`,
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    ...changes,
  };
}

/** `{"Records":[…]}` of so many such records. */
export function trail(count: number, changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ Records: Array.from({ length: count }, () => createSnapshot(changes)) });
}
