import { deleteProperty } from '../kernel/primordials.ts';
import { ownKeys } from '../modules/captured.ts';

/**
 * (9n ** 99n).toString(): one step of seconds. Literals are refused when a script is uploaded; here the way back
 * from one to BigInt, and the methods on it, go.
 */
export function neutraliseBigInt(): void {
  const proto = BigInt.prototype;
  const keys = ownKeys(proto);
  for (let i = 0; i < keys.length; i++) deleteProperty(proto, keys[i]!);
  for (const name of ['getBigInt64', 'getBigUint64', 'setBigInt64', 'setBigUint64']) {
    deleteProperty(DataView.prototype, name);
  }
}
