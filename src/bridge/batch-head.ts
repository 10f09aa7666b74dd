import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

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

export function writeBatchHead(out: ByteWriter, nowUs: number, budget: BatchBudget): void {
  out.u53(nowUs);
  out.u32(budget.cpuAvailableMs);
  out.u32(budget.sentMessagesAvailable);
  out.u32(budget.sentBytesAvailable);
  out.u32(budget.heapUsedKb);
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
