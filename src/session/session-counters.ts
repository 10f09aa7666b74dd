import { LatencyBuckets } from './latency-buckets.ts';

/** What a game session has done since it began. Bytes are those of payloads; nothing here ever goes down. */
export class SessionCounters {
  /** From players, after their login. */
  receivedMessages = 0;
  receivedBytes = 0;
  /** To players, one for each recipient. */
  sentMessages = 0;
  sentBytes = 0;
  /** CPU time of the script, microseconds. */
  cpuUs = 0;
  /** What players sent and the script was not given, because it could not keep up. */
  droppedMessages = 0;
  /** From an event's arrival to the end of its callbacks, for the event of each batch that waited longest. */
  readonly latency = new LatencyBuckets();

  received(payloadBytes: number): void {
    this.receivedMessages++;
    this.receivedBytes += payloadBytes;
  }

  sent(payloadBytes: number): void {
    this.sentMessages++;
    this.sentBytes += payloadBytes;
  }

  /** Counts what another session has counted as well. */
  addAll(other: SessionCounters): void {
    this.receivedMessages += other.receivedMessages;
    this.receivedBytes += other.receivedBytes;
    this.sentMessages += other.sentMessages;
    this.sentBytes += other.sentBytes;
    this.cpuUs += other.cpuUs;
    this.droppedMessages += other.droppedMessages;
    this.latency.addAll(other.latency);
  }

  copy(): SessionCounters {
    const copy = new SessionCounters();
    copy.addAll(this);
    return copy;
  }
}
