/**
 * The rows of the table of errors that the packet codec and the client need. They stand apart from `errors.ts`, which
 * takes them over, so that a browser does not load the others.
 */
export const CLIENT_ERRORS = {
  malformed_packet: { message: 'the bytes are not a Realtime packet', closeCode: 1007 },
  connect_failed: { message: 'the connection to the server failed before the login was answered' },
  connect_refused: { message: 'the server refused the player' },
  connect_timeout: { message: 'the server did not answer the login in time' },
} as const;

/** An error with a stable code; `detail` says what exactly, where, and what to do about it. */
export class CodedError<C extends string> extends Error {
  readonly code: C;
  readonly detail: string;

  constructor(code: C, message: string, detail: string, options?: ErrorOptions) {
    super(detail === '' ? message : `${message}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}

/** An error of the codec or the client. */
export class ClientError<C extends keyof typeof CLIENT_ERRORS> extends CodedError<C> {
  constructor(code: C, detail: string) {
    super(code, CLIENT_ERRORS[code].message, detail);
    this.name = 'ClientError';
  }
}
