import { readOperatorFile } from '../operator-file.ts';
import { NOTIFICATION_FORMS, type NotificationForm } from './notification-forms.ts';

/** Where the events of a topic go. */
export interface NotificationTarget {
  /** As tenants name it in `NotificationTarget`. */
  topicArn: string;
  /** Whose events; undefined for those of every tenant that has no target of its own for this topic. */
  tenantId?: string;
  /** Of HTTP or HTTPS. */
  url: string;
  form: NotificationForm;
  /** Sent along, such as a secret that the receiver checks. */
  headers?: Readonly<Record<string, string>>;
}

const FILE_SCHEMA = {
  type: 'object',
  required: ['targets'],
  additionalProperties: false,
  properties: {
    targets: {
      type: 'array',
      maxItems: 1_000,
      items: {
        type: 'object',
        required: ['topicArn', 'url', 'form'],
        additionalProperties: false,
        properties: {
          // What the API takes as a NotificationTarget
          topicArn: { type: 'string', minLength: 1, maxLength: 300, pattern: '^[a-zA-Z0-9:_/-]*(\\.fifo)?$' },
          tenantId: { type: 'string', minLength: 1, maxLength: 128 },
          url: { type: 'string', maxLength: 2_048 },
          form: { enum: NOTIFICATION_FORMS },
          headers: {
            type: 'object',
            maxProperties: 16,
            additionalProperties: { type: 'string', maxLength: 4_096 },
          },
        },
      },
    },
  },
};

/** Those that say how the body is to be read, and those of the connection. */
const OWN_HEADERS =
  /^(content-.*|x-amz-sns-.*|host|connection|keep-alive|transfer-encoding|upgrade|expect|te|trailer)$/i;

/**
 * Reads the file that says where events go:
 *
 *     { "targets": [{ "topicArn": "…", "tenantId": "…", "url": "…", "form": "sns", "headers": { "…": "…" } }] }
 *
 * @returns the targets, and whether other users of the machine may read the file, which is worth a warning where it has
 *   headers
 * @throws {PlaypenError} `notifications_invalid`, with the place in the file, and never with an address or a header's value
 */
export async function readNotificationTargets(
  path: string,
): Promise<{ targets: NotificationTarget[]; isOpenToOthers: boolean }> {
  type Content = { targets: NotificationTarget[] };
  const file = await readOperatorFile<Content>(path, FILE_SCHEMA, 'notifications_invalid');
  const { targets } = file.content;
  const seen = new Set<string>();
  for (const [index, target] of targets.entries()) {
    const place = `targets[${index}]`;
    const problem = urlProblem(target.url);
    if (problem !== undefined) file.fail(`${place}.url ${problem}`);
    for (const [name, value] of Object.entries(target.headers ?? {})) {
      if (OWN_HEADERS.test(name)) file.fail(`${place}.headers.${name} is set by the server itself`);
      if (!isHeader(name, value)) file.fail(`${place}.headers.${name} cannot be sent as a header of HTTP`);
    }
    const key = targetKey(target);
    if (seen.has(key)) file.fail(`${place} has the topicArn and tenantId of another one`);
    seen.add(key);
  }
  return { targets, isOpenToOthers: file.isOpenToOthers };
}

/** What no two targets have in common. */
export function targetKey({ topicArn, tenantId }: Pick<NotificationTarget, 'topicArn' | 'tenantId'>): string {
  return JSON.stringify([topicArn, tenantId]);
}

function urlProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return 'must be a whole address, such as https://backend.example/events';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with http:// or https://';
  if (url.username !== '' || url.password !== '') {
    return 'must not have a user or password in it; give them as the header "authorization"';
  }
  return undefined;
}

function isHeader(name: string, value: string): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}
