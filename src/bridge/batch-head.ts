import type { ByteReader } from './byte-reader.ts';

/** What is left of a session's budgets as its batch begins. Below 0 is owed. */
export interface BatchBudget {
  cpuAvailableMs: number;
  sentMessagesAvailable: number;
  sentBytesAvailable: number;
  /** What the script's heap held after an earlier batch, KiB. */
  heapUsedKb: number;
}

/** What is known before the first batch, and where nobody keeps a budget. */
export const NO_BUDGET: BatchBudget = {
  cpuAvailableMs: 0,
  sentMessagesAvailable: 0,
  sentBytesAvailable: 0,
  heapUsedKb: 0,
};

/** What a batch of events begins with. */
export interface BatchHead extends BatchBudget {
  /** The batch's moment, microseconds since the epoch. */
  nowUs: number;
}

export const BATCH_HEAD_BYTES = 24;

export function encodeBatchHead(head: BatchHead): Uint8Array {
  const bytes = new Uint8Array(BATCH_HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, head.nowUs % 0x1_0000_0000, true);
  view.setUint32(4, Math.floor(head.nowUs / 0x1_0000_0000), true);
  view.setInt32(8, head.cpuAvailableMs, true);
  view.setInt32(12, head.sentMessagesAvailable, true);
  view.setInt32(16, head.sentBytesAvailable, true);
  view.setUint32(20, head.heapUsedKb, true);
  return bytes;
}

/** @throws {BridgeFormatError} when there are fewer bytes than a head has */
export function readBatchHead(reader: ByteReader): BatchHead {
  return {
    nowUs: reader.u53(),
    cpuAvailableMs: reader.i32(),
    sentMessagesAvailable: reader.i32(),
    sentBytesAvailable: reader.i32(),
    heapUsedKb: reader.u32(),
  };
}
