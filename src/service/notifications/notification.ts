/** One event, on its way to a backend. */
export interface Notification {
  /** The event's own; the same in every try, so that whoever gets it twice can tell. */
  readonly id: string;
  /** When it happened: ISO 8601. */
  readonly timestamp: string;
  /** The event as JSON. */
  readonly message: string;
  /** What it is about, such as tickets. Of two events about the same the one that came first is delivered first. */
  readonly subjects: readonly string[];
}

/** Where events go that somebody is to be told of. */
export interface NotificationSink {
  /**
   * Takes an event; returns at once, and does not throw.
   * @param topicArn the NotificationTarget that a tenant gave
   */
  publish(tenantId: string, topicArn: string, notification: Notification): void;
}
