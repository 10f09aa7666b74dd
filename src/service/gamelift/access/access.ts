import type { IncomingHttpHeaders } from 'node:http';

/** A call as it came, before anything in it is believed. */
export interface ApiRequest {
  method: string;
  /** As it was sent, without the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

/** Says who makes a call. */
export interface Access {
  /**
   * @returns the tenant whose resources the caller may see
   * @throws {ServiceError} MissingAuthenticationTokenException, UnrecognizedClientException or
   *   InvalidSignatureException
   */
  tenantOf(request: ApiRequest): Promise<string>;
}
