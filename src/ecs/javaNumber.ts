/**
 * A double as Java prints it (`Double.toString`): `1.5`, `100.0`, `1.0E10`, `1.0E-4`, `Infinity`.
 *
 * Elasticsearch's own JSON and its strings print doubles so. Digits are the shortest that give the number back, as
 * in JavaScript and in Java since 19.
 */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const sign = value < 0 ? "-" : "";
  const shortest = Math.abs(value).toExponential();
  // Java never prints fewer than two digits, and of two takes the nearer: Double.MIN_VALUE is 4.9E-324.
  const [mantissa = "", exponentText = "0"] = (
    shortest.includes(".") ? shortest : Math.abs(value).toExponential(1)
  ).split("e");
  const digits = mantissa.replace(".", "").replace(/0$/, "");
  const exponent = Number(exponentText);
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** A document's number as Elasticsearch sees its text: integers by their digits, all else as a Java double. */
export function numberText(value: number | bigint): string {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return value.toString();
  return javaDouble(value);
}
