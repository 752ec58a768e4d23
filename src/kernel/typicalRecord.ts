/**
 * What records are mostly made of, told by one made-up record: which bytes are common in JSON logs, and which sequences
 * (keys, `amazonaws.com`, `arn:aws:`) stand in nearly every one. Only speed hangs on it.
 */
const typicalRecord =
  '{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE7QJ4KDNV2:deploy-5f0c",' +
  '"arn":"arn:aws:sts::111122223333:assumed-role/Build/deploy-5f0c","accountId":"111122223333","accessKeyId":' +
  '"ASIAEXAMPLE6ZBWT5UH3","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE7QJ4KDNV2",' +
  '"arn":"arn:aws:iam::111122223333:role/Build","accountId":"111122223333","userName":"Build"},"webIdFederationData":{},' +
  '"attributes":{"mfaAuthenticated":"false","creationDate":"2026-03-10T08:57:31Z"}},"invokedBy":"cloudformation.amazonaws.com"},' +
  '"eventTime":"2026-03-10T09:04:28Z","eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","awsRegion":' +
  '"eu-west-1","sourceIPAddress":"203.0.113.86","userAgent":"aws-sdk-java/1.12.7 Linux/5.10 OpenJDK_64-Bit/17.0.9",' +
  '"errorCode":"Client.Throttling","errorMessage":"Request limit exceeded.","requestParameters":{"instancesSet":{"items":' +
  '[{"instanceId":"i-0a1b2c3d4e5f67890"}]},"filterSet":{},"bucketName":"example-logs","Host":"s3.us-east-1.amazonaws.com",' +
  '"keyId":"arn:aws:kms:us-east-1:111122223333:key/0f1d7c52-9a3e-4b86-b2d4-6e8a905c13f7"},"responseElements":null,' +
  '"requestID":"3b6f9d80-5c21-4e7a-8f94-d1a2c07e56b3","eventID":"c94e1a75-62d8-4f03-a7b9-08e5d36f2c41","readOnly":true,' +
  '"resources":[{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::example-logs"}],' +
  '"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management",' +
  '"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,' +
  '"x-amz-id-2":"Vq9Xw0RjYgK+ZpLhU4tFoMbE=","AuthenticationMethod":"AuthHeader","bytesTransferredOut":1024},' +
  '"tlsDetails":{"tlsVersion":"TLSv1.3","clientProvidedHostHeader":"ec2.us-east-1.amazonaws.com"}}';

/** By byte: the share of a record's bytes that it makes up. */
export const byteShares: Float64Array = new Float64Array(256).fill(1 / 8192);
const sequences = new Map<number, number>();
for (let i = 0; i < typicalRecord.length; i++) {
  byteShares[typicalRecord.charCodeAt(i)]! += 1 / typicalRecord.length;
  const three = keyOf(typicalRecord.charCodeAt(i), typicalRecord.charCodeAt(i + 1), typicalRecord.charCodeAt(i + 2));
  sequences.set(three, (sequences.get(three) ?? 0) + 1 / typicalRecord.length);
}

/** The share of a record's places at which these three bytes stand. */
export function sequenceShare(first: number, second: number, third: number): number {
  const independent = byteShares[first]! * byteShares[second]! * byteShares[third]!;
  return Math.max(independent, sequences.get(keyOf(first, second, third)) ?? 0);
}

function keyOf(first: number, second: number, third: number): number {
  return first | (second << 8) | (third << 16);
}
