import { cbor, dateToTag } from '@smithy/core/cbor';
import { ServiceError } from '../service-error.ts';
import type { BodyBounds } from './body-bounds.ts';
import { CborReader } from './cbor-reader.ts';
import { outputValue } from './output-value.ts';
import { isStructure, type WireProtocol } from './wire-protocol.ts';

const FORMS = { time: dateToTag, bytes: (bytes: Uint8Array) => bytes };

/** Smithy RPC v2 CBOR: times are numbers of seconds with tag 1. */
export function cborProtocol(bounds: BodyBounds): WireProtocol {
  return {
    headers: { 'smithy-protocol': 'rpc-v2-cbor' },
    bodyHeaders: { 'content-type': 'application/cbor' },
    decode(body) {
      const value = body.length === 0 ? {} : decoded(body, bounds);
      if (isStructure(value)) return value;
      throw new ServiceError('SerializationException', 'The body must be a CBOR map');
    },
    encode: output => cbor.serialize(outputValue(output, FORMS)),
  };
}

function decoded(body: Uint8Array, bounds: BodyBounds): unknown {
  try {
    return new CborReader(body, bounds).read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ServiceError('SerializationException', `The body cannot be read as CBOR: ${error.message}`);
  }
}
