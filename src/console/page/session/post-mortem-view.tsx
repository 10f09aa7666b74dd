import { ERRORS } from '../../../errors.ts';
import type { PostMortem } from '../../../session/post-mortem.ts';
import type { RecentEvent } from '../../../session/recent-events.ts';
import { bytes, count, milliseconds, preciseClock } from '../parts/format.ts';
import { limitWords } from '../parts/limit-words.ts';
import { Meter } from '../parts/meter.tsx';
import { TableFrame } from '../parts/table-frame.tsx';

/** Why the session ended, for its script's author. */
export function PostMortemView({ postMortem }: { postMortem: PostMortem }) {
  const limit = limitWords(postMortem);
  return (
    <section class="block post-mortem">
      <h2>How it ended</h2>
      <p class="lead">
        <code>{postMortem.code}</code>:{' '}
        {ERRORS[postMortem.code]?.message ?? 'of a kind this page does not know'}.
      </p>
      {postMortem.detail !== '' && <pre class="said">{postMortem.detail}</pre>}
      <dl class="facts">
        {limit !== undefined && <Fact name="Limit reached" value={limit} />}
        {postMortem.source !== undefined && <Fact name="Line" value={postMortem.source} />}
        <Fact name="Ended" value={new Date(postMortem.endedAt).toLocaleString()} />
        <Fact name="CPU in all" value={milliseconds(postMortem.cpuMs)} />
        <Fact name="Uncaught errors" value={count(postMortem.uncaughtErrors)} />
        <Fact name="Dropped messages" value={count(postMortem.droppedMessages)} />
        <div>
          <dt>Heap</dt>
          <dd>
            <Heap postMortem={postMortem} />
          </dd>
        </div>
      </dl>
      <LastEvents events={postMortem.recentEvents} />
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="said">{value}</dd>
    </div>
  );
}

function Heap({ postMortem: { heapUsedBytes, heapLimitBytes } }: { postMortem: PostMortem }) {
  if (heapUsedBytes === 0) return <>not looked at</>;
  return (
    <Meter
      used={heapUsedBytes}
      allowed={heapLimitBytes}
      text={`${bytes(heapUsedBytes)} of ${bytes(heapLimitBytes)}`}
    />
  );
}

function LastEvents({ events }: { events: readonly RecentEvent[] }) {
  if (events.length === 0) return null;
  return (
    <>
      <h3>What its script was given last</h3>
      <TableFrame label="Last events">
        <table class="compact">
          <caption class="unseen">What its script was given last, the newest below</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Event</th>
              <th scope="col" class="number">
                Peer
              </th>
              <th scope="col" class="number">
                Op code
              </th>
              <th scope="col" class="number">
                Payload
              </th>
            </tr>
          </thead>
          <tbody>
            {events.map((event, index) => (
              <tr key={index}>
                <td>{preciseClock(event.at)}</td>
                <td>
                  <code>{event.event}</code>
                </td>
                <td class="number">{event.peerId}</td>
                <td class="number">{event.opCode}</td>
                <td class="number">{event.payloadBytes !== undefined && bytes(event.payloadBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  );
}
