/** ECS's `event.category` and `event.type` of an API call. */
export interface Categorization {
  readonly category: readonly string[];
  readonly type: readonly string[];
}

/** Category and types, then the event names. */
const rows: readonly (readonly [category: string, type: string, names: string])[] = [
  [
    "iam",
    "user change",
    `AttachUserPolicy ChangePassword CreateAccessKey CreateVirtualMFADevice DeactivateMFADevice DeleteAccessKey
    DeleteSSHPublicKey DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice DetachUserPolicy
    EnableMFADevice PutUserPermissionsBoundary PutUserPolicy TagUser UntagUser UpdateAccessKey UpdateLoginProfile
    UpdateSSHPublicKey UpdateUser`,
  ],
  ["iam", "user creation", "CreateUser"],
  ["iam", "user deletion", "DeleteUser"],
  [
    "iam",
    "user info",
    "GetUser GetUserPolicy ListAttachedUserPolicies ListGroupsForUser ListUserPolicies ListUsers ListUserTags",
  ],
  [
    "iam",
    "group change",
    `AddUserToGroup AttachGroupPolicy DeleteGroupPolicy DetachGroupPolicy PutGroupPolicy RemoveUserFromGroup
    UpdateGroup`,
  ],
  ["iam", "group creation", "CreateGroup"],
  ["iam", "group deletion", "DeleteGroup"],
  ["iam", "group info", "GetGroup GetGroupPolicy ListAttachedGroupPolicies ListGroupPolicies ListGroups"],
  [
    "iam",
    "admin change",
    "SetDefaultPolicyVersion SetSecurityTokenServicePreferences UpdateAccountPasswordPolicy UpdateRole",
  ],
  ["iam", "admin creation", "CreateKeyPair"],
  ["iam", "info", "ListRoles GetPolicy ListAttachedRolePolicies"],
  ["iam", "creation", "CreatePolicy"],
  ["iam", "change", "AttachRolePolicy"],
  ["authentication", "info", "AssumeRole ConsoleLogin GetCallerIdentity"],
  ["file", "creation", "CreateBucket CreateDocument"],
  ["file", "deletion", "DeleteBucket DeleteObject"],
  ["file", "info", "ListBuckets ListObjects HeadObject GetObject"],
  ["file", "change", "PutObject"],
  ["host", "info", "DescribeInstances DescribeVolumes ListInstanceAssociations"],
  [
    "network",
    "info",
    "DescribeSecurityGroups DescribeNetworkInterfaces DescribeVpcs DescribeNetworkAcls DescribeLoadBalancers",
  ],
  ["network", "access", "AuthorizeSecurityGroupIngress"],
  ["api", "info", "DescribeRegions Publish Converse"],
  ["configuration", "info", "DescribeTrails"],
  ["configuration", "creation", "CreateTopic"],
  ["configuration", "change", "Subscribe"],
  ["configuration", "deletion", "DeleteTrail"],
  ["package", "info", "ListFunctions"],
  ["database", "info", "ListTables DescribeDBInstances"],
  ["process", "start", "SendCommand"],
  ["session", "start", "StartSession CreateControlChannel OpenControlChannel CreateDataChannel OpenDataChannel"],
  ["session", "end", "TerminateSession"],
];

/**
 * The calls that have a category, by event name; the event source is not looked at (ecs-mapping facts §1, Outcome).
 *
 * All others, CreateSnapshot among them, have none: EQL must say `any where`.
 */
export const cloudtrailCategories: ReadonlyMap<string, Categorization> = new Map(
  rows.flatMap(([category, type, names]) =>
    names.split(/\s+/).map((name) => [name, { category: [category], type: type.split(" ") }] as const),
  ),
);
