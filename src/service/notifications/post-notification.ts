import type { NotificationRequest } from './notification-forms.ts';
import type { NotificationTarget } from './notification-targets.ts';

/** How a try to deliver an event ended. */
export type PostResult =
  | { outcome: 'delivered' }
  /** Another try may do better. */
  | { outcome: 'failed'; why: string }
  | { outcome: 'timedOut'; why: string }
  /** The receiver says that it never takes this. */
  | { outcome: 'refused'; why: string };

/** Of the answers that blame the sender, those that a later try may not get: Request Timeout, Too Early, Too Many Requests. */
const WORTH_ANOTHER_TRY: ReadonlySet<number> = new Set([408, 425, 429]);

/** Posts once, follows no redirection, and reads nothing of the answer but its status. Does not throw. */
export async function postNotification(
  { url, headers }: NotificationTarget,
  request: NotificationRequest,
  { timeoutMs, stopped }: { timeoutMs: number; stopped: AbortSignal },
): Promise<PostResult> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopped]),
    });
    // What is cancelled is not read; whether that succeeds changes nothing.
    response.body?.cancel().catch(() => {});
    return resultOf(response.status);
  } catch (error) {
    const { name, cause } = error as Error & { cause?: Error & { code?: string } };
    if (name === 'TimeoutError') return { outcome: 'timedOut', why: `no answer in ${timeoutMs} ms` };
    // Messages of errors that have a code hold the address, which may be a secret.
    return { outcome: 'failed', why: cause?.code ?? cause?.message ?? name };
  }
}

function resultOf(status: number): PostResult {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  const isForGood = status < 500 && !WORTH_ANOTHER_TRY.has(status);
  return { outcome: isForGood ? 'refused' : 'failed', why: `status ${status}` };
}
