import type { ServicePlace } from './identifiers.ts';

/** An event as the service tells it, its members in the service's order. */
export interface ServiceEvent<Detail> {
  version: '0';
  /** A UUID. */
  id: string;
  'detail-type': string;
  source: 'aws.gamelift';
  account: string;
  /** ISO 8601. */
  time: string;
  region: string;
  /** The ARN of what it is about. */
  resources: [string];
  detail: Detail;
}

export interface EventHead {
  id: string;
  type: string;
  time: string;
  resourceArn: string;
}

export function serviceEvent<Detail>(
  { region, accountId }: ServicePlace,
  { id, type, time, resourceArn }: EventHead,
  detail: Detail,
): ServiceEvent<Detail> {
  return {
    version: '0',
    id,
    'detail-type': type,
    source: 'aws.gamelift',
    account: accountId,
    time,
    region,
    resources: [resourceArn],
    detail,
  };
}
