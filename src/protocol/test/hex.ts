/** Bytes from hex digits; blanks are ignored. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], digits => Number.parseInt(digits, 16));
}

/** Two digits a byte, separated by blanks. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(' ');
}
