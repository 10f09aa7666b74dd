import type { CallbackName } from '../bridge/messages.ts';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import type { Answer } from './decisions.ts';
import type { ScriptPort } from './script-port.ts';

const UNHEALTHY_CHECKS_TO_END = 3;

/** Calls a script's life-cycle callbacks in their order. What waits here when the session ends waits for ever. */
export class ScriptLifecycle {
  #port: ScriptPort;
  #limits: Limits;
  #healthTimer: NodeJS.Timeout | undefined;
  #unhealthyChecks = 0;

  constructor(port: ScriptPort, limits: Limits) {
    this.#port = port;
    this.#limits = limits;
  }

  /**
   * `init`, `onProcessStarted`, `onStartGameSession`; each waits for the promise of the one before it.
   * Rejects with a PlaypenError: `script_failed`, `start_refused` or `start_timeout`.
   */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const checked = (callback: CallbackName, andThen: () => void) => (answer: Answer) => {
        const error = startError(callback, answer);
        if (error === undefined) andThen();
        else reject(error);
      };
      this.#port.start({
        init: checked('init', () => {}),
        onProcessStarted: checked('onProcessStarted', () => {}),
        onStartGameSession: checked('onStartGameSession', resolve),
      });
    });
  }

  /** Asks for the script's health from time to time; `onUnhealthy` is called once, after three bad answers in a row. */
  startHealthChecks(onUnhealthy: () => void): void {
    this.#healthTimer = setInterval(() => {
      if (!this.#port.has('onHealthCheck')) return;
      this.#port.call('onHealthCheck', 'healthDecisionMs', answer => {
        this.#unhealthyChecks = answer === 'allowed' ? 0 : this.#unhealthyChecks + 1;
        if (this.#unhealthyChecks === UNHEALTHY_CHECKS_TO_END) onUnhealthy();
      });
    }, this.#limits.healthCheckIntervalMs);
  }

  /** Lets the script know that its session is about to end; resolves when it has answered, or is late. */
  async terminate(): Promise<void> {
    this.stop();
    if (this.#port.has('onProcessTerminate')) {
      await new Promise<Answer>(resolve => this.#port.call('onProcessTerminate', 'terminateMs', resolve));
    }
  }

  stop(): void {
    clearInterval(this.#healthTimer);
  }
}

function startError(callback: CallbackName, answer: Answer): PlaypenError | undefined {
  switch (answer) {
    case 'allowed':
      return undefined;
    case 'threw':
      return new PlaypenError('script_failed', `${callback} threw`);
    case 'late':
      return new PlaypenError('start_timeout', `${callback} did not finish`);
    default:
      return new PlaypenError('start_refused');
  }
}
