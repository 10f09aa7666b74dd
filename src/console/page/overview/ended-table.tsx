import { ERRORS } from '../../../errors.ts';
import type { EndedSessionRow } from '../../protocol.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { clock, duration, shortHash, shortId } from '../parts/format.ts';
import { limitWords } from '../parts/limit-words.ts';
import { TableFrame } from '../parts/table-frame.tsx';
import { sessionHref } from '../router.ts';

/** Game sessions that are over, and why. */
export function EndedTable({ rows, at }: { rows: EndedSessionRow[]; at: number }) {
  return (
    <section class="block">
      <h2>Ended</h2>
      {rows.length === 0 ? (
        <p class="empty">No game session has ended. Each that does says here why.</p>
      ) : (
        <TableFrame label="Ended game sessions">
          <table>
            <caption class="unseen">Game sessions that are over, the latest first</caption>
            <thead>
              <tr>
                <th scope="col">Session</th>
                <th scope="col">Why</th>
                <th scope="col">Limit</th>
                <th scope="col">Version</th>
                <th scope="col" class="number">
                  Ended
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, PAGE_LIMITS.tableRows).map(row => (
                <Ended row={row} at={at} key={row.id} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}

function Ended({ row, at }: { row: EndedSessionRow; at: number }) {
  const { postMortem } = row;
  const endedAt = Date.parse(postMortem.endedAt);
  return (
    <tr>
      <th scope="row">
        <a class="id" href={sessionHref(row.id)} title={row.id}>
          {shortId(row.id)}
        </a>
      </th>
      <td>
        <code>{postMortem.code}</code> <span class="soft">{ERRORS[postMortem.code]?.message}</span>
      </td>
      <td>{limitWords(postMortem) ?? <span class="soft">–</span>}</td>
      <td>
        <code title={row.scriptHash}>{shortHash(row.scriptHash)}</code>
      </td>
      <td class="number" title={clock(endedAt)}>
        {duration((at - endedAt) / 1000)} ago
      </td>
    </tr>
  );
}
