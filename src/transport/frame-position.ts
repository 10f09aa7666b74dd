/** The largest head of a frame: two bytes, eight of length, four of mask (RFC 6455, 5.2). */
const MAX_HEAD_BYTES = 14;
const CONTROL_FRAMES = 0x8;

/** Follows a client's WebSocket bytes from frame to frame, without looking into any; whether they are valid is left to others. */
export class FramePosition {
  readonly #head = new Uint8Array(MAX_HEAD_BYTES);
  #headBytes = 0;
  #payloadBytesLeft = 0;
  #isMessageOpen = false;

  /** Whether the bytes so far end with a message, so that the next ones begin another. */
  get isBetweenMessages(): boolean {
    return this.#headBytes === 0 && this.#payloadBytesLeft === 0 && !this.#isMessageOpen;
  }

  pass(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#payloadBytesLeft > 0) {
        const passed = Math.min(this.#payloadBytesLeft, bytes.length - at);
        this.#payloadBytesLeft -= passed;
        at += passed;
      } else {
        this.#head[this.#headBytes] = bytes[at]!;
        this.#headBytes += 1;
        at += 1;
        if (this.#headBytes === headBytesOf(this.#head, this.#headBytes)) this.#endHead();
      }
    }
  }

  #endHead(): void {
    const head = this.#head;
    this.#headBytes = 0;
    this.#payloadBytesLeft = payloadBytesOf(head);
    if ((head[0]! & 0x0f) < CONTROL_FRAMES) this.#isMessageOpen = (head[0]! & 0x80) === 0;
  }
}

/** How long the head is that begins with these bytes, as far as they tell. */
function headBytesOf(head: Uint8Array, knownBytes: number): number {
  if (knownBytes < 2) return 2;
  const length = head[1]! & 0x7f;
  const lengthBytes = length === 126 ? 2 : length === 127 ? 8 : 0;
  return 2 + lengthBytes + (head[1]! & 0x80 ? 4 : 0);
}

function payloadBytesOf(head: Uint8Array): number {
  const length = head[1]! & 0x7f;
  if (length < 126) return length;
  const end = length === 126 ? 4 : 10;
  let bytes = 0;
  for (let at = 2; at < end; at++) bytes = bytes * 256 + head[at]!;
  return bytes;
}
