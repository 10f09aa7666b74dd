import type { LimitName } from '../limits/limits.ts';

/** The limits that the WebSocket library enforces, by the codes of its errors. */
const LIMITS_BY_CODE: Readonly<Record<string, LimitName>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'websocketMessageBytes',
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 'websocketMessageBytes',
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 'websocketParts',
};

/** The limit that an error of the WebSocket library stands for, if any. */
export function limitOf(error: NodeJS.ErrnoException): LimitName | undefined {
  return LIMITS_BY_CODE[error.code ?? ''];
}
