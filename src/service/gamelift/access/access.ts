import type { IncomingHttpHeaders } from 'node:http';

/** A call as it came, before anything in it is believed. */
export interface ApiRequest {
  method: string;
  /** As it was sent, without the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

/** A call of which the body has not come yet. */
export type ApiRequestHead = Omit<ApiRequest, 'body'>;

/** Says who makes a call. */
export interface Access {
  /**
   * Refuses what would be refused with any body, so that bodies are read for those alone who may be somebody.
   * @throws {ServiceError} as `tenantOf`
   */
  checkHead(head: ApiRequestHead): void;

  /**
   * @returns the tenant whose resources the caller may see
   * @throws {ServiceError} MissingAuthenticationTokenException, UnrecognizedClientException or
   *   InvalidSignatureException
   */
  tenantOf(request: ApiRequest): Promise<string>;
}
