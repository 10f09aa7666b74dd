/** One way in which calls are written as bytes. */
export interface WireProtocol {
  /** Of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of answers that have a body. */
  readonly bodyHeaders: Readonly<Record<string, string>>;
  /**
   * The structure that is in a request; an empty one when its body is empty.
   * @throws {ServiceError} SerializationException
   */
  decode(body: Buffer): object;
  encode(output: unknown): Uint8Array;
}

/** What an error is answered with, in the order that clients know. */
export interface ErrorBody {
  __type: string;
  Message: string;
}

export function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
