import { ServiceError } from '../service-error.ts';
import type { BodyBounds } from './body-bounds.ts';
import { requireBoundedJson } from './json-bounds.ts';
import { outputValue, secondsOf } from './output-value.ts';
import { isStructure, type WireProtocol } from './wire-protocol.ts';

const FORMS = {
  time: secondsOf,
  bytes: (bytes: Uint8Array) => Buffer.from(bytes).toString('base64'),
};

/** AWS JSON 1.1: times in seconds with a fraction, blobs in base64. */
export function jsonProtocol(bounds: BodyBounds): WireProtocol {
  return {
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    bodyHeaders: {},
    decode(body) {
      const value = body.length === 0 ? {} : parsed(body, bounds);
      if (isStructure(value)) return value;
      throw new ServiceError('SerializationException', 'The body must be a JSON object');
    },
    encode: output => Buffer.from(JSON.stringify(outputValue(output, FORMS))),
  };
}

function parsed(body: Buffer, bounds: BodyBounds): unknown {
  try {
    requireBoundedJson(body, bounds);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    // The parser's own message would repeat what was sent, secrets as well.
    const why = error instanceof RangeError ? error.message : 'it is not JSON in UTF-8';
    throw new ServiceError('SerializationException', `The body cannot be read: ${why}`);
  }
}
