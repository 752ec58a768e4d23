/** One value of a field. Integers that a double cannot hold are bigints. Dates are epoch milliseconds (numbers). */
export type Scalar = string | number | bigint | boolean;

/** A value inside an ECS document. Nulls and empty containers do not occur in normalised documents. */
export type EcsValue = Scalar | null | EcsValue[] | EcsObject;

/** A nested document; always made by {@link emptyObject}, so no key is special. */
export interface EcsObject {
  [key: string]: EcsValue;
}

/** A new object that inherits nothing: `__proto__` and `constructor` are keys like any other. */
export function emptyObject(): EcsObject {
  return new (Bare as unknown as new () => EcsObject)();
}

// V8 keeps an object whose prototype is empty as a struct, one without a prototype as a slower hash table.
function Bare() {}
Bare.prototype = Object.freeze(Object.create(null));

/** True for an object that is neither an array nor null. */
export function isEcsObject(value: EcsValue | undefined): value is EcsObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
